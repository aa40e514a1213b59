from functools import partial

import frappe
from frappe import _

from govplan.planning import vocabulary
from govplan.staff.choices import BLANK, choices
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import chosen, handle, point_at_form

no_cache = 1

ADDRESS = "/gestion/medidas?hecho=guardado"
_KEEP = {
    "measure": partial(vocabulary.keep, vocabulary.MEASURE),
    "group": partial(vocabulary.keep, vocabulary.GROUP),
}


def get_context(context):
    """What indicators are measured in and whom plans think of, each with its form."""
    open_page(context, _("Measures and groups"))
    frappe.has_permission(vocabulary.MEASURE, "read", throw=True)
    form = frappe.form_dict
    if is_post():
        handle(context, _answer)
        point_at_form(context, form.key)
    context.sent = form.key if context.typed else ""
    context.blank = frappe._dict()
    context.measures = vocabulary.every(vocabulary.MEASURE)
    context.groups = vocabulary.every(vocabulary.GROUP)
    context.decimals = [BLANK, *choices(frappe.get_meta(vocabulary.MEASURE), "decimals")]
    context.may_write = frappe.has_permission(vocabulary.MEASURE, "write")


def _answer() -> str:
    form = frappe.form_dict
    keep = chosen(_KEEP, form.act)
    keep(form.record or "", form, form.modified)
    return ADDRESS
