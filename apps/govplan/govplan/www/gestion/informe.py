import frappe

from govplan.annual import generating
from govplan.annual.document import document, keys_of
from govplan.approval.acts import APPROVED
from govplan.staff.acting import can_write_now, offer_acts, press
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen
from govplan.staff.refusals import handle
from govplan.transparency.formats.annual_report import said
from govplan.transparency.language import speaking, town_language
from govplan.transparency.town import town

no_cache = 1

ADDRESS = "/gestion/informes/{name}"
NARRATIVE = "narrative__"


def get_context(context):
    """A yearly report: its form while it can be written, how it will read, its acts."""
    doc = seen("Gov Annual Report", frappe.form_dict.report)
    open_page(context, doc.title)
    if is_post():
        handle(context, lambda: _answer(doc))
        doc = seen("Gov Annual Report", doc.name)
    context.doc = doc
    context.values = frappe.form_dict if context.typed else doc
    context.narratives = _narratives() if context.typed else {}
    offer_acts(context, doc)
    context.editable = can_write_now(doc, context.acts)
    context.outdated = context.editable and not doc.is_up_to_date()
    context.public = doc.workflow_state == APPROVED
    context.keys = {
        row.name: keys_of(row.kind, frappe.parse_json(row.figures)) for row in doc.sections
    }
    context.preview = not context.editable or bool(frappe.form_dict.vista)
    if context.preview:
        context.document = _as_published(doc)


def _as_published(doc):
    with speaking(town_language()):
        return document({"municipality": town(), **said(doc)})


def _answer(doc) -> str:
    form = frappe.form_dict
    if form.act not in ("save", "submit", "generate"):
        return press(doc, ADDRESS)
    texts = {field: form.get(field) or "" for field in generating.TEXT_FIELDS}
    saved = generating.save(doc.name, texts, _narratives(), form.modified)
    if form.act == "submit":
        form.modified = str(saved.modified)
        return press(saved, ADDRESS, "Submit")
    if form.act == "generate":
        generating.generate(doc.name, saved.modified)
    return ADDRESS.format(name=doc.name) + "?hecho=guardado"


def _narratives() -> dict[str, str]:
    """What the form says of each section, by the section's name."""
    form = frappe.form_dict
    return {key.removeprefix(NARRATIVE): form[key] for key in form if key.startswith(NARRATIVE)}
