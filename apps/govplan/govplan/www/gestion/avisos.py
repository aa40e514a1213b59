import frappe
from frappe import _

from govplan.staff import notices
from govplan.staff.choices import choices
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle

no_cache = 1

ADDRESS = "/gestion/avisos"


def get_context(context):
    """What the person was told: opened or marked as read; and how their mail comes."""
    open_page(context, _("Notices"))
    if is_post():
        handle(context, _answer)
    context.notices = notices.own_notices()
    context.mail_mode = notices.mail_mode()
    usual = frappe.get_cached_doc("Gov Settings").mail_mode or "Single mails"
    as_usual = _("As the municipality does: {0}").format(_(usual))
    context.modes = [("", as_usual), *choices(frappe.get_meta("Gov Notice Choice"), "mail_mode")]


def _answer() -> str:
    form = frappe.form_dict
    if form.open:
        return notices.open_notice(form.open) or ADDRESS
    if form.act == "read":
        notices.mark_all_read()
        return ADDRESS
    notices.choose_mail((form.mail_mode or "").strip())
    return f"{ADDRESS}?hecho=guardado"
