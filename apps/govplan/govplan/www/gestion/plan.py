import frappe
from frappe import _

from govplan.planning.plan_writing import PLAN_FIELDS, PLAN_TABLES, save_plan
from govplan.planning.plans import reform
from govplan.staff import plans
from govplan.staff.acting import can_write_now, offer_acts, press
from govplan.staff.choices import choices
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen_or_new
from govplan.staff.refusals import handle
from govplan.staff.tables import shown_rows, typed_rows
from govplan.transparency import public

no_cache = 1

ADDRESS = "/gestion/planes/{name}"


def get_context(context):
    """A plan: its texts, its tree with the progress of now, its reform, its acts."""
    doc = seen_or_new("Gov Plan", frappe.form_dict.plan)
    open_page(context, doc.plan_name or _("New plan"))
    if is_post():
        handle(context, lambda: _answer(doc))
        doc = seen_or_new("Gov Plan", frappe.form_dict.plan)
    context.doc = doc
    _show_form(context, doc)
    if doc.is_new():
        context.acts, context.decisions, context.editable = [], [], True
    else:
        _show_plan(context, doc)


def _answer(doc) -> str:
    form = frappe.form_dict
    if form.act == "save":
        values = {field: form.get(field) or "" for field in PLAN_FIELDS if field in form}
        for table, readers in PLAN_TABLES.items():
            values[table] = typed_rows(form, table, tuple(readers))
        saved = save_plan(doc.name, values, form.modified)
        return ADDRESS.format(name=saved.name) + "?hecho=guardado"
    if form.act == "reform":
        new = reform(doc.name, (form.reform_act or "").strip(), (form.reason or "").strip())
        return ADDRESS.format(name=new.name) + "?hecho=reemplazado"
    return press(doc, ADDRESS)


def _show_form(context, doc) -> None:
    form = frappe.form_dict
    context.values = form if context.typed and form.act == "save" else doc
    context.kinds = choices(frappe.get_meta("Gov Plan"), "kind")
    typed = (
        typed_rows(form, "approaches", ("approach", "description"))
        if context.values is form
        else None
    )
    context.approaches = shown_rows(doc.approaches, typed)


def _show_plan(context, doc) -> None:
    offer_acts(context, doc)
    context.editable = can_write_now(doc, context.acts)
    context.may_reform = plans.may_reform(doc, context.acts)
    context.acts = [act for act in context.acts if act.label != "Supersede"]
    context.tree, context.told = plans.shown_tree(doc)
    context.told_by_code = {node["code"]: node for node in context.told["nodes"]}
    context.changes = plans.changes_of(doc)
    context.versions = plans.plans(code=doc.code)
    context.is_published = bool(public.plan_editions(doc.code))
