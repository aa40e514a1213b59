"""A small town for the tests: units, people with posts, indicators of each kind, approved POAs.

Built through the public API. Codes carry a tag of their own and the fiscal year is one nobody
has used, so it also stands on a site that holds other towns.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe

from govplan import clock
from govplan.approval.service import perform
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.opening import open_reports
from govplan.monitoring.periods import OPEN, ensure_period
from govplan.monitoring.reports import save_report
from govplan.planning.units_of_measure import ensure

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))

# Code, what the sheet says beyond the defaults, the line of the POA.
INDICATORS: Mapping[str, tuple[dict, dict]] = {
    "ROADS": (
        {"indicator_name": "Paved roads", "unit_of_measure": "km", "legal_min": "0"},
        {"annual_target": "120", **dict.fromkeys(MONTHS, "10"), "m01": "5", "m03": "15"},
    ),
    "VISITS": (
        {
            "indicator_name": "Visits to the library",
            "unit_of_measure": "visits",
            "accumulation": "Period flow",
        },
        {"annual_target": "250", **dict.fromkeys(MONTHS, "250")},
    ),
    "WATER": (
        {
            "indicator_name": "Homes with water",
            "unit_of_measure": "%",
            "accumulation": "Level",
            "baseline_value": "39.25",
            "baseline_year": 2020,
            "legal_min": "0",
            "legal_max": "100",
        },
        {"annual_target": "42.38", **dict.fromkeys(MONTHS, "40.8"), "m12": "42.38"},
    ),
    "PERMIT": (
        {
            "indicator_name": "Days to give a permit",
            "unit_of_measure": "days",
            "accumulation": "Level",
            "direction": "Descending",
            "baseline_value": "16",
        },
        {"annual_target": "10", **dict.fromkeys(MONTHS, "14.5"), "m12": "10"},
    ),
    "LIGHTS": (
        {
            "indicator_name": "Street lights that work",
            "unit_of_measure": "%",
            "accumulation": "Maintenance",
            "legal_max": "100",
        },
        {"annual_target": "98", **dict.fromkeys(MONTHS, "98")},
    ),
    "ANSWERS": (
        {
            "indicator_name": "Requests answered in time",
            "unit_of_measure": "%",
            "accumulation": "Ratio",
        },
        {"annual_target": "90", **dict.fromkeys(MONTHS, "90")},
    ),
    "MARKET": (
        {
            "indicator_name": "Market built",
            "unit_of_measure": "%",
            "accumulation": "Milestone",
        },
        {"annual_target": "100", "m03": "25", "m06": "50", "m12": "100"},
    ),
    "TREES": (
        {
            "indicator_name": "Trees planted",
            "unit_of_measure": "trees",
            "frequency": "Quarterly",
        },
        {"annual_target": "400", "m03": "100", "m06": "100", "m09": "100", "m12": "100"},
    ),
}


@dataclass
class Town:
    """Names of what was built. `people` maps a part (director, mayor …) to a user."""

    tag: str
    year: int
    mayor_office: str = ""
    coordination: str = ""
    works: str = ""
    health: str = ""
    territory: str = ""
    people: dict[str, str] = field(default_factory=dict)
    poas: dict[str, str] = field(default_factory=dict)

    def month(self, number: int) -> str:
        """A month of the town's year; 13 is January of the next."""
        return f"{self.year + (number - 1) // 12}-{(number - 1) % 12 + 1:02d}"

    def day(self, month: int, day: int, hour: int = 9) -> str:
        """A moment of such a month."""
        return f"{self.month(month)}-{day:02d} {hour:02d}:00:00"

    def code(self, short: str) -> str:
        return f"{short}-{self.tag}"


def build(year: int | None = None) -> Town:
    """A mayor's office with one coordination over two directorates, each with an approved POA:
    works with an indicator of each kind, health with two. In a year nobody has used, or in
    `year`, for what depends on its days."""
    town = Town(tag=frappe.generate_hash(length=6).upper(), year=year or _unused_year())
    with clock.standing_at(town.day(1, 4)):
        _units(town)
        _people(town)
        for short, (sheet, _line) in INDICATORS.items():
            indicator(town, short, **sheet)
        town.poas["works"] = approved_poa(town, town.works, INDICATORS)
        town.poas["health"] = approved_poa(town, town.health, ["VISITS", "LIGHTS"])
    return town


