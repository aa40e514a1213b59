"""The elements of a plan, kept apart in a tree and decided on together with it."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from govplan.approval.acts import APPROVED
from govplan.approval.guard import require_open_record
from govplan.approval.service import perform
from govplan.errors import Fault, WrongState, refuse
from govplan.rows import children

_SAID = (
    "code",
    "level_name",
    "title",
    "parent_gov_plan_node",
    "print_order",
    "weight",
    "responsible_unit",
    "national_reference",
    "approaches",
)
# Tables of an element: field, DocType of its rows, what a row says.
_TABLES = (
    ("purposes", "Gov Plan Purpose", ("purpose",)),
    ("sdg", "Gov Plan SDG", ("sdg_goal", "sdg_target")),
    ("population_groups", "Gov Plan Population", ("population_group",)),
    ("related", "Gov Plan Relation", ("related_node", "note")),
)


def require_open_plan(node: Document, *plans: str) -> None:
    """Elements change while their plan may, by those who write it. Raises ContentLocked."""
    for plan in set(plans):
        require_open_record("Gov Plan", plan, node)


def nodes_of(plan: str) -> list[frappe._dict]:
    """The elements of a plan from the root down, in printed order, each with its tables.

    `purposes`, `sdg`, `population_groups` and `related` are lists of dicts.
    """
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"plan": plan},
        fields=["name", "is_group", *_SAID],
        order_by="lft asc, name asc",
        limit=0,
    )
    names = [row.name for row in rows]
    for table, doctype, fields in _TABLES:
        said = _rows_by_parent(doctype, fields, names)
        for row in rows:
            row[table] = said.get(row.name, [])
    return in_printed_order(rows)


def in_printed_order(rows: list[frappe._dict]) -> list[frappe._dict]:
    """Parents before their children, siblings by printed order; those without one come last."""
    known = {row.name for row in rows}
    below: dict[str, list[frappe._dict]] = {}
    for row in rows:
        parent = row.parent_gov_plan_node if row.parent_gov_plan_node in known else ""
        below.setdefault(parent, []).append(row)
    ordered: list[frappe._dict] = []
    waiting = _siblings(below, "")
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(_siblings(below, row.name))
    return ordered


def content_of_nodes(plan: str) -> list[dict[str, object]]:
    """What of the elements is decided on, in one form."""
    return [
        {
            **{name: cstr(row.get(name)) for name in _SAID},
            "print_order": cint(row.print_order),
            **{
                table: [{field: cstr(one[field]) for field in fields} for one in row[table]]
                for table, _doctype, fields in _TABLES
            },
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
            }
        )
        node.flags.written_by_govplan = True
        names[row.name] = node.insert().name


def move_indicators(earlier: str, plan: str) -> None:
    """Point the indicators of an earlier version's elements to those of the same code."""
    there = {row.code: row.name for row in nodes_of(plan)}
    here = {row.name: row.code for row in nodes_of(earlier)}
    serving = frappe.get_all(
        "Gov Indicator",
        filters={"plan_node": ["in", list(here)]},
        fields=["name", "plan_node"],
        order_by="name asc",
        limit=0,
    )
    for indicator in serving:
        code = here[indicator.plan_node]
        if code in there:
            frappe.db.set_value("Gov Indicator", indicator.name, "plan_node", there[code])


def reform(name: str, reform_act: str, reason: str) -> Document:
    """The next version of an approved plan, a draft with all its elements and the reform's act.

    The earlier one stays published until the new one is approved. Raises WrongState when the plan
    is not approved, and the guard's refusals.
    """
    plan = frappe.get_doc("Gov Plan", name)
    plan.check_permission("read")
    if plan.workflow_state != APPROVED:
        refuse(_("{0} is not approved: write it, it needs no reform.").format(name), WrongState)
    new = perform("Gov Plan", name, "Supersede", "Reform", reason)
    # Begun by the mayor's office too, who is not the plan's author.
    new.flags.written_by_govplan = True
    new.reform_act = reform_act
    return new.save()


def weight_faults(rows: Iterable[frappe._dict]) -> list[Fault]:
    """Of elements side by side all have a weight or none has, or nobody could tell what one is."""
    by_parent: dict[str, list[frappe._dict]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_gov_plan_node or "", []).append(row)
    faults = []
    for siblings in by_parent.values():
        blank = [row for row in siblings if not row.weight]
        if blank and len(blank) < len(siblings):
            words = _("Weight: {0} has none and others beside it have. Give all of them one.")
            named = ", ".join(f"{row.code} {row.title}" for row in blank)
            faults.append(Fault("", "weight", words.format(named)))
    return faults


def name_of_node(plan: str, code: str) -> str:
    """No code holds a colon, so that two elements never share a name."""
    return f"{plan}:{code}"


def refused_parent(node: Document) -> str:
    """Why an element cannot be part of the one it names; empty when it can."""
    parent = node.parent_gov_plan_node
    if not parent:
        return ""
    above = frappe.db.get_value("Gov Plan Node", parent, ["plan", "lft"], as_dict=True)
    if not above or above.plan != node.plan:
        return _("Part of: {0} belongs to another plan.").format(parent)
    if not node.is_new() and cint(node.lft) <= cint(above.lft) <= cint(node.rgt):
        return _("Part of: {0} is the element itself or below it.").format(parent)
    return ""


def codes_of(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(plan's code, element's code) of elements by name: what a version and the next share."""
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"name": ["in", sorted({name for name in names if name})]},
        fields=["name", "code", "plan.code as plan_code"],
        order_by="name asc",
        limit=0,
    )
    return {row.name: (row.plan_code, row.code) for row in rows}


def _siblings(below: dict[str, list[frappe._dict]], parent: str) -> list[frappe._dict]:
    """The last one first, as they are taken from the end."""
    rows = below.get(parent, [])
    return sorted(rows, key=lambda row: (not row.print_order, cint(row.print_order)))[::-1]


def _rows_by_parent(
    doctype: str, fields: tuple[str, ...], parents: list[str]
) -> dict[str, list[dict[str, str]]]:
    rows = children(doctype, "Gov Plan Node", parents, fields)
    return {
        parent: [{field: row[field] for field in fields} for row in every]
        for parent, every in rows.items()
    }
