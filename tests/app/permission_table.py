"""Who may do what: the one table the permission tests assert and `docs/permisos.md` prints.

Written from the design (section 5), not from the code it checks. A relation is that of the
record's unit to the unit of the person's post: `below` is a unit under one's own. Plans and
yearly reports have no unit and are the whole municipality's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "permisos.md"

DIRECTOR, COORDINATOR, MAYOR = "Director", "Coordinator", "Mayor"
PLANNER, OFFICER, PROMOTER, AUDITOR = "Planner", "Transparency Officer", "Promoter", "Auditor"
POSTS = (DIRECTOR, COORDINATOR, MAYOR, PLANNER, OFFICER, PROMOTER, AUDITOR)
RELATIONS = ("own", "below", "above", "sibling")

DRAFT, SUBMITTED, REVIEWED = "Draft", "Submitted", "Reviewed"
RETURNED, APPROVED, SUPERSEDED = "Returned", "Approved", "Superseded"
STATES = (DRAFT, SUBMITTED, REVIEWED, RETURNED, APPROVED, SUPERSEDED)
EDITABLE = (DRAFT, RETURNED)
PUBLIC = (APPROVED, SUPERSEDED)

READ, CREATE, WRITE, DELETE = "Read", "Create", "Write", "Delete"
PATH = ("Submit", "Withdraw", "Review", "Return", "Approve", "Supersede", "Reopen")
ACTS = (READ, CREATE, WRITE, DELETE, *PATH)
# Acts that need a reason in words are taken one by one.
NEVER_IN_BULK = frozenset({"Return", "Supersede"})

ANY = RELATIONS
OWN = ("own",)
DOWN = ("own", "below")


@dataclass(frozen=True)
class Right:
    """`act` may be taken in these states by these posts, where the record's unit relates so.

    `submitter` narrows it to the person who submitted the record.
    """

    act: str
    states: tuple[str, ...]
    who: dict[str, tuple[str, ...]]
    submitter: bool = False


_ALL_SEEING = {MAYOR: ANY, PLANNER: ANY, AUDITOR: ANY}


def _decided(reviewers: dict[str, tuple[str, ...]]) -> tuple[Right, ...]:
    """What coordination and the mayor's office do, the same for every kind of record.

    A coordination's own records are reviewed by whoever coordinates it: nobody else is above.
    """
    return (
        Right("Review", (SUBMITTED,), reviewers),
        Right("Return", (SUBMITTED, REVIEWED), {**reviewers, MAYOR: ANY}),
        Right("Approve", (REVIEWED,), {MAYOR: ANY}),
    )


def _authored(authors: dict[str, tuple[str, ...]]) -> tuple[Right, ...]:
    """Who writes a record is who submits it, so units write the POA their director submits, and
    promoters the agreements made at their events."""
    return (
        Right(CREATE, (DRAFT,), authors),
        Right(WRITE, EDITABLE, authors),
        Right("Submit", EDITABLE, authors),
        Right("Withdraw", (SUBMITTED,), authors, submitter=True),
    )


_SUPERSEDED_BY = Right("Supersede", (APPROVED,), {PLANNER: ANY, MAYOR: ANY})
_DRAFT_OF_PLANNING = Right(DELETE, (DRAFT,), {PLANNER: ANY})
_OF_UNIT = {DIRECTOR: DOWN, COORDINATOR: DOWN, **_ALL_SEEING}
_WITH_PROMOTERS = {**_OF_UNIT, PROMOTER: DOWN}
_OFFICER = Right(READ, PUBLIC, {OFFICER: ANY})

# What planning writes for the whole municipality.
_OF_ALL = (
    Right(READ, STATES, {DIRECTOR: ANY, COORDINATOR: ANY, PROMOTER: ANY, **_ALL_SEEING}),
    _OFFICER,
    *_authored({PLANNER: ANY}),
    _DRAFT_OF_PLANNING,
    *_decided({COORDINATOR: ANY}),
    _SUPERSEDED_BY,
)

RIGHTS: dict[str, tuple[Right, ...]] = {
    "Gov Plan": _OF_ALL,
    "Gov POA": (
        Right(READ, STATES, _OF_UNIT),
        _OFFICER,
        *_authored({DIRECTOR: OWN, PLANNER: ANY}),
        _DRAFT_OF_PLANNING,
        *_decided({COORDINATOR: DOWN}),
    ),
    "Gov Progress Report": (
        Right(READ, STATES, _OF_UNIT),
        _OFFICER,
        # The calendar opens it.
        *(right for right in _authored({DIRECTOR: OWN}) if right.act != CREATE),
        *_decided({COORDINATOR: DOWN}),
        _SUPERSEDED_BY,
    ),
    "Gov Participation Event": (
        Right(READ, STATES, _WITH_PROMOTERS),
        _OFFICER,
        *_authored({DIRECTOR: OWN, PROMOTER: DOWN}),
        *_decided({COORDINATOR: DOWN}),
        _SUPERSEDED_BY,
    ),
    "Gov Agreement": (
        Right(READ, STATES, _WITH_PROMOTERS),
        _OFFICER,
        *_authored({DIRECTOR: OWN, PROMOTER: DOWN}),
        *_decided({COORDINATOR: DOWN}),
        Right("Reopen", (APPROVED,), {DIRECTOR: OWN, PROMOTER: DOWN}),
    ),
    "Gov Annual Report": _OF_ALL,
}


def is_allowed(
    kind: str, state: str, act: str, post: str, relation: str, submitted_it: bool = False
) -> bool:
    """Whether somebody who holds `post` today may take `act` on a record in `state`."""
    return any(
        right.act == act
        and state in right.states
        and relation in right.who.get(post, ())
        and (submitted_it or not right.submitter)
        for right in RIGHTS[kind]
    )


def states_of(kind: str) -> tuple[str, ...]:
    """The states a kind of record can be in."""
    superseded = any(right.act == "Supersede" for right in RIGHTS[kind])
    return STATES if superseded else STATES[:-1]


# The same table in Spanish, as a page

_KINDS = {
    "Gov Plan": "Plan",
    "Gov POA": "POA",
    "Gov Progress Report": "Reporte mensual",
    "Gov Participation Event": "Evento de participación",
    "Gov Agreement": "Acuerdo",
    "Gov Annual Report": "Informe anual",
}
_POSTS = {
    DIRECTOR: "Dirección",
    COORDINATOR: "Coordinación",
    MAYOR: "Alcaldía",
    PLANNER: "Planificación",
    OFFICER: "Transparencia",
    PROMOTER: "Promotoría",
    AUDITOR: "Auditoría",
}
_ACTS = {
    READ: "Leer",
    CREATE: "Crear",
    WRITE: "Escribir",
    DELETE: "Borrar",
    "Submit": "Enviar",
    "Withdraw": "Recuperar (quien lo envió)",
    "Review": "Revisar",
    "Return": "Devolver",
    "Approve": "Aprobar",
    "Supersede": "Reemplazar",
    "Reopen": "Reabrir",
}
_STATES = {
    DRAFT: "borrador",
    SUBMITTED: "enviado",
    REVIEWED: "revisado",
    RETURNED: "devuelto",
    APPROVED: "aprobado",
    SUPERSEDED: "reemplazado",
}
_WORDS = {(): "—", ANY: "todas", OWN: "propia", DOWN: "propia e inferiores"}
_HEAD = """# Permisos

