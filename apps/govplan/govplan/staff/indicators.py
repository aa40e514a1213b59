"""What the staff's pages of indicators list, show and offer."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from govplan.domain.quantity import parse_quantity
from govplan.domain.term import check_term
from govplan.monitoring.achievements import achieved_by_year
from govplan.monitoring.ownership import owners_of
from govplan.planning.indicator_rows import years_of
from govplan.planning.sheets import sheet_of
from govplan.planning.terms import term_of
from govplan.staff.asked import page
from govplan.staff.choices import BLANK, choices, units

PER_PAGE = 50
IN_USE, OUT_OF_USE = "en-uso", "fuera-de-uso"
_MONTHS_SHOWN = 60
_LISTED = (
    "name",
    "indicator_name",
    "unit_of_measure",
    "frequency",
    "owner_unit",
    "owner_post",
    "enabled",
)
_SELECTS = (
    "plan_level",
    "indicator_type",
    "dimension",
    "frequency",
    "direction",
    "accumulation",
    "maintenance_rule",
    "ratio_per",
    "owner_post",
)


def listed(asked: Any) -> tuple[list[Any], bool]:
    """One page of the indicators asked for, with their owners, and whether more follow."""
    filters = [["enabled", "=", cint(asked.estado == IN_USE)]] if asked.estado else []
    filters += [["plan_node", "=", asked.nodo]] if asked.nodo else []
    filters += [["frequency", "=", asked.frecuencia]] if asked.frecuencia else []
    filters += [["name", "in", _of_unit(asked.unidad)]] if asked.unidad else []
    words = f"%{(asked.q or '').strip()}%"
    found = frappe.get_list(
        "Gov Indicator",
        filters=filters,
        or_filters=[["name", "like", words], ["indicator_name", "like", words]],
        fields=list(_LISTED),
        order_by="code asc",
        limit_start=PER_PAGE * page_of(asked),
        limit_page_length=PER_PAGE + 1,
    )
    owners = owners_of(found)
    for row in found:
        row.owner_now = owners[row.name]
    return found[:PER_PAGE], len(found) > PER_PAGE


def page_of(form: Any) -> int:
    """The page asked for in the address, counted from 0."""
    return page(form.pagina)


def offer_filters(context: Any) -> None:
    """What the list can be narrowed by."""
    meta = frappe.get_meta("Gov Indicator")
    context.units = [("", _("all units")), *unit_names().items()]
    context.nodes = [("", _("all elements")), *_nodes_in_use()]
    context.frequencies = [("", _("all frequencies")), *choices(meta, "frequency")]
    context.states = [("", _("all")), (IN_USE, _("in use")), (OUT_OF_USE, _("out of use"))]


def offer_form(context: Any) -> None:
    """The choices of the sheet's form."""
    meta = frappe.get_meta("Gov Indicator")
    required = ("frequency", "direction", "accumulation", "maintenance_rule", "ratio_per")
    for field in _SELECTS:
        given = choices(meta, field)
        context[f"{field}_choices"] = given if field in required else [BLANK, *given]
    measures = frappe.get_list("Gov Unit Of Measure", pluck="name", order_by="name asc", limit=500)
    context.measures = [BLANK, *((name, name) for name in measures)]
    context.units = units()
    context.nodes = [BLANK, *_nodes_of_living_plans()]


def show(context: Any, sheet: Any) -> None:
    """Puts all there is about an indicator into the context; each part as far as one may see."""
    context.sheet = sheet
    context.owner = owners_of([sheet])[sheet.name]
    context.unit_names = unit_names()
    context.measure = frappe.get_cached_doc("Gov Unit Of Measure", sheet.unit_of_measure)
    context.legal_range = sheet.legal_range()
    context.node = next(iter(_nodes([sheet.plan_node])), None) if sheet.plan_node else None
    achieved = achieved_by_year([sheet.name]).get(sheet.name, {})
    context.term = term_of(sheet, sheet.targets, achieved)
    context.term_differs = _differing(sheet)
    context.programmed = _programmed(sheet.name)
    context.history = _history(sheet.name)
    context.may_write = sheet.has_permission("write")


def unit_names() -> dict[str, str]:
    """Every unit's name, in the order of the organisation."""
    rows = frappe.get_list("Gov Unit", fields=["name", "unit_name"], order_by="lft asc", limit=0)
    return {row.name: row.unit_name for row in rows}


def _of_unit(unit: str) -> list[str]:
    """The indicators a unit owns or has in a POA the person may see."""
    lines = frappe.get_list(
        "Gov POA", filters={"unit": unit}, fields=["rows.indicator as indicator"], limit=0
    )
    owned = frappe.get_all("Gov Indicator", {"owner_unit": unit}, pluck="name", limit=0)
    return sorted({*owned, *(line.indicator for line in lines if line.indicator)}) or [""]


def _nodes_in_use() -> list[tuple[str, str]]:
    used = frappe.get_all("Gov Indicator", fields=["plan_node"], distinct=True, limit=0)
    return _nodes(row.plan_node for row in used if row.plan_node)


def _nodes_of_living_plans() -> list[tuple[str, str]]:
    """The elements of every plan's newest version."""
    superseded = frappe.get_all("Gov Plan", {"docstatus": 2}, pluck="name", limit=0)
    return _nodes_where({"plan": ["not in", superseded]} if superseded else {})


def _nodes(names: Iterable[str]) -> list[tuple[str, str]]:
    return _nodes_where({"name": ["in", sorted(names)]})


def _nodes_where(filters: dict[str, Any]) -> list[tuple[str, str]]:
    rows = frappe.get_list(
        "Gov Plan Node",
        filters=filters,
        fields=["name", "code", "title", "plan"],
        order_by="plan asc, lft asc",
        limit=0,
    )
    return [(row.name, f"{row.code} {row.title} ({row.plan})") for row in rows]


def _differing(sheet: Any) -> Any:
    """How the yearly targets disagree with the term's, if they do."""
    target = parse_quantity(sheet.term_target)
    return next(
        iter(check_term(sheet_of(sheet, target), years_of(sheet.targets, {}), target)), None
    )


def _programmed(indicator: str) -> list[Any]:
    return frappe.get_list(
        "Gov POA",
        filters=[["Gov POA Row", "indicator", "=", indicator], ["docstatus", "<", 2]],
        fields=[
            *("name", "fiscal_year", "version", "workflow_state", "unit.unit_name as unit_name"),
            *("rows.activity as activity", "rows.annual_target as annual_target"),
            "rows.territory as territory",
        ],
        order_by="fiscal_year desc, name desc",
        limit=100,
    )


def _history(indicator: str) -> list[Any]:
    return frappe.get_list(
        "Gov Progress Report",
        filters=[["Gov Progress Row", "indicator", "=", indicator], ["docstatus", "<", 2]],
        fields=[
            *("name", "period", "workflow_state", "unit.unit_name as unit_name"),
            *("rows.activity as activity", "rows.programmed as programmed", "rows.value as value"),
            *("rows.to_date as to_date", "rows.percent_to_date as percent_to_date"),
            *("rows.light as light", "rows.status as status"),
        ],
        order_by="period desc, name asc",
        limit=_MONTHS_SHOWN,
    )
