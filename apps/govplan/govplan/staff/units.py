"""A unit's page: all there is about it, and what its forms do."""

from typing import Any

import frappe
from frappe import _

from govplan import clock
from govplan.organisation import appointments, unit_acts
from govplan.organisation.chart import since
from govplan.organisation.closing import Unsettled, unsettled
from govplan.organisation.signing import existed_on, signatures_on
from govplan.rows import rows_by_name
from govplan.staff.choices import BLANK, choices
from govplan.staff.refusals import chosen
from govplan.staff.tables import shown_rows, typed_rows

ADDRESS = "/gestion/unidades/{code}"
TEXTS = (
    *("acronym", "kind", "process_family", "print_order", "parent_gov_unit", "is_group"),
    *("objective", "mission", "legal_basis", "contact_email", "contact_phone"),
)
OPENING = ("code", "unit_name", "acronym", "kind", "process_family", "print_order")
OPENING += ("parent_gov_unit", "is_group", "objective", "valid_from", "opening_act")
TABLES = {
    "functions": ("function_text", "legal_basis"),
    "relations": ("relation", "other_unit", "and_unit", "relation_text", "legal_basis"),
}
_WHERE = {
    "Gov POA": "/gestion/poa/{}",
    "Gov Progress Report": "/gestion/reportes/{}",
    "Gov Agreement": "/gestion/acuerdos/{}",
    "Gov Plan": "/gestion/planes/{}",
}


def answer(unit: Any) -> str:
    """Does what the form sent asks; gives the address to go on to."""
    form = frappe.form_dict
    chosen(_ACTS, form.act)(unit.name, form)
    return ADDRESS.format(code=unit.name) + "?hecho=guardado"


def show(context: Any, unit: Any) -> None:
    """Puts the unit and all that hangs on it into the context."""
    today = clock.today()
    context.unit = unit
    context.ended = bool(unit.valid_to) and not existed_on(unit, today)
    context.merged_since = since(unit)
    context.names = _names_of(unit)
    context.posts = [one for one in signatures_on(today) if one.unit == unit.name]
    context.holdings = _holdings(unit.name)
    context.below = _units(parent_gov_unit=unit.name)
    context.taken_over = _units(merged_into=unit.name)
    context.named_by = _named_by(unit.name)
    context.poas = _poas(unit.name)
    context.reports = _reports(unit.name)
    context.may_write = unit.has_permission("write")
    context.may_appoint = frappe.has_permission("Gov Post Holding", "create")


def offer_forms(context: Any, unit: Any) -> None:
    """What the planner's forms offer, and what closing the unit would leave."""
    form = frappe.form_dict
    sent = form.act if context.typed else ""
    context.sent = sent
    context.blank = frappe._dict()
    context.values = form if sent == "describe" else unit
    context.tables = {
        table: shown_rows(
            unit.get(table), typed_rows(form, table, fields) if sent == "describe" else []
        )
        for table, fields in TABLES.items()
    }
    context.unsettled = [] if context.ended else unsettled(unit, clock.today())
    context.address_of = address_of
    offer_choices(context)
    context.unit_choices = [one for one in context.unit_choices if one[0] != unit.name]
    meta = frappe.get_meta("Gov Post Holding")
    context.post_choices = choices(meta, "post")
    context.capacities = choices(meta, "capacity")
    context.people = _people()


def offer_choices(context: Any) -> None:
    """Kinds, families and units to choose from."""
    context.kinds = [(name, _(name)) for name in _names("Gov Unit Kind", "list_order asc")]
    families = _names("Gov Process Family", "print_order asc")
    context.families = [BLANK, *((name, _(name)) for name in families)]
    context.unit_choices = [BLANK, *((row.name, row.unit_name) for row in _units())]


def address_of(one: Unsettled) -> str:
    """Where an unsettled record is worked on; empty when it is on the unit's own page."""
    return _WHERE.get(one.doctype, "").format(one.name)


