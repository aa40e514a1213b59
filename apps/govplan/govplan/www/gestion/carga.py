import frappe

from govplan.loading import imports
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode
from govplan.staff import loads
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen
from govplan.staff.refusals import chosen, handle

no_cache = 1

_MODES = {"check": Mode.TRY, "load": Mode.WHOLE, "partial": Mode.GOOD_ROWS}


def get_context(context):
    """One file on its way: what its columns hold, what it would change, what came of it."""
    doc = seen(imports.IMPORT, frappe.form_dict.load)
    open_page(context, doc.file_name)
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
    return chosen(_ACTS, form.act)(doc, form)


def _look(doc, form) -> str:
    row = loads.place(form.heading_row) or 0
    imports.look_again(doc, form.sheet or doc.sheet, row, form.mapping or "")
    return _address(doc)


def _stop(doc, _form) -> str:
    imports.stop(doc)
    return _address(doc)


def _begin(doc, form) -> str:
    if form.act == "check":
        imports.say(
            doc, loads.said_columns(form), (form.keep_as or "").strip(), (form.plan or "").strip()
        )
    begun = imports.begin(doc, _MODES[form.act])
    # A page whose address ends in a place on it is not fetched again when it refreshes itself.
    return _address(doc) if begun.state == imports.WORKING else f"{_address(doc)}#resultado"


def _address(doc) -> str:
    return f"/gestion/cargas/{doc.name}"


_ACTS = {"look": _look, "stop": _stop, **dict.fromkeys(_MODES, _begin)}
