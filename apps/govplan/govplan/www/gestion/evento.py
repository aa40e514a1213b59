import frappe
from frappe import _

from govplan.participation import events
from govplan.staff.acting import can_write_now, offer_acts, press
from govplan.staff.choices import choices, event_types, territories, units
from govplan.staff.pages import is_post, open_page
from govplan.staff.records import seen_or_new
from govplan.staff.refusals import handle
from govplan.staff.tables import shown_rows, typed_rows

no_cache = 1

ADDRESS = "/gestion/eventos/{name}"
TABLES = {
    "steps": ("step", "state", "step_date", "note"),
    "attendance": ("grouping", "group_name", "attendees"),
    "demands": ("demand", "topic", "territory", "unit"),
}


def get_context(context):
    """A participation event: its form while it can be written, its reading and acts."""
    doc = seen_or_new("Gov Participation Event", frappe.form_dict.event)
    open_page(context, doc.title or _("New event"))
    if is_post():
        handle(context, lambda: _answer(doc))
        doc = seen_or_new("Gov Participation Event", frappe.form_dict.event)
    _show(context, doc)


def _answer(doc) -> str:
    act = frappe.form_dict.act
    if act == "agree":
        return _agree(doc)
    if act not in ("save", "submit"):
        return press(doc, ADDRESS)
    saved = _saved(doc)
    if act == "submit":
        frappe.form_dict.modified = str(saved.modified)
        return press(saved, ADDRESS, "Submit")
    return ADDRESS.format(name=saved.name) + "?hecho=guardado"


def _saved(doc):
    form = frappe.form_dict
    values = {field: form.get(field) or "" for field in events.EVENT_FIELDS if field in form}
    for table, fields in TABLES.items():
        values[table] = typed_rows(form, table, fields)
    saved = events.save_event(doc.name, values, form.modified)
    minutes = frappe.request.files.get("minutes_file")
    if minutes and minutes.filename:
        saved = events.attach_minutes(saved.name, minutes.filename, minutes.stream.read())
    return saved


def _agree(doc) -> str:
    form = frappe.form_dict
    agreement = events.agree(
        doc.name, form.demand_row, form.due_date, title=(form.agreement_title or "").strip()
    )
    return f"/gestion/acuerdos/{agreement.name}?hecho=guardado"


def _show(context, doc):
    form = frappe.form_dict
    context.doc = doc
    context.values = form if context.typed else doc
    context.tables = {
        table: shown_rows(doc.get(table), typed_rows(form, table, fields) if context.typed else [])
        for table, fields in TABLES.items()
    }
    if doc.is_new():
        context.acts, context.decisions, context.editable = [], [], True
    else:
        offer_acts(context, doc)
        context.editable = can_write_now(doc, context.acts)
    context.event_types = event_types()
    context.units = units()
    context.territories = territories()
    meta = frappe.get_meta("Gov Participation Event")
    context.modes = choices(meta, "mode")
    context.step_states = choices(frappe.get_meta("Gov Event Step"), "state")
    context.groupings = choices(frappe.get_meta("Gov Event Attendance"), "grouping")
