"""Sheets to take away: what there is, empty templates, the faults of a load."""

import json

import frappe
from frappe import _

from govplan.api.files import answer
from govplan.errors import BadRecord, refuse
from govplan.loading.exports import FORMATS, export, template
from govplan.loading.kinds.base import Kind
from govplan.loading.kinds.registry import KINDS
from govplan.loading.reports import fault_file


@frappe.whitelist(methods=["GET"])
def download(kind: str, form: str = "xlsx", plan: str = "") -> None:
    """Everything of a kind, in the form it is loaded from."""
    asked = _kind(kind, form)
    if not asked.exports:
        refuse(_("This kind of sheet only comes in."), BadRecord)
    _require_import("read")
    answer(f"{_(asked.title)}.{form}", export(asked, form, plan))


@frappe.whitelist(methods=["GET"])
def download_template(kind: str, form: str = "xlsx") -> None:
    """The headings of a kind, with what goes under each."""
    asked = _kind(kind, form)
    _require_import("read")
    answer(f"{_(asked.title)} ({_('empty')}).{form}", template(asked, form))


@frappe.whitelist(methods=["GET"])
def download_faults(name: str, form: str = "xlsx") -> None:
    """The faults of a load, with the row numbers of its file."""
    doc = frappe.get_doc("Gov Import", name)
    doc.check_permission("read")
    _require_form(form)
    faults = json.loads(doc.report or "{}").get("faults", [])
    answer(f"{_('Faults')} {doc.file_name}.{form}", fault_file(faults, form))


def _require_import(ptype: str) -> None:
    # Who loads these records keeps all of them; the lists of one's own units are another thing.
    frappe.has_permission("Gov Import", ptype, throw=True)


def _kind(name: str, form: str) -> Kind:
    _require_form(form)
    if name not in KINDS:
        refuse(_("There is no kind of sheet “{0}”.").format(name), BadRecord)
    return KINDS[name]


def _require_form(form: str) -> None:
    if form not in FORMATS:
        refuse(_("Files are made as {0}.").format(", ".join(FORMATS)), BadRecord)
