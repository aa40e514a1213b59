"""A plan as a pack describes it, made a record."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.model.document import Document

from govplan.planning.plans import name_of_node

_APART = ("nodes", "approaches")


def draft(described: dict[str, Any]) -> Document:
    """Insert the plan and its elements, in the order told; a draft."""
    approaches = [
        {"approach": name, "description": text} for name, text in described.get("approaches", ())
    ]
    own = {name: value for name, value in described.items() if name not in _APART}
    plan = frappe.get_doc({"doctype": "Gov Plan", "approaches": approaches, **own}).insert()
    for node in _nodes(plan.name, described["nodes"]):
        frappe.get_doc(node).insert()
    return plan


def _nodes(plan: str, nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    groups = {node["parent"] for node in nodes}
    for order, node in enumerate(nodes, start=1):
        parent = node["parent"]
        yield {
            "doctype": "Gov Plan Node",
            "plan": plan,
            "code": node["code"],
            "level_name": node["level_name"],
            "title": node["title"],
            "parent_gov_plan_node": name_of_node(plan, parent) if parent else None,
            "is_group": int(node["code"] in groups),
            "print_order": order,
            "responsible_unit": node.get("unit"),
            "purposes": [{"purpose": purpose} for purpose in node.get("purposes", ())],
        }
