import frappe
from frappe import _

from govplan.organisation.chart import chart_on
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle
from govplan.staff.signing import asked_day
from govplan.typed import text

no_cache = 1

ADDRESS = "/gestion/organizacion"
TEXTS = ("mission", "vision", "principles")


def get_context(context):
    """The organisation chart of a day, and the town's mission, vision and principles."""
    open_page(context, _("Organisation"))
    frappe.has_permission("Gov Unit", "read", throw=True)
    if is_post():
        handle(context, _answer)
    asked = frappe.form_dict
    context.on = asked_day(asked.dia)
    context.with_ended = asked.cerradas == "1"
    context.units = chart_on(context.on, context.with_ended)
    context.may_create = frappe.has_permission("Gov Unit", "create")
    context.may_write_texts = frappe.has_permission("Gov Settings", "write")
    settings = frappe.get_doc("Gov Settings")
    context.settings = settings
    context.values = asked if context.typed else settings


def _answer() -> str:
    settings = frappe.get_doc("Gov Settings")
    settings.check_permission("write")
    settings.update({field: text(frappe.form_dict.get(field)) for field in TEXTS})
    settings.save()
    return ADDRESS + "?hecho=guardado"
