import frappe

from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen
from govplan.staff.refusals import handle, point_at_form
from govplan.staff.units import answer, offer_forms, show

no_cache = 1


def get_context(context):
    """A unit: all there is about it, and for the planning unit the forms that change it."""
    unit = seen("Gov Unit", frappe.form_dict.code)
    open_page(context, unit.unit_name)
    if is_post():
        handle(context, lambda: answer(unit))
        point_at_form(context, frappe.form_dict.act)
        unit = seen("Gov Unit", frappe.form_dict.code)
    show(context, unit)
    if context.may_write:
        offer_forms(context, unit)
