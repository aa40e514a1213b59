import frappe

from govplan.approval.acts import REVIEWED, SUBMITTED, SUPERSEDE
from govplan.monitoring import reports
from govplan.monitoring.corrections import (
    differences,
    later_months,
    supersede_later,
    versions_of,
)
from govplan.monitoring.duplicates import mark_other_uses
from govplan.monitoring.flags import flags_by_name
from govplan.monitoring.hints import money_of
from govplan.presentation import month_name
from govplan.staff import grid
from govplan.staff.acting import can_write_now, offer_acts, press
from govplan.staff.months import unsent
from govplan.staff.pages import is_post, open_page
from govplan.staff.queue import WAITING, next_waiting
from govplan.staff.records import seen
from govplan.staff.refusals import REFUSED, fault_texts, faults_of, handle
from govplan.staff.remarks import save_answers

no_cache = 1

REVIEWERS = frozenset({"Coordinator", "Mayor", "Planner", "Auditor"})
CORRECTORS = frozenset(SUPERSEDE.posts)
ADDRESS = "/gestion/reportes/{name}"


def get_context(context):
    """One report: the director's grid while it can be edited, its reading and acts otherwise."""
    doc = seen("Gov Progress Report", frappe.form_dict.report)
    open_page(context, doc.title)
    if is_post():
        _answer(context, doc)
        doc = frappe.get_doc("Gov Progress Report", doc.name)
    _show(context, doc)


def _answer(context, doc):
    form, files = frappe.form_dict, frappe.request.files
    if form.act == "save":
        handle(context, lambda: _saved(doc, form, files))
    elif form.act == "no_change":
        handle(context, lambda: _no_change(doc, form, files))
    elif form.act == "supersede_later":
        months = {one.name: month_name(one.period) for one in later_months(doc)}
        results = supersede_later(doc, frappe.request.form.getlist("name"))
        context.results = [{**one, "title": months[one["name"]]} for one in results]
    elif form.act == "submit":
        handle(context, lambda: _save_then_submit(context, doc, form, files))
    else:
        handle(context, lambda: press(doc, ADDRESS))


def _saved(doc, form, files) -> str:
    grid.save(doc, form, files)
    save_answers(form)
    return ADDRESS.format(name=doc.name) + "?hecho=guardado"


def _no_change(doc, form, files) -> str:
    grid.save(doc, form, files)
    save_answers(form)
    reports.no_change(doc.name)
    return ADDRESS.format(name=doc.name) + "?hecho=sin-cambios"


def _save_then_submit(context, doc, form, files) -> str:
    """What was typed is saved even when the submission is refused."""
    saved = grid.save(doc, form, files)
    save_answers(form)
    frappe.db.savepoint("saved")
    form.modified = str(saved.modified)
    try:
        return press(saved, ADDRESS, "Submit")
    except frappe.ValidationError as refusal:
        frappe.db.rollback(save_point="saved")
        frappe.clear_messages()
        context.faults = faults_of(refusal)
        context.fault_at = fault_texts(context.faults)
        context.saved_anyway = True
        context.http_status_code = REFUSED
        return ""


def _show(context, doc):
    mark_other_uses(doc)
    context.doc = doc
    context.period_name = month_name(doc.period)
    context.period = frappe.get_cached_doc("Gov Reporting Period", doc.period)
    context.unit_name = frappe.get_cached_value("Gov Unit", doc.unit, "unit_name")
    context.rows = grid.shown_rows(doc, frappe.form_dict if context.typed else None)
    context.whole_evidence = grid.whole_evidence(doc)
    context.narrative = frappe.form_dict.narrative if context.typed else doc.narrative
    context.returned = _last_return(doc)
    context.until = next((one.until for one in unsent([doc.as_dict()])), None)
    context.money_beside = money_of(doc)
    offer_acts(context, doc)
    context.editable = can_write_now(doc, context.acts)
    _show_review(context, doc)
    _show_versions(context, doc)


def _show_review(context, doc):
    """What there is to look at, and the next one that waits, for who reviews or approves."""
    waits = doc.workflow_state in (SUBMITTED, REVIEWED) and context.posts & REVIEWERS
    context.flags = flags_by_name([doc.name])[doc.name] if waits else []
    context.next_report, context.waiting = (None, 0)
    if context.posts & set(WAITING):
        context.next_report, context.waiting = next_waiting(context.posts, doc.name)


def _show_versions(context, doc):
    """Every version of the month, what this one changed, and the later months that rest on it."""
    context.versions = versions_of(doc)
    context.changes = []
    if doc.amended_from:
        context.changes = differences(frappe.get_doc(doc.doctype, doc.amended_from), doc)
    context.later = []
    if (doc.version > 1 or doc.docstatus == 1) and context.posts & CORRECTORS:
        context.later = later_months(doc)


def _last_return(doc):
    if doc.workflow_state != "Returned":
        return None
    found = frappe.get_list(
        "Gov Decision",
        filters={"reference_name": doc.name, "act": "Return"},
        fields=["person_name", "reason_code", "reason", "decided_at"],
        order_by="sequence desc",
        limit=1,
    )
    return found[0] if found else None
