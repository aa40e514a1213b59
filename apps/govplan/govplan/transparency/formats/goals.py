"""Goals of the units as both Ecuadorian formats print them: one row per unit and indicator."""

from collections.abc import Iterator
from dataclasses import dataclass

from frappe.utils import cint, cstr

from govplan.domain.scoring import NOT_AVAILABLE
from govplan.organisation.families import printed_families
from govplan.transparency.formats.collected import Coverage
from govplan.transparency.sources import MonthSources, UnitPlan


@dataclass(frozen=True)
class Goal:
    """One printed row; what is not approved or not known reads as the law says."""

    family: str
    unit_code: str
    unit: str
    objective: str
    indicator_code: str
    indicator: str
    target: str


def goals(sources: MonthSources) -> list[Goal]:
    """Every unit of a printed family in its order, those without an approved POA too."""
    return [goal for plan in _printed(sources) for goal in _of_unit(plan, sources)]


def coverage(sources: MonthSources) -> Coverage:
    """Of the units printed, those with an approved POA."""
    plans = _printed(sources)
    missing = tuple(cstr(plan.unit.unit_name) for plan in plans if not plan.lines)
    return Coverage(len(plans), len(plans) - len(missing), missing)


def poas_of(sources: MonthSources) -> tuple[tuple[str, str], ...]:
    """The approved POAs the goals come from, as (DocType, name)."""
    return tuple(("Gov POA", plan.poa) for plan in _printed(sources) if plan.poa)


def _printed(sources: MonthSources) -> list[UnitPlan]:
    """Units of a printed family: the others are parts of one and have no row of their own.

    By family, then by printed order; units without one come after, in the tree's order.
    """
    places = {family.name: at for at, family in enumerate(printed_families())}

    def place(plan: UnitPlan) -> tuple[int, int, int]:
        order = cint(plan.unit.print_order)
        return places[plan.unit.process_family], order == 0, order

    return sorted((p for p in sources.plans if p.unit.process_family in places), key=place)


def _of_unit(plan: UnitPlan, sources: MonthSources) -> Iterator[Goal]:
    unit = plan.unit
    known = (unit.process_family, cstr(unit.code), cstr(unit.unit_name), _or_legal(unit.objective))
    if not plan.lines:
        yield Goal(*known, "", NOT_AVAILABLE, NOT_AVAILABLE)
    for line in plan.lines:
        indicator = sources.indicators[line.indicator]
        yield Goal(*known, indicator.code, indicator.indicator_name, _target(line, indicator))


def _target(line: dict, indicator: dict) -> str:
    """The wording of the target; without one, its quantity and unit of measure."""
    if cstr(line.target_text).strip():
        return cstr(line.target_text).strip()
    if cstr(line.annual_target):
        return f"{line.annual_target} {cstr(indicator.unit_of_measure)}".strip()
    return NOT_AVAILABLE


def _or_legal(text: str | None) -> str:
    return cstr(text).strip() or NOT_AVAILABLE
