from functools import partial

import frappe
from frappe import _

from govplan.domain.process_families import LEGAL_ORDER
from govplan.organisation import kinds
from govplan.staff.choices import BLANK, choices
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import chosen, handle, point_at_form

no_cache = 1

ADDRESS = "/gestion/clases?hecho=guardado"
_KEEP = {
    "kind": partial(kinds.keep, "Gov Unit Kind"),
    "family": partial(kinds.keep, "Gov Process Family"),
}


def get_context(context):
    """The kinds of unit and the process families, each with its form."""
    open_page(context, _("Kinds and families"))
    frappe.has_permission("Gov Unit Kind", "read", throw=True)
    form = frappe.form_dict
    if is_post():
        handle(context, _answer)
        point_at_form(context, form.key)
    context.sent = form.key if context.typed else ""
    context.blank = frappe._dict()
    context.kinds = kinds.every("Gov Unit Kind")
    context.process_families = kinds.every("Gov Process Family")
    context.legal = LEGAL_ORDER
    context.heads = [BLANK, *choices(frappe.get_meta("Gov Unit Kind"), "head_post")]
    context.may_write = frappe.has_permission("Gov Unit Kind", "write")


def _answer() -> str:
    form = frappe.form_dict
    keep = chosen(_KEEP, form.act)
    keep(form.record or "", form, form.modified)
    return ADDRESS
