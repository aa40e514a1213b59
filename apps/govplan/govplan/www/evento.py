import frappe

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One published event."""
    context.event = public.event(frappe.form_dict.event)
    context.title = context.event["title"]
