import frappe

from govplan.participation import agreements
from govplan.staff.acting import can_write_now, offer_acts, press
from govplan.staff.choices import choices
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen
from govplan.staff.refusals import handle

no_cache = 1

ADDRESS = "/gestion/acuerdos/{name}"
WRITTEN = ("title", "agreement_text", "due_date", "status", "public_answer", "verification_url")
UPDATE = ("update_text", "percent", "evidence_title", "evidence_url")


def get_context(context):
    """An agreement: its form and updates while it can be written, its reading and acts."""
    doc = seen("Gov Agreement", frappe.form_dict.agreement)
    open_page(context, doc.title)
    if is_post():
        handle(context, lambda: _answer(doc))
        doc = seen("Gov Agreement", doc.name)
    context.doc = doc
    context.values = frappe.form_dict if context.typed else doc
    context.statuses = choices(doc.meta, "status")
    context.unit_name = frappe.get_cached_value("Gov Unit", doc.unit, "unit_name")
    context.overdue = agreements.is_overdue(doc.due_date, doc.status)
    offer_acts(context, doc)
    context.editable = can_write_now(doc, context.acts)


def _answer(doc) -> str:
    form = frappe.form_dict
    if form.act not in ("save", "submit"):
        return press(doc, ADDRESS)
    saved = agreements.save_agreement(
        doc.name, {field: form.get(field) or "" for field in WRITTEN}, form.modified
    )
    if (form.update_text or "").strip():
        saved = agreements.add_update(
            doc.name, {field: form.get(field) or "" for field in UPDATE}, evidence=_proof()
        )
    if form.act == "submit":
        form.modified = str(saved.modified)
        return press(saved, ADDRESS, "Submit")
    return ADDRESS.format(name=doc.name) + "?hecho=guardado"


def _proof() -> tuple[str, bytes] | None:
    upload = frappe.request.files.get("evidence_file")
    return (upload.filename, upload.stream.read()) if upload and upload.filename else None
