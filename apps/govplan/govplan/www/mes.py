import frappe
from frappe import _
from frappe.utils import cint

from govplan.presentation import month_name
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The editions of one month, the newest of each format first."""
    year, month = cint(frappe.form_dict.year), cint(frappe.form_dict.month)
    context.period = f"{year:04d}-{month:02d}"
    context.editions = public.editions_of(context.period)
    if not context.editions:
        raise frappe.PageDoesNotExistError(_("Nothing was published for this month."))
    context.year = year
    context.title = _("Transparency, {0}").format(month_name(context.period))
