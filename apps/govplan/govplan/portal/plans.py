"""The tree of a published plan, what serves each element of it, and how far it is."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from govplan.transparency import public

Node = dict[str, Any]


def tree_of(nodes: list[Node], told: dict[str, Node], talks: dict[str, Node]) -> list[Node]:
    """Nodes nested by `parent`, each with its `children`; order kept.

    `told` is the progress of elements and `talks` their participation, both by code.
    """
    copies = {
        node["name"]: {
            **node,
            "children": [],
            "told": told.get(node["code"]),
            "talks": talks.get(node["code"]),
        }
        for node in nodes
    }
    roots = []
    for node in copies.values():
        parent = copies.get(node["parent"])
        (parent["children"] if parent else roots).append(node)
    return roots


def node_in(plan: Node, key: str) -> Node:
    """The node of that code, or of the name addresses once had. Raises PageDoesNotExistError."""
    code = key.rpartition(":")[2].upper()
    for node in plan["nodes"]:
        if node["code"].upper() == code:
            return node
    raise frappe.PageDoesNotExistError(_("The plan has no published element {0}.").format(key))


def ancestors_of(plan: Node, node: Node) -> list[Node]:
    """From the root down to the node's parent."""
    by_name = {each["name"]: each for each in plan["nodes"]}
    found: list[Node] = []
    while (parent := by_name.get(node["parent"])) is not None:
        found.insert(0, parent)
        node = parent
    return found


def children_of(plan: Node, name: str) -> list[Node]:
    """The nodes right below one."""
    return [node for node in plan["nodes"] if node["parent"] == name]


def within(plan: Node, node: Node) -> set[str]:
    """Codes of the node and all below it; parents come before their children in a plan."""
    names, codes = {node["name"]}, {node["code"]}
    for each in plan["nodes"]:
        if each["parent"] in names:
            names.add(each["name"])
            codes.add(each["code"])
    return codes


def codes_by_name(editions: list[Node]) -> dict[str, str]:
    """Codes of a plan's elements by the names they have in any of its editions.

    What refers to an element keeps the name of the version it was written under.
    """
    return {node["name"]: node["code"] for one in editions for node in one["nodes"]}


def lines_of(content: Node | None, names: Iterable[str]) -> list[Node]:
    """Published lines that serve elements of these names: {unit, unit_name, line}."""
    wanted = set(names)
    return [
        {"unit": unit["code"], "unit_name": unit["name"], "line": line}
        for unit in (content or {}).get("units", [])
        for line in unit["lines"]
        if line["plan_node"] in wanted
    ]


def progress_of(content: Node | None, code: str) -> Node | None:
    """The plan's progress in a month's open data; None where it has none."""
    plans = (content or {}).get("plans", [])
    return next((plan for plan in plans if plan["code"] == code), None)


def plans_told(content: Node | None) -> list[Node]:
    """The published plans, each with how far it is in a month's open data: `told`."""
    return [{**plan, "told": progress_of(content, plan["code"])} for plan in public.plans()]


def participation_of(
    plan: Node, names: dict[str, str], events: list[Node], agreements: list[Node]
) -> dict[str, Node]:
    """{events, agreements} that touch an element or one below it, by the element's code."""
    touched: dict[str, Node] = {}
    above = _lines_of_descent(plan)
    for event in events:
        codes = {names[name] for name in event["plan_nodes"] if name in names}
        for code in set().union(*(above.get(code, set()) for code in codes)):
            _at(touched, code)["events"].append(event)
    for agreement in agreements:
        for code in above.get(names.get(agreement["plan_node"], ""), set()):
            _at(touched, code)["agreements"].append(agreement)
    return touched


def relations_of(plan: Node, node: Node, plans: list[Node]) -> list[Node]:
    """Elements of other plans this one names or that name it: {plan, plan_name, code, title}."""
    named = {(one["plan"], one["code"]): one for one in node.get("related", [])}
    for other in plans:
        for each in other["nodes"]:
            names = {(one["plan"], one["code"]) for one in each.get("related", [])}
            if (plan["code"], node["code"]) in names:
                told = {"plan": other["code"], "plan_name": other["name"]}
                key = (other["code"], each["code"])
                named.setdefault(key, {**told, "code": each["code"], "title": each["title"]})
    shown = {(other["code"], each["code"]) for other in plans for each in other["nodes"]}
    return [{**one, "is_public": key in shown} for key, one in named.items()]


def _lines_of_descent(plan: Node) -> dict[str, set[str]]:
    """Codes of each element and of all above it, by its code."""
    by_name: dict[str, set[str]] = {}
    for node in plan["nodes"]:
        by_name[node["name"]] = {node["code"]} | by_name.get(node["parent"], set())
    return {node["code"]: by_name[node["name"]] for node in plan["nodes"]}


def _at(touched: dict[str, Node], code: str) -> Node:
    return touched.setdefault(code, {"events": [], "agreements": []})
