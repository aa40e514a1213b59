import frappe

from govplan.planning import sdg
from govplan.portal.plans import (
    ancestors_of,
    children_of,
    codes_by_name,
    lines_of,
    node_in,
    participation_of,
    progress_of,
    relations_of,
    within,
)
from govplan.transparency import public
from govplan.transparency.formats.plan import goals_served, groups_served

no_cache = 1


def get_context(context):
    """One element of a plan: its purposes, its progress and of what, its participation."""
    context.plan = plan = public.plan(frappe.form_dict.plan)
    context.node = node = node_in(plan, frappe.form_dict.node)
    context.title = node["title"]
    context.ancestors = ancestors_of(plan, node)
    context.children = children_of(plan, node["name"])
    context.groups = groups_served(node)
    context.goals = [(code, sdg.title_of(code)) for code in goals_served(node)]
    context.relations = relations_of(plan, node, public.plans())
    _show_progress(context)
    names = codes_by_name(public.plan_editions(plan["code"]))
    own = [name for name, code in names.items() if code == node["code"]]
    inside = within(plan, node)
    context.lines = lines_of(context.content, own)
    context.lines_below = lines_of(
        context.content, (n for n, code in names.items() if code in inside and n not in own)
    )
    talks = participation_of(plan, names, public.events(), public.agreements())
    context.talks = talks.get(node["code"], {"events": [], "agreements": []})


def _show_progress(context) -> None:
    context.content = public.latest_open_data()
    whole = progress_of(context.content, context.plan["code"])
    context.told = {node["code"]: node for node in whole["nodes"]} if whole else {}
    context.own_told = context.told.get(context.node["code"])
