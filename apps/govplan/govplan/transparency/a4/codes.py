"""Codes made from names, the same each time, short enough to read in an address."""

import unicodedata

LONGEST = 50
# Words that carry no meaning of their own in Spanish names.
_FILLERS = frozenset(
    ("A", "AL", "CON", "DE", "DEL", "E", "EL", "EN", "LA", "LAS", "LOS", "O", "PARA", "POR", "Y")
)


def code_of(name: str) -> str:
    """`DIRECCIÓN DE OBRAS PÚBLICAS` -> `DIRECCION-OBRAS-PUBLICAS`; `SIN-NOMBRE` for none."""
    apart = unicodedata.normalize("NFD", name.upper())
    kept = "".join(one if one.isalnum() and one.isascii() else _between(one) for one in apart)
    words = [word for word in kept.split() if word not in _FILLERS]
    return _shortened("-".join(words)) or "SIN-NOMBRE"


def distinct(code: str, taken: set[str]) -> str:
    """The code, or the code with the first number that nobody has."""
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code}-{number}"
    return free


def _between(one: str) -> str:
    """Accents vanish, everything else parts words."""
    return "" if unicodedata.combining(one) else " "


def _shortened(code: str) -> str:
    if len(code) <= LONGEST:
        return code
    return code[:LONGEST].rpartition("-")[0] or code[:LONGEST]
