import frappe

from govplan.loading import imports
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode
from govplan.staff import loads
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle

no_cache = 1

_MODES = {"check": Mode.TRY, "load": Mode.WHOLE, "partial": Mode.GOOD_ROWS}


def get_context(context):
    """One file on its way: what its columns hold, what it would change, what came of it."""
    doc = frappe.get_doc(imports.IMPORT, frappe.form_dict.load)
    doc.check_permission("read")
    open_page(context, doc.file_name)
    context.faults, context.fault_at, context.typed = [], {}, False
    if is_post():
        handle(context, lambda: _answer(doc))
        doc = frappe.get_doc(imports.IMPORT, doc.name)
    context.doc, context.kind = doc, KINDS[doc.kind]
    context.may_write = doc.has_permission("write")
    loads.show_outcome(context, doc)
    if doc.state == imports.WORKING:
        loads.show_progress(context, doc)
    elif doc.state != imports.LOADED:
        typed = loads.said_columns(frappe.form_dict) if context.typed else None
        loads.show_mapping(context, doc, typed or None)
        context.plans = loads.open_plans()


def _answer(doc) -> str:
    form = frappe.form_dict
    address = f"/gestion/cargas/{doc.name}"
    if form.act == "look":
        row = int(form.heading_row) if (form.heading_row or "").isdigit() else 0
        imports.look_again(doc, form.sheet or doc.sheet, row, form.mapping or "")
        return address
    if form.act == "stop":
        imports.stop(doc)
        return address
    if form.act == "check":
        imports.say(
            doc, loads.said_columns(form), (form.keep_as or "").strip(), (form.plan or "").strip()
        )
    begun = imports.begin(doc, _MODES[form.act])
    # A page whose address ends in a place on it is not fetched again when it refreshes itself.
    return address if begun.state == imports.WORKING else f"{address}#resultado"
