import frappe

from govplan.portal.plans import ancestors_of, children_of, lines_of, node_in
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One element of a plan: its purposes, the indicators that serve it, its participation."""
    context.plan = public.plan(frappe.form_dict.plan)
    context.node = node_in(context.plan, frappe.form_dict.node)
    context.title = context.node["title"]
    context.ancestors = ancestors_of(context.plan, context.node)
    context.children = children_of(context.plan, context.node["name"])
    context.content = public.latest_open_data()
    context.lines = lines_of(context.content, context.node["name"])
    context.events = [
        event for event in public.events() if context.node["name"] in event["plan_nodes"]
    ]
    context.agreements = [
        each for each in public.agreements() if each["plan_node"] == context.node["name"]
    ]
