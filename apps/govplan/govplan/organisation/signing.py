"""Who could sign on a day: every post held or vacant, and by which act it was held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import cstr, getdate

from govplan.organisation.holders import CAPACITIES, FIELDS, OWN_UNIT, ROLE_OF_POST, UNITS_BELOW
from govplan.organisation.unit_names import name_on
from govplan.rows import rows_by_name

# One person holds it for the whole municipality, in whichever unit it is.
_ONE_OF_ITS_KIND = frozenset({"Mayor"})
_POSTS = tuple(ROLE_OF_POST)
_FIELDS = (*FIELDS, "instrument_date", "from_date", "name")


@dataclass(frozen=True)
class Signature:
    """A post of a unit on a day; without `holder` it was vacant.

    `unit_name` is the name of that day, `on_behalf_of` a person's name, dates are None when open;
    `was_held` is off for a post of which no holder is on record up to that day.
    """

    unit: str
    unit_name: str
    post: str
    post_title: str = ""
    holder: str = ""
    capacity: str = ""
    on_behalf_of: str = ""
    instrument: str = ""
    instrument_date: date | None = None
    from_date: date | None = None
    to_date: date | None = None
    name: str = ""
    was_held: bool = True

    @property
    def is_vacant(self) -> bool:
        return not self.holder


def signatures_on(day: date, unit: str | None = None) -> list[Signature]:
    """Every post on a day in the order of the tree, titular before acting before delegate.

    With a unit only those that reach its records: its own, those above it, the municipality's.
    """
    units = _units()
    rows = _begun_by(day)
    held = [row for row in rows if not row.to_date or getdate(row.to_date) >= day]
    people = _full_names(row.on_behalf_of for row in held)
    found = [_signature(row, units[row.unit], day, people) for row in held]
    found += _vacant(day, units, rows, held)
    if unit:
        found = [one for one in found if _reaches(one, units[one.unit], units.get(unit))]
    return sorted(found, key=lambda one: _place(one, units[one.unit]))


def _units() -> dict[str, Any]:
    rows = frappe.get_all(
        "Gov Unit",
        fields=[
            "name",
            "unit_name",
            "kind",
            "kind.head_post as head_post",
            "lft",
            "rgt",
            "valid_from",
            "valid_to",
        ],
        order_by="lft asc, name asc",
        limit=0,
    )
    return {row.name: row for row in rows}


def _begun_by(day: date) -> list[Any]:
    return frappe.get_all(
        "Gov Post Holding",
        filters={"from_date": ["<=", day.isoformat()]},
        fields=list(_FIELDS),
        order_by="from_date asc, name asc",
        limit=0,
    )


def _full_names(users: Iterable[str | None]) -> dict[str, str]:
    people = rows_by_name("User", users, ("full_name",))
    return {user: cstr(row.full_name) for user, row in people.items()}


def _signature(row: Any, unit: Any, day: date, people: dict[str, str]) -> Signature:
    return Signature(
        unit=row.unit,
        unit_name=name_on(row.unit, day, unit.unit_name),
        post=row.post,
        post_title=cstr(row.post_title),
        holder=f"{cstr(row.holder_title)} {cstr(row.holder_name)}".strip(),
        capacity=row.capacity,
        on_behalf_of=people.get(row.on_behalf_of, ""),
        instrument=cstr(row.instrument),
        instrument_date=getdate(row.instrument_date) if row.instrument_date else None,
        from_date=getdate(row.from_date),
        to_date=getdate(row.to_date) if row.to_date else None,
        name=row.name,
    )


def _vacant(day: date, units: dict[str, Any], rows: list[Any], held: list[Any]) -> list[Signature]:
    """Posts somebody held before, and those that head a unit, of units there were that day."""
    taken = {(row.unit, row.post) for row in held}
    single = {row.post for row in held} & _ONE_OF_ITS_KIND
    titles = {(row.unit, row.post): cstr(row.post_title) for row in rows}
    wanted = dict.fromkeys([*titles, *((u.name, u.head_post) for u in units.values())])
    return [
        Signature(
            unit=unit,
            unit_name=name_on(unit, day, units[unit].unit_name),
            post=post,
            post_title=titles.get((unit, post), ""),
            was_held=(unit, post) in titles,
        )
        for unit, post in wanted
        if post
        and post not in single
        and (unit, post) not in taken
        and existed_on(units[unit], day)
    ]


def existed_on(unit: Any, day: date) -> bool:
    """Whether a unit had begun and not ended on a day."""
    begun = not unit.valid_from or getdate(unit.valid_from) <= day
    return begun and (not unit.valid_to or getdate(unit.valid_to) >= day)


def _reaches(one: Signature, own: Any, unit: Any) -> bool:
    if unit is None:
        return False
    if one.post in OWN_UNIT:
        return one.unit == unit.name
    return one.post not in UNITS_BELOW or own.lft <= unit.lft <= own.rgt


def _place(one: Signature, unit: Any) -> tuple[int, int, int, str]:
    capacity = CAPACITIES.index(one.capacity) if one.capacity in CAPACITIES else len(CAPACITIES)
    return unit.lft, _POSTS.index(one.post), capacity, one.name
