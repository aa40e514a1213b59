import frappe

from govplan.portal.plans import tree_of
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One published plan as a tree."""
    context.plan = public.plan(frappe.form_dict.plan)
    context.title = context.plan["name"]
    context.tree = tree_of(context.plan["nodes"])
