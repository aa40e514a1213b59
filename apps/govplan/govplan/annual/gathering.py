"""What was published of a year, and nothing else: whoever reads the report can recompute it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from frappe.utils import getdate

from govplan.domain.yearly import Promise, Standing
from govplan.transparency import public


@dataclass(frozen=True)
class Gathered:
    """Contents of standing editions, each with its `edition`; months from the first on."""

    year: int
    months: tuple[dict[str, Any], ...]
    plans: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    agreements: tuple[dict[str, Any], ...]

    @property
    def sources(self) -> list[dict[str, str]]:
        """Name and content hash of every edition the figures rest on."""
        every = (*self.months, *self.plans, *self.events, *self.agreements)
        named = {one["edition"]["name"]: one["edition"]["content_hash"] for one in every}
        return [{"edition": name, "sha256": named[name]} for name in sorted(named)]


def gather(year: int) -> Gathered:
    """The months, plans in force, events held and agreements of a year."""
    events = public.events()
    held = {event["name"]: getdate(event["starts_at"]) for event in events if event["starts_at"]}
    agreements = public.agreements()
    return Gathered(
        year,
        tuple(public.open_data_of_year(year)),
        tuple(plan for plan in public.plans() if plan["year_from"] <= year <= plan["year_to"]),
        tuple(event for event in reversed(events) if _year_of(held.get(event["name"])) == year),
        tuple(one for one in agreements if promise_of(one, held).belongs_to(year)),
    )


def sources_of(year: int) -> list[dict[str, str]]:
    """What a report of the year would rest on now."""
    return gather(year).sources


def promise_of(agreement: dict[str, Any], held: dict[str, date]) -> Promise:
    """A published agreement as a promise; `held` are the days of events by name."""
    made = held.get(agreement["event"])
    updated = (getdate(update["update_date"]) for update in agreement["updates"])
    return Promise(
        Standing(agreement["status"]),
        getdate(agreement["due_date"]) if agreement["due_date"] else None,
        tuple(_known([made, *updated])),
    )


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day]


def _year_of(day: date | None) -> int | None:
    return day.year if day else None
