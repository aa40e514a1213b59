"""Families of processes, and the four the Ecuadorian law prints."""

from dataclasses import dataclass

# Between two of the law's there is room for families of a town's own.
_STEP = 10


@dataclass(frozen=True)
class Family:
    """A family of processes: its name in records, its printed heading and note when empty."""

    name: str
    title: str
    note: str = ""


# LOTAIP 2004, article 7, letter a4: the sections of the published matrices, in their order.
LEGAL = (
    Family("Governing", "PROCESOS GOBERNANTES / NIVEL DIRECTIVO"),
    Family("Value-adding", "PROCESOS AGREGADORES DE VALOR / NIVEL OPERATIVO"),
    Family("Decentralised", "PROCESOS DESCONCENTRADOS"),
    Family("Support and advice", "NIVEL DE APOYO / ASESORÍA"),
)
LEGAL_ORDER = {family.name: _STEP * at for at, family in enumerate(LEGAL, 1)}
