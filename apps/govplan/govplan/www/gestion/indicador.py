import frappe
from frappe import _

from govplan.planning.indicators import SHEET_FIELDS, SHEET_TABLES, save_sheet
from govplan.staff.indicators import offer_form, show
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen_or_new
from govplan.staff.refusals import handle
from govplan.staff.tables import shown_rows, typed_rows

no_cache = 1

ADDRESS = "/gestion/indicadores/{name}?hecho=guardado"


def get_context(context):
    """An indicator's sheet with where it is programmed and what it said; planning edits it."""
    sheet = seen_or_new("Gov Indicator", frappe.form_dict.indicator)
    open_page(context, sheet.indicator_name or _("New indicator"))
    if is_post():
        handle(context, lambda: _answer(sheet))
        sheet = seen_or_new("Gov Indicator", frappe.form_dict.indicator)
    context.editing = sheet.is_new() or context.typed or bool(frappe.form_dict.editar)
    if context.editing:
        sheet.check_permission("create" if sheet.is_new() else "write")
        _show_form(context, sheet)
    else:
        show(context, sheet)


def _answer(sheet) -> str:
    form = frappe.form_dict
    values = {field: form.get(field) or "" for field in SHEET_FIELDS if field in form}
    values["enabled"] = form.get("enabled") or "0"
    for table, fields in SHEET_TABLES.items():
        values[table] = typed_rows(form, table, tuple(fields))
    saved = save_sheet(None if sheet.is_new() else sheet.name, values, form.modified)
    return ADDRESS.format(name=saved.name)


def _show_form(context, sheet) -> None:
    form = frappe.form_dict
    context.sheet = sheet
    context.values = form if context.typed else sheet
    context.tables = {
        table: shown_rows(
            sheet.get(table), typed_rows(form, table, tuple(fields)) if context.typed else []
        )
        for table, fields in SHEET_TABLES.items()
    }
    offer_form(context)
