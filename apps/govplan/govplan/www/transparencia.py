import frappe
from frappe import _
from frappe.utils import cint

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """Published months, by year; the newest year when none is asked for."""
    context.title = _("Transparency")
    context.years = public.years()
    asked = cint(frappe.form_dict.year)
    if asked and asked not in context.years:
        raise frappe.PageDoesNotExistError(_("Nothing was published for {0}.").format(asked))
    context.year = asked or (context.years[0] if context.years else None)
    context.months = public.months(context.year) if context.year else []
