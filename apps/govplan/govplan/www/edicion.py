import frappe
from frappe.utils import cint

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One edition, by its address or its name: content, downloads, hashes, what replaced it."""
    asked = frappe.form_dict
    if asked.edition:
        context.edition = public.edition(asked.edition)
    else:
        period = f"{cint(asked.year):04d}-{cint(asked.month):02d}"
        context.edition = public.edition_at(asked.format_code, period, cint(asked.number))
    context.title = context.edition["title"]
    context.newer = public.newer_edition(context.edition)
    context.table = None if context.edition["withdrawn_on"] else public.table_of(context.edition)
