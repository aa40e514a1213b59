"""Who holds which post, on which day, by which instrument, and what that lets them see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import cstr, getdate

from govplan.clock import today
from govplan.organisation.memory import remembered
from govplan.organisation.units import below

ROLE_OF_POST = {
    "Director": "Gov Director",
    "Coordinator": "Gov Coordinator",
    "Mayor": "Gov Mayor Office",
    "Planner": "Gov Planner",
    "Transparency Officer": "Gov Transparency Officer",
    "Promoter": "Gov Promoter",
    "Auditor": "Gov Auditor",
}
CAPACITIES = ("Titular", "Acting", "Delegate")

# Directors act for their own unit, coordinators and promoters for it and all under it, the others
# for the whole municipality.
OWN_UNIT = frozenset({"Director"})
UNITS_BELOW = frozenset({"Coordinator", "Promoter"})
_SEE_EVERYTHING = frozenset({"Mayor", "Planner", "Auditor"})
_SEE_WHAT_IS_APPROVED = frozenset({"Transparency Officer"})

FIELDS = [
    "unit",
    "post",
    "post_title",
    "user",
    "holder_name",
    "holder_title",
    "capacity",
    "on_behalf_of",
    "instrument",
    "to_date",
]


@dataclass(frozen=True)
class Holding:
    """A post held by a person; `on_behalf_of` is the user stood in for, empty when titular."""

    unit: str
    post: str
    user: str
    name: str
    title: str
    capacity: str
    on_behalf_of: str
    instrument: str
    post_title: str

    def reaches(self, unit: str | None) -> bool:
        """Whether the post gives its acts on a unit's records; None is the whole municipality."""
        if not unit:
            return True
        if self.post in OWN_UNIT:
            return unit == self.unit
        return self.post not in UNITS_BELOW or unit in below([self.unit])


@dataclass(frozen=True)
class Scope:
    """What a person may see: everything, or these units, or what is `approved` in any unit."""

    everything: bool
    units: frozenset[str]
    approved: bool = False


def holdings(user: str | None = None, on: date | None = None) -> list[Holding]:
    """The posts a person holds on a day (today), titular ones first."""
    user, day = user or frappe.session.user, on or today()
    return remembered(("holdings", user, day), lambda: _read(day, {"user": user}))


def holders_on(day: date) -> list[Holding]:
    """Every post held on a day: who could sign."""
    return _read(day, {})


def holdings_for(act: Any, doc: Any, user: str | None = None) -> list[Holding]:
    """Every such post."""
    units = doc.author_units() if act.by_authors else (doc.get("unit"),)
    return [held for held in posts_over(act.posts, units, user)]


def posts_over(
    posts: tuple[str, ...], units: tuple[str | None, ...], user: str | None = None
) -> list[Holding]:
    """The person's holdings of these posts that reach one of these units today."""
    return [
        held
        for held in holdings(user)
        if held.post in posts and any(held.reaches(unit) for unit in units)
    ]


def scope(user: str | None = None) -> Scope:
    """What a person may see today."""
    user = user or frappe.session.user
    return remembered(("scope", user, today()), lambda: _scope_of(user))


def _scope_of(user: str) -> Scope:
    held = holdings(user)
    posts = {holding.post for holding in held}
    if posts & _SEE_EVERYTHING or "System Manager" in frappe.get_roles(user):
        return Scope(True, frozenset())
    roots = {holding.unit for holding in held if holding.post in OWN_UNIT | UNITS_BELOW}
    return Scope(False, below(roots), bool(posts & _SEE_WHAT_IS_APPROVED))


def _read(day: date, filters: dict[str, Any]) -> list[Holding]:
    rows = frappe.get_all(
        "Gov Post Holding",
        filters={**filters, "from_date": ["<=", day.isoformat()]},
        fields=FIELDS,
        order_by="from_date asc, name asc",
        limit=0,
    )
    held = [_holding(row) for row in rows if not row.to_date or getdate(row.to_date) >= day]
    return sorted(held, key=lambda holding: CAPACITIES.index(holding.capacity))


def _holding(row: Any) -> Holding:
    return Holding(
        unit=row.unit,
        post=row.post,
        user=row.user,
        name=cstr(row.holder_name),
        title=cstr(row.holder_title),
        capacity=row.capacity,
        on_behalf_of=cstr(row.on_behalf_of),
        instrument=cstr(row.instrument),
        post_title=cstr(row.post_title),
    )