Quién puede hacer qué con cada registro que se decide. Esta página se escribe desde la misma tabla
(`tests/app/permission_table.py`) con la que las pruebas comprueban cada celda, la permitida y la
negada, por formulario, por la interfaz de programas y en bloque.

Cada celda dice en qué unidades vale el derecho, contadas desde la unidad del cargo de la persona:
**propia**, **inferiores** (las que dependen de ella) o **todas**; una raya es que no. El plan y el
informe anual son de toda la municipalidad. Lo que no figura, nadie lo puede.

- Los derechos son del cargo vigente ese día. Quien no tiene cargo, o cuyo cargo terminó ayer, no
  ve ni hace nada, aunque su cuenta conserve el rol. Quien está encargado puede lo mismo que el
  titular, y la decisión dice en nombre de quién la tomó.
- Quien envió un registro no lo revisa ni lo aprueba en esa vuelta, y quien lo revisó no lo
  aprueba; tampoco quien actúa en su nombre.
- En bloque valen los mismos derechos, registro por registro. Un reporte con algo que mirar se abre
  antes de revisarlo o aprobarlo. Devolver y reemplazar piden un motivo
  escrito para cada registro, así que no se hacen en bloque.
- Un POA aprobado no se reemplaza: se reforma con una versión nueva. Un acuerdo se reabre.
- Se borra solo un borrador sobre el que nadie decidió todavía.
- El reporte mensual lo abre el calendario; nadie lo crea a mano.
"""


def as_page() -> str:
    """The whole of `docs/permisos.md`."""
    return "\n".join([_HEAD, *(line for kind in RIGHTS for line in _section(kind))])


def _section(kind: str) -> Iterator[str]:
    yield f"## {_KINDS[kind]}\n"
    yield f"| Acto | Estado | {' | '.join(_POSTS[post] for post in POSTS)} |"
    yield f"|---|---|{'---|' * len(POSTS)}"
    for act in ACTS:
        for states, cells in _lines(kind, act):
            named = "todos" if states == states_of(kind) else ", ".join(map(_STATES.get, states))
            yield f"| {_ACTS[act]} | {named} | {' | '.join(_WORDS[cell] for cell in cells)} |"
    yield ""


def _lines(kind: str, act: str) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """The states of an act grouped by who may take it, without those in which nobody may."""
    grouped: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for state in states_of(kind):
        cells = tuple(
            tuple(one for one in RELATIONS if is_allowed(kind, state, act, post, one, True))
            for post in POSTS
        )
        if any(cells):
            grouped.setdefault(cells, []).append(state)
    for cells, states in grouped.items():
        yield tuple(states), list(cells)


if __name__ == "__main__":
    DOCUMENT.write_text(as_page(), encoding="utf-8")
