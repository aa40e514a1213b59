"""The elements of a plan, kept apart in a tree and decided on together with it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from govplan.approval.guard import require_open_record

_SAID = (
    "code",
    "level_name",
    "title",
    "parent_gov_plan_node",
    "print_order",
    "responsible_unit",
    "population_group",
    "sdg_goal",
    "sdg_target",
    "national_reference",
    "approaches",
)


def require_open_plan(node: Document, *plans: str) -> None:
    """Elements change while their plan may, by those who write it. Raises ContentLocked."""
    for plan in set(plans):
        require_open_record("Gov Plan", plan, node)


def nodes_of(plan: str) -> list[frappe._dict]:
    """The elements of a plan from the root down, each with its `purposes`."""
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"plan": plan},
        fields=["name", "is_group", *_SAID],
        order_by="lft asc, name asc",
        limit=0,
    )
    purposes = frappe.get_all(
        "Gov Plan Purpose",
        filters={"parenttype": "Gov Plan Node", "parent": ["in", [row.name for row in rows]]},
        fields=["parent", "purpose"],
        order_by="idx asc, name asc",
        limit=0,
    )
    for row in rows:
        row.purposes = [one.purpose for one in purposes if one.parent == row.name]
    return rows


def content_of_nodes(plan: str) -> list[dict[str, object]]:
    """What of the elements is decided on, in one form."""
    return [
        {
            **{name: cstr(row.get(name)) for name in _SAID},
            "sdg_goal": cint(row.sdg_goal),
            "print_order": cint(row.print_order),
            "purposes": [cstr(purpose) for purpose in row.purposes],
        }
        for row in nodes_of(plan)
    ]


def copy_nodes(earlier: str, plan: str) -> None:
    """Give the next version of a plan its own copy of the elements."""
    names: dict[str, str] = {}
    for row in nodes_of(earlier):
        node = frappe.get_doc(
            {
                "doctype": "Gov Plan Node",
                **row,
                "name": None,
                "plan": plan,
                "parent_gov_plan_node": names.get(row.parent_gov_plan_node),
                "purposes": [{"purpose": purpose} for purpose in row.purposes],
            }
        )
        node.flags.written_by_govplan = True
        names[row.name] = node.insert().name


def move_indicators(earlier: str, plan: str) -> None:
    """Point the indicators of an earlier version's elements to those of the same code."""
    there = {row.code: row.name for row in nodes_of(plan)}
    for row in nodes_of(earlier):
        serving = frappe.get_all(
            "Gov Indicator", filters={"plan_node": row.name}, pluck="name", order_by="name asc"
        )
        for indicator in serving if row.code in there else ():
            frappe.db.set_value("Gov Indicator", indicator, "plan_node", there[row.code])


def name_of_node(plan: str, code: str) -> str:
    """No code holds a colon, so that two elements never share a name."""
    return f"{plan}:{code}"


def refused_parent(parent: str, plan: str) -> str:
    """Why an element cannot be part of another; empty when it can."""
    if not parent or frappe.db.get_value("Gov Plan Node", parent, "plan") == plan:
        return ""
    return _("Part of: {0} belongs to another plan.").format(parent)
