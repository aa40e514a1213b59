import frappe

from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import fault_texts, handle
from govplan.staff.units import answer, offer_forms, show

no_cache = 1


def get_context(context):
    """A unit: all there is about it, and for the planning unit the forms that change it."""
    unit = _opened()
    open_page(context, unit.unit_name)
    context.faults, context.fault_at, context.typed = [], {}, False
    if is_post():
        handle(context, lambda: answer(unit))
        _point_at_their_form(context, frappe.form_dict.act)
        unit = _opened()
    show(context, unit)
    if context.may_write:
        offer_forms(context, unit)


def _opened():
    unit = frappe.get_doc("Gov Unit", frappe.form_dict.code)
    unit.check_permission("read")
    return unit


def _point_at_their_form(context, act: str) -> None:
    """Several forms of the page have fields of the same name."""
    for fault in context.faults:
        fault.anchor = fault.anchor and f"{fault.anchor}--{act}"
    context.fault_at = fault_texts(context.faults)
