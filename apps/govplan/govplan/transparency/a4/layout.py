"""The printed a4 matrix of LOTAIP 2004, article 7: its fixed texts and where they stand.

The texts are those of the published matrices and are never translated or corrected.
"""

import unicodedata

from govplan.domain.words import Word

TITLE_LINES = (
    "Art. 7 de la Ley Orgánica de Transparencia y Acceso a la Información Pública - LOTAIP",
    "Literal a4) Las metas y objetivos de las unidades administrativas de conformidad con sus"
    " programas operativos",
)
HEADINGS = (
    "No.",
    "Descripción de la unidad",
    "Objetivo de la unidad",
    "Indicador",
    "Meta cuantificable",
)
WIDTH = len(HEADINGS)


class FooterKey(Word):
    """The seven facts under the matrix, in the order printed."""

    GPR = "Results report"
    UPDATED = "Updated on"
    PERIODICITY = "Periodicity"
    HOLDER = "Holder unit"
    RESPONSIBLE = "Responsible person"
    EMAIL = "E-mail"
    PHONE = "Telephone"


FOOTER_LABELS = {
    FooterKey.GPR: "LINK PARA DESCARGAR EL REPORTE DE GOBIERNO POR RESULTADOS (GPR)",
    FooterKey.UPDATED: "FECHA ACTUALIZACIÓN DE LA INFORMACIÓN:",
    FooterKey.PERIODICITY: "PERIODICIDAD DE ACTUALIZACIÓN DE LA INFORMACIÓN:",
    FooterKey.HOLDER: "UNIDAD POSEEDORA DE LA INFORMACION - LITERAL a4):",
    FooterKey.RESPONSIBLE: (
        "RESPONSABLE DE LA UNIDAD POSEEDORA DE LA INFORMACIÓN DEL LITERAL a4):"
    ),
    FooterKey.EMAIL: (
        "CORREO ELECTRÓNICO DEL O LA RESPONSABLE DE LA UNIDAD POSEEDORA DE LA INFORMACIÓN:"
    ),
    FooterKey.PHONE: (
        "NÚMERO TELEFÓNICO DEL O LA RESPONSABLE DE LA UNIDAD POSEEDORA DE LA INFORMACIÓN:"
    ),
}
GPR_COLUMN = 5
FOOTER_COLUMN = 4


def footer_column(key: FooterKey) -> int:
    """Where a footer's value stands; the published matrices set the first apart."""
    return GPR_COLUMN if key is FooterKey.GPR else FOOTER_COLUMN


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, accents, spacing and a closing colon."""
    return folded(one) == folded(other)


def folded(text: str) -> str:
    """A text as it is compared: no case, accents, surplus spaces or closing colon."""
    apart = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).rstrip(" :")
