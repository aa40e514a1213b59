"""The tree of a published plan."""

import frappe
from frappe import _


def tree_of(nodes: list[dict]) -> list[dict]:
    """Nodes nested by `parent`, each with its `children`; order kept."""
    copies = {node["name"]: {**node, "children": []} for node in nodes}
    roots = []
    for node in copies.values():
        parent = copies.get(node["parent"])
        (parent["children"] if parent else roots).append(node)
    return roots


def node_in(plan: dict, name: str) -> dict:
    """The node of that name. Raises PageDoesNotExistError."""
    for node in plan["nodes"]:
        if node["name"] == name:
            return node
    raise frappe.PageDoesNotExistError(_("The plan has no published element {0}.").format(name))


def ancestors_of(plan: dict, node: dict) -> list[dict]:
    """From the root down to the node's parent."""
    by_name = {each["name"]: each for each in plan["nodes"]}
    found: list[dict] = []
    while (parent := by_name.get(node["parent"])) is not None:
        found.insert(0, parent)
        node = parent
    return found


def children_of(plan: dict, name: str) -> list[dict]:
    """The nodes right below one."""
    return [node for node in plan["nodes"] if node["parent"] == name]


def lines_of(content: dict | None, node: str) -> list[dict]:
    """Published lines that serve a node: {unit, unit_name, line}."""
    return [
        {"unit": unit["code"], "unit_name": unit["name"], "line": line}
        for unit in (content or {}).get("units", [])
        for line in unit["lines"]
        if line["plan_node"] == node
    ]
