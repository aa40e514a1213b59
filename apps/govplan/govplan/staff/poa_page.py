"""What the page of one POA shows."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, flt, getdate

from govplan.approval.acts import APPROVED, AUTHORS
from govplan.domain.finance import financial_percent
from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import exact, parse_quantity, text_of
from govplan.domain.weights import total_weight
from govplan.monitoring.execution import latest_execution
from govplan.organisation.holders import posts_over
from govplan.planning.differences import (
    LineChange,
    adjusted_targets,
    changes_between,
    versions_up_to,
)
from govplan.planning.poas import current_month, identity_of, poa_in_force, versions
from govplan.planning.programming import MONTH_FIELDS
from govplan.presentation import month_name
from govplan.staff.acting import can_write_now, offer_acts
from govplan.staff.choices import territories
from govplan.staff.poa_form import helpers_for, shown_lines
from govplan.staff.poas import chosen_year

CANCELLED = 2


def blank(unit: str | None, year: Any) -> Any:
    """A POA about to be written for a unit and year. Raises DoesNotExistError."""
    doc = frappe.new_doc("Gov POA")
    doc.unit = frappe.get_doc("Gov Unit", unit or "").name
    doc.fiscal_year = chosen_year(cstr(year))
    doc.effective_from = fiscal_months(doc.fiscal_year)[0].first_day
    return doc


def show(context: Any, doc: Any) -> None:
    """Fills the context: form or reading, versions, differences, execution, acts."""
    context.doc = doc
    context.unit_name = frappe.get_cached_value("Gov Unit", doc.unit, "unit_name")
    context.values = frappe.form_dict if context.typed else doc
    if doc.is_new():
        context.acts, context.decisions, context.editable, context.versions = [], [], True, []
    else:
        offer_acts(context, doc)
        context.editable = can_write_now(doc, context.acts)
        context.versions = versions(doc.unit, doc.fiscal_year)
    _show_names(context, doc)
    _show_versions(context, doc)
    if context.editable:
        _show_form(context, doc)
    else:
        _show_reading(context, doc)


def months_of_year(year: int) -> list[tuple[str, str]]:
    """The months a version may hold from: (first day, words)."""
    return [(m.first_day.isoformat(), month_name(str(m))) for m in fiscal_months(year)]


def _show_names(context: Any, doc: Any) -> None:
    """What lines refer to, by name."""
    context.indicators = {
        row.name: row
        for row in frappe.get_all(
            "Gov Indicator",
            fields=["name", "indicator_name", "unit_of_measure", "accumulation", "enabled"],
            order_by="name asc",
            limit=0,
        )
    }
    nodes = frappe.get_all(
        "Gov Plan Node",
        fields=[
            "name",
            "code",
            "title",
            "lft",
            "plan.docstatus as decided",
            "plan.plan_name as plan",
        ],
        order_by="lft asc, name asc",
        limit=0,
    )
    context.nodes = {node.name: f"{node.code} {node.title}" for node in nodes}
    # A superseded version of a plan is named by older POAs, and by no new one.
    context.open_nodes = {node.name: node.plan for node in nodes if node.decided < CANCELLED}
    context.territories = territories()
    context.territory_names = dict(context.territories)


def _show_form(context: Any, doc: Any) -> None:
    spare = context.spare or int(not (doc.rows or context.lines))
    context.rows = shown_lines(doc, context.lines, spare)
    context.months = months_of_year(doc.fiscal_year)
    context.helpers_for = helpers_for


def _show_versions(context: Any, doc: Any) -> None:
    """The difference to the version before, and the targets that acts adjusted."""
    context.changes, context.adjusted, context.compared = [], {}, None
    context.identity_of = identity_of
    context.labels, context.month_names = _labels(), MONTH_FIELDS
    if doc.is_new() or (doc.version or 1) == 1:
        return
    known = versions_up_to(doc)
    if len(known) < 2:
        return
    context.compared = known[-2]
    context.changes = changes_between(known[-2].rows, known[-1].rows)
    context.looks_back = _looks_back(context.changes, doc)
    context.adjusted = adjusted_targets(known)


def _looks_back(changes: list[LineChange], doc: Any) -> bool:
    """Whether months gone by when the version begins are among what it changes."""
    gone_by = MONTH_FIELDS[: getdate(doc.effective_from).month - 1]
    return any(one.field in gone_by for change in changes for one in change.fields)


def _labels() -> dict[str, str]:
    fields = frappe.get_meta("Gov POA Row").fields
    return {field.fieldname: _(field.label) for field in fields if field.label}


def _show_reading(context: Any, doc: Any) -> None:
    executed = latest_execution(doc.fiscal_year, [doc.unit]).get(doc.unit)
    context.executed = executed
    lines = [_line(row, executed) for row in doc.rows]
    context.rows = lines
    weight = total_weight([parse_quantity(row.weight) for row in doc.rows])
    financial = financial_percent((line.accrued, line.codified) for line in lines)
    context.totals = frappe._dict(
        weight=text_of(weight),
        programmed=sum(flt(row.budget_programmed) for row in doc.rows),
        codified=sum(flt(row.budget_codified) for row in doc.rows),
        financial=text_of(financial),
    )
    context.in_force = poa_in_force(doc.unit, current_month(doc.fiscal_year)) == doc.name
    context.reform_months = _months_to_reform(context, doc)


def _line(row: Any, executed: Any) -> Any:
    reported = executed.rows.get(identity_of(row)) if executed else None
    accrued = executed.accrued(row) if executed else None
    codified = exact(row.budget_codified) or None
    return frappe._dict(
        row.as_dict(),
        reported=reported,
        accrued=accrued,
        codified=codified,
        financial=text_of(financial_percent([(accrued, codified)])),
    )


def _months_to_reform(context: Any, doc: Any) -> list[tuple[str, str]]:
    """The months a reform may hold from: later than the last one approved; none when it is not
    the person's to begin one, or one is on its way."""
    if doc.workflow_state != APPROVED or any(one.docstatus == 0 for one in context.versions):
        return []
    authors = posts_over(AUTHORS["Gov POA"], (doc.unit,))
    if not authors and frappe.session.user != "Administrator":
        return []
    if any(one.docstatus == 1 and one.version > doc.version for one in context.versions):
        return []
    last = context.executed.period if context.executed else ""
    return [(day, words) for day, words in months_of_year(doc.fiscal_year) if day[:7] > last]
