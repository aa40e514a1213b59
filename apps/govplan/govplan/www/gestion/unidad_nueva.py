import frappe
from frappe import _

from govplan.organisation.unit_acts import open_unit
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle
from govplan.staff.units import ADDRESS, OPENING, offer_choices

no_cache = 1


def get_context(context):
    """The form for a unit that an act creates."""
    open_page(context, _("New unit"))
    frappe.has_permission("Gov Unit", "create", throw=True)
    if is_post():
        handle(context, _answer)
    context.values = frappe.form_dict if context.typed else frappe.new_doc("Gov Unit")
    offer_choices(context)


def _answer() -> str:
    form = frappe.form_dict
    unit = open_unit({field: form.get(field) or "" for field in OPENING})
    return ADDRESS.format(code=unit.name) + "?hecho=guardado"
