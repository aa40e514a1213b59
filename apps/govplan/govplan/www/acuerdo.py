import frappe

from govplan.portal.agreements import as_of_today
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One published agreement and what has been done for it."""
    [context.agreement] = as_of_today([public.agreement(frappe.form_dict.agreement)])
    context.title = context.agreement["title"]
