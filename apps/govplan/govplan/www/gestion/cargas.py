import frappe
from frappe import _

from govplan.errors import BadEvidence, refuse
from govplan.loading import imports
from govplan.loading.kinds.registry import KINDS
from govplan.staff import loads
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle

no_cache = 1


def get_context(context):
    """Bring a file, take one away, and what was brought before."""
    open_page(context, _("Load and unload"))
    frappe.has_permission(imports.IMPORT, "read", throw=True)
    context.may_bring = frappe.has_permission(imports.IMPORT, "create")
    if is_post():
        handle(context, _brought)
    context.kinds = loads.kinds()
    context.plans = loads.open_plans()
    context.loads = loads.latest()
    context.form = frappe.form_dict if context.typed else frappe._dict()


def _brought() -> str:
    form, upload = frappe.form_dict, frappe.request.files.get("file")
    if form.kind not in KINDS:
        refuse(_("Choose what the file holds."))
    if not upload or not upload.filename:
        refuse(_("Choose a file."), BadEvidence)
    content = upload.stream.read()
    doc = imports.bring(form.kind, upload.filename, content, (form.plan or "").strip())
    return f"/gestion/cargas/{doc.name}"
