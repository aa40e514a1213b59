"""`python -m govplan.domain.verify PATH [SHA256]`: check an edition offline, told in Spanish.

Exit code 0 when all is as published, 1 when something is not, 2 when nothing could be checked.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from govplan.domain.chain import is_sha256
from govplan.domain.manifest import Manifest
from govplan.domain.packages import PackageError
from govplan.domain.verification import Examination, FileProblem, Finding, examine

INTACT, ALTERED, UNCHECKED = 0, 1, 2

USAGE = """\
Uso: python -m govplan.domain.verify RUTA [HUELLA]
  RUTA    carpeta o archivo ZIP de una edición publicada
  HUELLA  SHA-256 del manifiesto, tal como aparece en la página de la edición (opcional)"""

SENTENCES = {
    FileProblem.MISSING: "falta este archivo, que figura en el manifiesto.",
    FileProblem.EXTRA: "este archivo no figura en el manifiesto.",
    FileProblem.DUPLICATE: "este archivo aparece {found} veces en el ZIP.",
    FileProblem.UNREADABLE: "no se puede leer este archivo.",
    FileProblem.WRONG_SIZE: "el tamaño es de {found} bytes y debía ser de {expected}.",
    FileProblem.WRONG_HASH: (
        "el contenido no es el publicado.\n"
        "    SHA-256 esperado:   {expected}\n"
        "    SHA-256 encontrado: {found}"
    ),
    FileProblem.NO_MANIFEST: "falta el manifiesto; sin él no se puede comprobar nada.",
    FileProblem.UNREADABLE_MANIFEST: "el manifiesto está dañado y no se puede leer.",
    FileProblem.ALTERED_MANIFEST: "el manifiesto no está escrito como se publicó.",
    FileProblem.WRONG_CHAIN_HASH: (
        "la huella de la cadena no corresponde al contenido del manifiesto.\n"
        "    Esperada:   {expected}\n"
        "    Encontrada: {found}"
    ),
    FileProblem.OTHER_MANIFEST: (
        "este manifiesto no es el publicado.\n"
        "    SHA-256 indicado:   {expected}\n"
        "    SHA-256 encontrado: {found}"
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Check the edition named in `argv` and tell what was found."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if len(arguments) not in (1, 2) or arguments[0].startswith("-"):
        return _refuse(USAGE)
    path = Path(arguments[0])
    published = arguments[1] if len(arguments) == 2 else None
    if published is not None and not is_sha256(published.lower()):
        return _refuse("La huella debe tener 64 dígitos hexadecimales.\n" + USAGE)
    if not path.exists():
        return _refuse(f"No existe: {path}")
    try:
        examination = examine(path, published)
    except PackageError:
        return _refuse(f"No se puede leer como carpeta ni como ZIP: {path}")
    _tell(examination)
    return ALTERED if examination.findings else INTACT


def _tell(examination: Examination) -> None:
    if examination.manifest and examination.manifest_hash:
        _tell_identity(examination.manifest, examination.manifest_hash)
    for finding in examination.findings:
        _say(_sentence(finding))
    if examination.findings:
        _say(f"ALTERADO: problemas encontrados: {len(examination.findings)}.")
    elif examination.manifest:
        count = len(examination.manifest.files)
        _say(f"CORRECTO: archivos revisados: {count}; todos son los del manifiesto.")


def _tell_identity(manifest: Manifest, digest: str) -> None:
    _say(f"Edición: {manifest.format}, período {manifest.period}, número {manifest.number}.")
    _say(f"SHA-256 del manifiesto (compárelo con el del portal): {digest}")


def _sentence(finding: Finding) -> str:
    told = SENTENCES[finding.problem].format(expected=finding.expected, found=finding.found)
    return f"{finding.file}: {told}"


def _refuse(reason: str) -> int:
    _say(reason)
    return UNCHECKED


def _say(text: str) -> None:
    """A name chosen by a stranger must not steer the terminal nor break on its encoding."""
    harmless = "".join(one if one.isprintable() or one == "\n" else repr(one)[1:-1] for one in text)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(harmless.encode(encoding, "backslashreplace").decode(encoding) + "\n")


if __name__ == "__main__":
    sys.exit(main())
