"""What the staff's pages of plans show and offer."""

import frappe
from frappe import _

from govplan.approval.acts import APPROVED
from govplan.monitoring.plan_progress import live
from govplan.planning import sdg
from govplan.planning.plans import nodes_of
from govplan.portal.plans import ancestors_of, participation_of, tree_of
from govplan.staff.choices import BLANK
from govplan.transparency.formats.plan import said
from govplan.transparency.plan_changes import compare

_LISTED = (
    "name",
    "code",
    "plan_name",
    "kind",
    "year_from",
    "year_to",
    "version",
    "reform_act",
    "workflow_state",
)


def plans(**filters) -> list:
    """Every version of every plan the user may read, the newest period and version first."""
    return frappe.get_list(
        "Gov Plan",
        filters=filters,
        fields=list(_LISTED),
        order_by="year_from desc, code asc, version desc",
        limit=500,
    )


def changes_of(plan):
    """What a version says otherwise than the one it was made from; None for a first version."""
    if not plan.amended_from:
        return None
    return compare(said(frappe.get_doc("Gov Plan", plan.amended_from)), said(plan))


def shown_nodes(rows: list) -> list[dict]:
    """The plan's elements, parents first, in the form a tree is drawn from."""
    return [
        {
            "name": row.name,
            "code": row.code,
            "level": row.level_name,
            "title": row.title,
            "parent": row.parent_gov_plan_node or "",
            "purposes": [one["purpose"] for one in row.purposes],
        }
        for row in rows
    ]


def shown_tree(plan) -> tuple[list, dict]:
    """The plan's tree with the progress and the talks of each element, and the whole's progress."""
    rows = nodes_of(plan.name)
    told = live(plan, rows)
    nodes = shown_nodes(rows)
    by_code = {node["code"]: node for node in told["nodes"]}
    return tree_of(nodes, by_code, talks_of(plan, nodes)), told


def talks_of(plan, nodes: list[dict]) -> dict[str, dict]:
    """{events, agreements} the user may read that name an element or one below, by its code."""
    names = _codes_in_all_versions(plan.code)
    touched = frappe.get_all(
        "Gov Event Plan Node",
        filters={"parenttype": "Gov Participation Event", "plan_node": ["in", list(names)]},
        fields=["plan_node", "parent"],
        order_by="parent asc, name asc",
        limit=0,
    )
    about: dict[str, list[str]] = {}
    for row in touched:
        about.setdefault(row.parent, []).append(row.plan_node)
    events = frappe.get_list(
        "Gov Participation Event",
        filters={"name": ["in", list(about)], "docstatus": ["<", 2]},
        fields=["name", "title", "starts_at", "workflow_state"],
        order_by="starts_at desc",
        limit=500,
    )
    agreements = frappe.get_list(
        "Gov Agreement",
        filters={"plan_node": ["in", list(names)]},
        fields=["name", "title", "status", "percent", "plan_node"],
        order_by="due_date asc",
        limit=500,
    )
    told = [{**event, "plan_nodes": about[event.name]} for event in events]
    return participation_of({"nodes": nodes}, names, told, agreements)


def may_reform(plan, acts: list) -> bool:
    """Whether the person may begin the plan's next version now."""
    return plan.workflow_state == APPROVED and any(act.label == "Supersede" for act in acts)


def indicators_of(node: str) -> list:
    """The indicators that name an element as theirs."""
    return frappe.get_list(
        "Gov Indicator",
        filters={"plan_node": node},
        fields=["name", "indicator_name"],
        order_by="name asc",
        limit=200,
    )


def above(nodes: list[dict], name: str) -> list[dict]:
    """The elements over one, the topmost first."""
    by_name = {node["name"]: node for node in nodes}
    return ancestors_of({"nodes": nodes}, by_name[name])


def sdg_choices() -> list[tuple[str, str]]:
    """Goals, each followed by its targets; the code alone is what is kept."""
    return [
        BLANK,
        *((code, f"{code} {entry.title}") for code, entry in sdg.entries().items()),
    ]


def group_choices() -> list[tuple[str, str]]:
    """The municipality's population groups."""
    names = frappe.get_list("Gov Population Group", pluck="name", order_by="name asc", limit=200)
    return [BLANK, *((name, name) for name in names)]


def place_choices(plan: str, without: str = "") -> list[tuple[str, str]]:
    """Elements another can be put under: all of the plan but itself and what is below it."""
    choices, inside = [("", _("At the top of the plan"))], set()
    for row in nodes_of(plan):
        if row.name == without or row.parent_gov_plan_node in inside:
            inside.add(row.name)
        else:
            choices.append((row.name, f"{row.level_name} {row.code} · {row.title}"))
    return choices


def related_choices(plan) -> list[tuple[str, str]]:
    """Elements of the other plans, in the version that holds or is being written."""
    newest = {row.code: row for row in reversed(plans())}
    newest.pop(plan.code, None)
    names = {row.name: row.plan_name for row in newest.values()}
    rows = frappe.get_list(
        "Gov Plan Node",
        filters={"plan": ["in", list(names)]},
        fields=["name", "plan", "code", "title"],
        order_by="plan asc, lft asc",
        limit=2000,
    )
    return [BLANK, *((row.name, f"{names[row.plan]}: {row.code} {row.title}") for row in rows)]


def relations_of(node: str) -> list[dict]:
    """Elements of other plans this one names, and those that name it."""
    named = frappe.get_all(
        "Gov Plan Relation",
        filters={"parenttype": "Gov Plan Node", "parent": node},
        pluck="related_node",
        order_by="idx asc",
    )
    naming = frappe.get_all(
        "Gov Plan Relation",
        filters={"parenttype": "Gov Plan Node", "related_node": node},
        pluck="parent",
        order_by="parent asc",
    )
    found = frappe.get_list(
        "Gov Plan Node",
        filters={"name": ["in", [*named, *naming]]},
        fields=["name", "code", "title", "plan"],
        order_by="name asc",
        limit=200,
    )
    # Asked apart: who sees only decided plans may not join them.
    names = {row.name: row.plan_name for row in plans()} if found else {}
    return [frappe._dict(row, plan_name=names.get(row.plan, row.plan)) for row in found]


def _codes_in_all_versions(code: str) -> dict[str, str]:
    versions = frappe.get_all(
        "Gov Plan", filters={"code": code}, pluck="name", order_by="name asc", limit=0
    )
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"plan": ["in", versions]},
        fields=["name", "code"],
        order_by="name asc",
        limit=0,
    )
    return {row.name: row.code for row in rows}
