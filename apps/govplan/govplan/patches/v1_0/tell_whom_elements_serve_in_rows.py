from typing import Any

import frappe
from frappe.utils import cint, cstr

from govplan.planning import sdg

_OLD = ("sdg_goal", "sdg_target", "population_group")


def execute() -> None:
    """Elements of plans had one goal, one target and one group in free text; now they have rows.

    A target that is none of the official ones stays to be read among the national references.
    """
    if not all(frappe.db.has_column("Gov Plan Node", column) for column in _OLD):
        return
    node = frappe.qb.DocType("Gov Plan Node")
    columns = (node.name, node.national_reference, *(node[column] for column in _OLD))
    for row in frappe.qb.from_(node).select(*columns).run(as_dict=True):
        tell(row)


def tell(row: Any) -> None:
    """The rows of one element; nothing is told twice."""
    _tell_goal(row)
    _tell_group(row)


def _tell_goal(row: Any) -> None:
    target = cstr(row.sdg_target).strip().lower()
    entry = sdg.entries().get(target)
    if entry and entry.is_target:
        _add(row.name, "sdg", "Gov Plan SDG", sdg_goal=entry.goal, sdg_target=target)
        return
    if cint(row.sdg_goal):
        _add(row.name, "sdg", "Gov Plan SDG", sdg_goal=cstr(cint(row.sdg_goal)))
    if target:
        said = "\n".join(filter(None, (row.national_reference, f"SDG {row.sdg_target}")))
        frappe.db.set_value("Gov Plan Node", row.name, "national_reference", said)


def _tell_group(row: Any) -> None:
    group = cstr(row.population_group).strip()
    if not group:
        return
    if not frappe.db.exists("Gov Population Group", group):
        frappe.get_doc({"doctype": "Gov Population Group", "group_name": group}).insert()
    _add(row.name, "population_groups", "Gov Plan Population", population_group=group)


def _add(node: str, table: str, doctype: str, **said: str) -> None:
    """Straight into the table: what was approved is told in another form, not changed."""
    place = {"parent": node, "parenttype": "Gov Plan Node", "parentfield": table}
    if not frappe.db.exists(doctype, {**place, **said}):
        name = frappe.generate_hash(length=10)
        frappe.get_doc({"doctype": doctype, "name": name, **place, "idx": 1, **said}).db_insert()
