import frappe

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One edition, by its address or its name: content, downloads, hashes, what replaced it."""
    asked = frappe.form_dict
    if asked.edition:
        context.edition = public.edition(asked.edition)
    else:
        period = f"{int(asked.year):04d}-{int(asked.month):02d}"
        context.edition = public.edition_at(asked.format_code, period, int(asked.number))
    context.title = context.edition["title"]
    context.newer = public.newer_edition(context.edition)
    context.table = None if context.edition["withdrawn_on"] else public.table_of(context.edition)
