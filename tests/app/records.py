"""One draft of every kind of record that is decided on, and who takes it along the path."""

from typing import Any

import frappe
from town import Town, acting, draft_poa, open_month, save

from govplan.annual import generating

KINDS = (
    "Gov Plan",
    "Gov POA",
    "Gov Progress Report",
    "Gov Participation Event",
    "Gov Agreement",
    "Gov Annual Report",
)
AUTHOR = {
    "Gov Plan": "planner",
    "Gov POA": "director",
    "Gov Progress Report": "director",
    "Gov Participation Event": "promoter",
    "Gov Agreement": "director",
    "Gov Annual Report": "planner",
}
# A field of each kind that its author writes.
WRITTEN = {
    "Gov Plan": "vision",
    "Gov POA": "source",
    "Gov Progress Report": "narrative",
    "Gov Participation Event": "summary",
    "Gov Agreement": "public_answer",
    "Gov Annual Report": "introduction",
}


def draft(town: Town, kind: str) -> Any:
    """A draft of the public works' unit, as its author left it, complete enough to submit."""
    if kind == "Gov Progress Report":
        return _report(town)
    with acting(town.people[AUTHOR[kind]], town.day(1, 6)):
        return MAKERS[kind](town)


def plan(town: Town, short: str = "PLAN") -> Any:
    doc = _insert(
        "Gov Plan",
        code=town.code(short),
        plan_name="Development plan",
        kind="Development plan",
        year_from=town.year,
        year_to=town.year + 3,
    )
    axis = node(doc.name, "1", "Axis", is_group=1, purposes=[{"purpose": "A town that works"}])
    node(doc.name, "1.1", "Programme", parent_gov_plan_node=axis.name)
    return doc


def node(plan_name: str, code: str, level: str, **more: Any) -> Any:
    given = {"level_name": level, "title": f"{level} {code}", **more}
    return _insert("Gov Plan Node", plan=plan_name, code=code, **given)


def event(town: Town, **more: Any) -> Any:
    given = {
        "title": "Assembly of the market",
        "event_type": "Asamblea",
        "unit": town.works,
        "starts_at": town.day(1, 5, 18),
        "mode": "In person",
        "place": "The market",
        "territory": town.territory,
        **more,
    }
    return _insert("Gov Participation Event", **given)


def agreement(town: Town, **more: Any) -> Any:
    given = {
        "title": "Pave the square",
        "agreement_text": "The square will be paved.",
        "unit": town.works,
        "due_date": f"{town.year}-06-30",
        **more,
    }
    return _insert("Gov Agreement", **given)


def annual_report(town: Town) -> Any:
    """The report of the town's year, its figures taken and its first words written."""
    report = generating.begin(str(town.year))
    return generating.save(report.name, {"introduction": "A year of work."}, {})


def _poa(town: Town) -> Any:
    year = town.year + 1
    return draft_poa(town, town.works, ["ROADS"], fiscal_year=year, effective_from=f"{year}-01-01")


def _report(town: Town) -> Any:
    month = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        return save(town, town.works, month, {})


MAKERS = {
    "Gov Plan": plan,
    "Gov POA": _poa,
    "Gov Participation Event": event,
    "Gov Agreement": agreement,
    "Gov Annual Report": annual_report,
}


def _insert(doctype: str, **fields: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **fields}).insert()
