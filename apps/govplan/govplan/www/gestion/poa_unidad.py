import frappe
from frappe import _

from govplan.planning.poa_forms import save_poa
from govplan.planning.poas import reform
from govplan.staff import poa_page
from govplan.staff.acting import press
from govplan.staff.pages import is_post, open_page, require_login
from govplan.staff.poa_form import filled_lines, typed_lines
from govplan.staff.records import NEW, seen
from govplan.staff.refusals import handle

no_cache = 1

ADDRESS = "/gestion/poa/{name}"


def get_context(context):
    """One POA: its form while the person may write it, its reading, versions and acts."""
    doc = _opened()
    open_page(context, doc.title or _("New annual operating plan"))
    context.lines, context.spare = None, 0
    if is_post():
        handle(context, lambda: _answer(context, doc))
        doc = _opened()
    if context.typed and context.lines is None:
        context.lines = typed_lines(frappe.form_dict)
    poa_page.show(context, doc)


def _opened():
    form = frappe.form_dict
    if form.poa != NEW:
        return seen("Gov POA", form.poa)
    require_login()
    frappe.has_permission("Gov POA", "create", throw=True)
    return poa_page.blank(form.unit or form.unidad, form.fiscal_year or form.anio)


def _answer(context, doc) -> str:
    form = frappe.form_dict
    if form.fill:
        context.typed = True
        doc.effective_from = form.effective_from or doc.effective_from
        context.lines = filled_lines(form, doc, form.fill)
        context.filled = True
        return ""
    if form.act == "add":
        context.typed, context.spare = True, 1
        return ""
    if form.act == "reform":
        return _reformed(doc)
    if form.act in ("save", "submit"):
        return _saved(doc)
    return press(doc, ADDRESS)


def _saved(doc) -> str:
    form = frappe.form_dict
    fields = ("effective_from", "reform_act", "source")
    values = {field: form.get(field) or "" for field in fields if field in form}
    if doc.is_new():
        values |= {"unit": doc.unit, "fiscal_year": doc.fiscal_year}
    saved = save_poa(doc.name, values, typed_lines(form), form.modified)
    if form.act == "submit":
        form.modified = str(saved.modified)
        return press(saved, ADDRESS, "Submit")
    return ADDRESS.format(name=saved.name) + "?hecho=guardado"


def _reformed(doc) -> str:
    form = frappe.form_dict
    new = reform(doc.name, form.effective_from, (form.reform_act or "").strip())
    return ADDRESS.format(name=new.name) + "?hecho=guardado"