def _describe(name: str, form: Any) -> None:
    values = {field: form.get(field) or "" for field in TEXTS}
    tables = {table: typed_rows(form, table, fields) for table, fields in TABLES.items()}
    unit_acts.describe(name, values, tables, form.modified)


def _rename(name: str, form: Any) -> None:
    new, act = form.unit_name or "", form.act_number or ""
    unit_acts.rename(name, new, form.from_day, act, form.acronym or "", form.modified)


def _close(name: str, form: Any) -> None:
    unit_acts.close(name, form.valid_to, form.closing_act or "", form.modified)


def _merge(name: str, form: Any) -> None:
    act = form.closing_act or ""
    unit_acts.merge(name, form.merged_into or "", form.valid_to, act, form.modified)


def _appoint(name: str, form: Any) -> None:
    values = {field: form.get(field) or "" for field in appointments.READERS}
    appointments.appoint(name, values)


def _end(_name: str, form: Any) -> None:
    appointments.end(form.holding, form.to_date, form.modified)


_ACTS = {
    "describe": _describe,
    "rename": _rename,
    "close": _close,
    "merge": _merge,
    "appoint": _appoint,
    "end": _end,
}


def _names_of(unit: Any) -> dict[str, str]:
    """What the units its page names are called."""
    wanted = [unit.parent_gov_unit, unit.merged_into]
    wanted += [name for row in unit.relations for name in (row.other_unit, row.and_unit)]
    units = rows_by_name("Gov Unit", wanted, ("unit_name",))
    return {name: row.unit_name for name, row in units.items()}


def _units(**filters: Any) -> list[Any]:
    return frappe.get_list(
        "Gov Unit",
        filters=filters,
        fields=["name", "unit_name", "valid_to"],
        order_by="lft asc, name asc",
        limit=0,
    )


def _named_by(unit: str) -> list[Any]:
    """Relations other units say they have with this one, with the unit that says so."""
    relation = frappe.qb.DocType("Gov Unit Relation")
    other = frappe.qb.DocType("Gov Unit")
    return (
        frappe.qb.from_(relation)
        .inner_join(other)
        .on(other.name == relation.parent)
        .where((relation.other_unit == unit) | (relation.and_unit == unit))
        .select(relation.parent, relation.relation, other.unit_name.as_("parent_name"))
        .orderby(other.lft)
        .orderby(relation.idx)
        .run(as_dict=True)
    )


def _holdings(unit: str) -> list[Any]:
    return frappe.get_list(
        "Gov Post Holding",
        filters={"unit": unit},
        fields=["*"],
        order_by="from_date desc, name asc",
        limit=100,
    )


def _poas(unit: str) -> list[Any]:
    return frappe.get_list(
        "Gov POA",
        filters={"unit": unit, "docstatus": ["<", 2]},
        fields=["name", "fiscal_year", "version", "effective_from", "workflow_state"],
        order_by="fiscal_year desc, version desc, name asc",
        limit=12,
    )


def _reports(unit: str) -> list[Any]:
    return frappe.get_list(
        "Gov Progress Report",
        filters={"unit": unit, "docstatus": ["<", 2]},
        fields=["name", "period", "workflow_state", "compliance", "light"],
        order_by="period desc, name asc",
        limit=12,
    )


def _names(doctype: str, order_by: str) -> list[str]:
    return frappe.get_list(doctype, pluck="name", order_by=f"{order_by}, name asc", limit=0)


def _people() -> list[tuple[str, str]]:
    """Accounts a post can be given to, by name; who appoints need not see accounts otherwise."""
    rows = frappe.get_all(
        "User",
        filters={"enabled": 1, "name": ["not in", ["Administrator", "Guest"]]},
        fields=["name", "full_name"],
        order_by="full_name asc, name asc",
        limit=0,
    )
    return [BLANK, *((row.name, f"{row.full_name} ({row.name})") for row in rows)]