@contextmanager
def acting(user: str, at: str | None = None) -> Iterator[None]:
    """Do what follows as this person, at this moment of the town's clock if one is given."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        with clock.standing_at(at or frappe.flags.govplan_now):
            yield
    finally:
        frappe.set_user(before)


def unit(town: Town, short: str, name: str, kind: str, parent: str = "", **more: Any) -> str:
    return _insert(
        "Gov Unit",
        code=town.code(short),
        unit_name=f"{name} {town.tag}",
        kind=kind,
        parent_gov_unit=parent or None,
        objective=f"Purpose of {name.lower()}",
        **more,
    )


def person(town: Town, part: str, post: str, where: str, **more: Any) -> str:
    """A user who holds a post all year; `part` names them in the tests."""
    user = _insert(
        "User",
        email=f"{part}.{town.tag}@town.example".lower(),
        first_name=part.title(),
        last_name=town.tag,
        send_welcome_email=0,
    )
    hold(town, user, post, where, **more)
    town.people[part] = user
    return user


def hold(town: Town, user: str, post: str, where: str, **more: Any) -> str:
    given = {"from_date": f"{town.year}-01-01", "instrument": f"Resolution {post}", **more}
    return _insert("Gov Post Holding", user=user, post=post, unit=where, **given)


def indicator(town: Town, short: str, **sheet: Any) -> str:
    ensure([sheet.get("unit_of_measure")])
    return _insert("Gov Indicator", code=town.code(short), **sheet)


def draft_poa(town: Town, where: str, shorts: Any, **more: Any) -> Any:
    """A POA in Draft with the lines of these indicators of the town."""
    lines = [
        {"indicator": town.code(short), "territory": town.territory, **INDICATORS[short][1]}
        for short in shorts
    ]
    given = {"fiscal_year": town.year, "effective_from": f"{town.year}-01-01", **more}
    return frappe.get_doc({"doctype": "Gov POA", "unit": where, "rows": lines, **given}).insert()


def approved_poa(town: Town, where: str, shorts: Any, **more: Any) -> str:
    with acting(town.people["planner"]):
        poa = draft_poa(town, where, shorts, **more)
    approve(town, poa, author="planner")
    return poa.name


def approve(town: Town, doc: Any, author: str = "director") -> Any:
    """The whole path, each step by another person; gives the approved record."""
    for part, act in ((author, "Submit"), ("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part]):
            doc = perform(doc.doctype, doc.name, act)
    return doc


def open_month(town: Town, number: int) -> str:
    """Open a month of the town's year as the calendar does; its name."""
    period = ensure_period(town.month(number))
    period.state = OPEN
    period.flags.moved_by_the_calendar = True
    period.save()
    open_reports(period.name)
    return period.name


def report_of(where: str, period: str) -> Any:
    """The latest version of a unit's report of a month."""
    found = frappe.get_all(
        "Gov Progress Report",
        filters={"unit": where, "period": period},
        pluck="name",
        order_by="version desc, name asc",
        limit=1,
    )
    return frappe.get_doc("Gov Progress Report", found[0])


def line(town: Town, report: Any, short: str) -> Any:
    """The report's line of an indicator."""
    return next(row for row in report.rows if row.indicator == town.code(short))


def typed(town: Town, report: Any, said: Mapping[str, Mapping[str, Any]]) -> dict[str, dict]:
    """What a form sends: the fields typed, by the key of each indicator's line."""
    return {line(town, report, short).row_key: dict(fields) for short, fields in said.items()}


def save(town: Town, where: str, period: str, said: Mapping[str, Mapping[str, Any]]) -> Any:
    """The director writes these indicators' lines, and why the other due ones have no value."""
    report = report_of(where, period)
    rows = {row.row_key: {"missing_reason": "Not measured yet"} for row in report.rows}
    rows.update(typed(town, report, said))
    return save_report(report.name, rows, "What was done", report.modified)


def submit(town: Town, where: str, period: str, said: Mapping[str, Mapping[str, Any]]) -> Any:
    """The director says it, proves it with one link for the whole report, and submits."""
    report = save(town, where, period, said)
    attach_url(report, "", "Report of the month", f"https://town.example/{report.name}")
    return perform(report.doctype, report.name, "Submit")


def _units(town: Town) -> None:
    town.territory = _insert(
        "Gov Territory",
        code=town.code("CAN"),
        territory_name=f"Canton {town.tag}",
        level="Municipality",
    )
    town.mayor_office = unit(
        town, "ALC", "Mayor's office", "Mayor's office", is_group=1, process_family="Governing"
    )
    town.coordination = unit(
        town, "COO", "Coordination", "Coordination", town.mayor_office, is_group=1
    )
    value_adding = {"process_family": "Value-adding"}
    town.works = unit(town, "OBR", "Public works", "Directorate", town.coordination, **value_adding)
    town.health = unit(town, "SAL", "Health", "Directorate", town.coordination, **value_adding)


def _people(town: Town) -> None:
    person(town, "director", "Director", town.works)
    person(town, "neighbour", "Director", town.health)
    person(town, "promoter", "Promoter", town.works)
    person(town, "coordinator", "Coordinator", town.coordination)
    person(town, "mayor", "Mayor", town.mayor_office)
    person(town, "planner", "Planner", town.mayor_office)
    person(town, "officer", "Transparency Officer", town.mayor_office)
    person(town, "auditor", "Auditor", town.mayor_office)


def _unused_year() -> int:
    """After every month and POA on record, and far from the present."""
    months = frappe.get_all("Gov Reporting Period", pluck="year", order_by="name desc", limit=1)
    poas = frappe.get_all(
        "Gov POA", pluck="fiscal_year", order_by="fiscal_year desc, name asc", limit=1
    )
    return max([2100, *(year + 2 for year in (*months, *poas))])


def _insert(doctype: str, **fields: Any) -> str:
    return frappe.get_doc({"doctype": doctype, **fields}).insert().name
