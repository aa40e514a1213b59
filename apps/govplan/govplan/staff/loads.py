"""What the pages of loads show and what their forms send."""

import json

import frappe
from frappe import _

from govplan.loading import imports, mappings
from govplan.loading.columns import Column, year_in
from govplan.loading.faults import FileFault, sentence
from govplan.loading.headings import heading_line
from govplan.loading.kinds.registry import KINDS
from govplan.loading.sheets import Sheet, column_letter
from govplan.staff.choices import BLANK

_SAMPLES = 3
_FAULTS_SHOWN = 200


def kinds() -> list:
    """The kinds of sheet, for a form and for the list of downloads."""
    return [
        frappe._dict(
            name=kind.name,
            title=_(kind.title),
            about=_(kind.about),
            exports=kind.exports,
        )
        for kind in KINDS.values()
    ]


def open_plans() -> list[tuple[str, str]]:
    """The plans a sheet may be loaded into."""
    found = frappe.get_list(
        "Gov Plan",
        filters={"docstatus": 0},
        fields=["name", "plan_name"],
        order_by="year_from desc, name asc",
        limit=100,
    )
    return [BLANK, *((plan.name, f"{plan.plan_name} ({plan.name})") for plan in found)]


def latest() -> list:
    """The last loads, newest first."""
    return frappe.get_list(
        imports.IMPORT,
        fields=[
            *("name", "kind", "file_name", "state", "mode", "creation", "owner", "row_count"),
            *("created_count", "updated_count", "unchanged_count", "fault_count"),
        ],
        order_by="creation desc, name asc",
        limit=50,
    )


def show_mapping(context, doc, typed: dict[int, str] | None) -> None:
    """The columns of the file, each with samples and what it holds."""
    sheets = imports.sheets_of(doc)
    sheet = imports.sheet_named(sheets, doc.sheet)
    keys = typed if typed is not None else imports.mapping_of(doc).keys
    columns = KINDS[doc.kind].columns().all
    context.sheets = [(one.name, one.name) for one in sheets]
    context.saved_mappings = [BLANK, *((name, name) for name in mappings.names(doc.kind))]
    context.file_columns = [
        frappe._dict(
            at=at,
            letter=column_letter(at),
            heading=heading,
            samples=_samples(sheet, doc.heading_row, at),
            key=keys.get(at, ""),
            choices=_choices(columns, heading, keys.get(at, "")),
        )
        for at, heading in enumerate(heading_line(sheet, doc.heading_row).cells)
        if heading
    ]
    wanted = [column for column in columns if column.required]
    context.missing = [
        column.title
        for column in wanted
        if column.key not in keys.values() and not (column.key == "plan" and doc.plan)
    ]


def said_columns(form) -> dict[int, str]:
    """What the form says each column holds, by place."""
    begins = "column_"
    said = {place(name.removeprefix(begins)): name for name in form if name.startswith(begins)}
    return {at: form[name] for at, name in said.items() if at is not None}


def place(typed: str | None) -> int | None:
    """The number of a row or a column; None for what no sheet has."""
    at = (typed or "").strip()
    return int(at) if at.isascii() and at.isdigit() and len(at) < 8 else None


def show_outcome(context, doc) -> None:
    """Counts, faults in words, the first records of each sort."""
    report = json.loads(doc.report or "{}")
    faults = report.get("faults", [])
    context.told = frappe._dict(report)
    context.fault_lines = [
        frappe._dict(fault, words=sentence(FileFault(**fault))) for fault in faults[:_FAULTS_SHOWN]
    ]
    context.more_faults = max(0, (doc.fault_count or 0) - len(context.fault_lines))


def show_progress(context, doc) -> None:
    """How far the work in the background is, or that it has died."""
    done, total = imports.progress_of(doc)
    context.is_alive = imports.is_alive(doc)
    context.done_rows, context.all_rows = done, total
    context.share = min(100, 100 * done // total) if total else 0


def _samples(sheet: Sheet, heading_row: int, at: int) -> list[str]:
    below = (line.cell(at) for line in sheet.lines if line.number > heading_row)
    found: list[str] = []
    for text in below:
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        if shown and shown not in found and len(found) < _SAMPLES:
            found.append(shown)
    return found


def _choices(columns: tuple[Column, ...], heading: str, chosen: str) -> list[tuple[str, str]]:
    """What a column may hold; a yearly one only where a year is named."""
    year = year_in(heading) or chosen.partition(":")[2]
    plain = [column for column in columns if not column.is_yearly]
    yearly = [column.of_year(year) for column in columns if column.is_yearly and year]
    return [("", _("Leave out")), *((one.key, one.title) for one in (*plain, *yearly))]
