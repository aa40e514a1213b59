"""Writing plans and their elements from forms, while the plan can be written."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.editing import open_for_edit
from govplan.errors import Fault, refuse_faults
from govplan.planning.plans import name_of_node
from govplan.typed import day, fill, fill_rows, missing, quantity, text, whole

PLAN_FIELDS = {
    "code": text,
    "plan_name": text,
    "kind": text,
    "year_from": whole,
    "year_to": whole,
    "approving_act": text,
    "approved_on_act": day,
    "reform_act": text,
    "vision": text,
    "summary": text,
}
PLAN_TABLES = {"approaches": {"approach": text, "description": text}}
NODE_FIELDS = {
    "code": text,
    "level_name": text,
    "title": text,
    "parent_gov_plan_node": text,
    "print_order": whole,
    "weight": quantity,
    "responsible_unit": text,
    "national_reference": text,
    "approaches": text,
}
NODE_TABLES = {
    "purposes": {"purpose": text},
    "sdg": {"sdg_goal": text, "sdg_target": text},
    "population_groups": {"population_group": text},
    "related": {"related_node": text, "note": text},
}


def save_plan(name: str | None, values: Mapping[str, Any], modified: str | None = None) -> Document:
    """Write a new plan (`name` None) or one that can still be written from typed values.

    A table given is replaced by its rows, one not given stays. Faults in what was typed are told
    together and nothing is kept. Raises Refused with `.faults`, TimestampMismatchError,
    PermissionError.
    """
    plan = open_for_edit("Gov Plan", name, modified) if name else frappe.new_doc("Gov Plan")
    return _written(plan, values, PLAN_FIELDS, PLAN_TABLES)


def save_node(
    plan: str, code: str | None, values: Mapping[str, Any], modified: str | None = None
) -> Document:
    """The same for an element of a plan. The one it is put under becomes able to hold others."""
    if code:
        node = open_for_edit("Gov Plan Node", name_of_node(plan, code), modified)
    else:
        node = frappe.new_doc("Gov Plan Node")
        node.plan = plan
    _make_group(values.get("parent_gov_plan_node"), plan)
    return _written(node, values, NODE_FIELDS, NODE_TABLES)


def delete_node(plan: str, code: str, modified: str | None = None) -> None:
    """Take an element with nothing below it out of a plan that can be written.

    Raises ContentLocked, NotYourAct, LinkExistsError when something refers to it.
    """
    node = open_for_edit("Gov Plan Node", name_of_node(plan, code), modified)
    below = frappe.get_all(
        "Gov Plan Node",
        filters={"parent_gov_plan_node": node.name},
        pluck="code",
        order_by="lft asc, name asc",
        limit=0,
    )
    if below:
        words = _("{0} has elements below it ({1}). Move or delete them first.")
        refuse_faults([Fault("", "code", words.format(node.code, ", ".join(below)))])
    node.delete()


def _written(
    doc: Document,
    values: Mapping[str, Any],
    fields: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
) -> Document:
    plain = {field: value for field, value in values.items() if field not in tables}
    faults = fill(doc, plain, fields)
    faults += _rows_faults(doc, values, tables)
    told = {fault.field for fault in faults}
    faults += [fault for fault in missing(doc) if fault.field not in told]
    refuse_faults(faults)
    return doc.save()


def _rows_faults(
    doc: Document, values: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]
) -> Iterable[Fault]:
    return [
        fault
        for table, readers in tables.items()
        if table in values
        for fault in fill_rows(doc, table, values[table], readers)
    ]


def _make_group(parent: str | None, plan: str) -> None:
    """An element under which another is put is a group from then on."""
    above = parent and frappe.db.get_value(
        "Gov Plan Node", {"name": parent, "plan": plan}, ["name", "is_group"], as_dict=True
    )
    if above and not cint(above.is_group):
        group = frappe.get_doc("Gov Plan Node", above.name)
        group.check_permission("write")
        group.is_group = 1
        group.save()
