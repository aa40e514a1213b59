"""A file brought by a person: kept, mapped, checked, loaded, with a record of what came of it."""

import json
from functools import partial
from hashlib import sha256
from pathlib import PurePath

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils.background_jobs import is_job_enqueued
from frappe.utils.file_manager import save_file

from govplan import clock
from govplan.errors import BadEvidence, Fault, WrongState, refuse, refuse_faults
from govplan.loading import mappings
from govplan.loading.files import form_of, read_file
from govplan.loading.headings import SheetMap, propose
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, Outcome, load
from govplan.loading.reports import report_of
from govplan.loading.sheets import Sheet, UnreadableFile
from govplan.transparency.language import speaking, town_language

IMPORT = "Gov Import"
UPLOADED, WORKING, CHECKED, LOADED, STOPPED = "Uploaded", "Working", "Checked", "Loaded", "Stopped"
# More rows than these are left to the background.
ROWS_AT_ONCE = 300
_PROGRESS_KEPT = 24 * 3600


def bring(kind: str, file_name: str, content: bytes, plan: str = "") -> Document:
    """Keep a file and what its columns seem to be. Raises BadEvidence, PermissionError."""
    frappe.has_permission(IMPORT, "create", throw=True)
    sheets = _sheets(content)
    doc = frappe.new_doc(IMPORT)
    name = PurePath(file_name.replace("\\", "/")).name or "datos.csv"
    doc.update({"kind": kind, "file_name": name, "plan": plan or None, "state": UPLOADED})
    doc.update({"sha256": sha256(content).hexdigest(), "done_by": frappe.session.user})
    doc.flags.written_by_load = True
    doc.insert()
    kept_as = f"{PurePath(name).stem or 'datos'}.{form_of(content)}"
    doc.file = save_file(kept_as, content, IMPORT, doc.name, is_private=1).file_url
    doc.mapping = mappings.best_for(kind, sheets) or None
    _take(doc, propose(KINDS[kind].columns(), sheets, _said(doc)), sheets)
    return _write(doc)


def content_of(doc: Document) -> bytes:
    """The file as it was brought. Raises BadEvidence when it is not what it was."""
    name = frappe.db.get_value("File", {"file_url": doc.file, "attached_to_name": doc.name})
    content = frappe.get_doc("File", name).get_content() if name else b""
    read = content.encode() if isinstance(content, str) else content
    if sha256(read).hexdigest() != doc.sha256:
        refuse(_("The file is no longer what was brought. Bring it again."), BadEvidence)
    return bytes(read)


def sheets_of(doc: Document) -> list[Sheet]:
    """What the file holds."""
    return _sheets(content_of(doc))


def mapping_of(doc: Document) -> SheetMap:
    """What its columns were said to be."""
    keys = json.loads(doc.columns or "{}")
    return SheetMap(doc.sheet or "", doc.heading_row, {int(at): key for at, key in keys.items()})


def sheet_named(sheets: list[Sheet], name: str) -> Sheet:
    return next((sheet for sheet in sheets if sheet.name == name), sheets[0])


def look_again(doc: Document, sheet: str, heading_row: int, mapping: str) -> Document:
    """Guess the columns anew, in another sheet or row or by a saved mapping."""
    _require_idle(doc)
    doc.mapping = mapping or None
    sheets = sheets_of(doc)
    chosen = [one for one in sheets if one.name == sheet] or sheets
    columns = KINDS[doc.kind].columns()
    found = propose(columns, chosen, _said(doc))
    line = next((one for one in chosen[0].lines if one.number == heading_row), None)
    if line and sheet == doc.sheet:
        found = propose(columns, [Sheet(sheet, (line,))], _said(doc))
    _take(doc, found, sheets)
    doc.state = UPLOADED
    return _write(doc)


def say(doc: Document, keys: dict[int, str], keep_as: str = "", plan: str = "") -> Document:
    """Set what each column holds, and keep that under a name if one is given."""
    _require_idle(doc)
    doc.plan = plan or None
    columns = KINDS[doc.kind].columns()
    chosen = {at: key for at, key in sorted(keys.items()) if key}
    twice = {key for key in chosen.values() if list(chosen.values()).count(key) > 1}
    words = _("Two columns are said to be “{0}”. Leave one.")
    refuse_faults(
        Fault("", f"column_{at}", words.format(column.title))
        for at, key in chosen.items()
        if key in twice and (column := columns.get(key))
    )
    known = {at: key for at, key in chosen.items() if columns.get(key)}
    mapping = SheetMap(doc.sheet or "", doc.heading_row, known)
    doc.columns = _as_text(mapping)
    if keep_as:
        sheet = sheet_named(sheets_of(doc), mapping.sheet)
        doc.mapping = mappings.keep(keep_as, doc.kind, sheet, mapping)
    return _write(doc)


def begin(doc: Document, mode: Mode) -> Document:
    """Check or load: at once when the file is small, else in the background."""
    _require_idle(doc)
    doc.mode, doc.state = mode.value, WORKING
    doc.started_at, doc.finished_at = clock.now(), None
    doc.done_by = frappe.session.user
    _write(doc)
    if doc.row_count <= ROWS_AT_ONCE:
        return work(str(doc.name))
    _note_progress(doc.name, 0, doc.row_count)
    frappe.enqueue(
        "govplan.loading.imports.work",
        queue="long",
        job_id=_job(doc.name),
        name=doc.name,
        enqueue_after_commit=True,
    )
    return doc


def work(name: str) -> Document:
    """Do what was begun, and write down what came of it; done before, nothing happens."""
    # Whoever comes second waits here, and finds it done.
    frappe.db.get_value(IMPORT, name, "state", for_update=True)
    doc = frappe.get_doc(IMPORT, name)
    if doc.state != WORKING:
        return doc
    mode = Mode(doc.mode)
    with speaking(town_language()):
        outcome = _outcome(doc, mode)
        is_done = outcome.written or (mode is not Mode.TRY and not outcome.faults)
        doc.update(report_of(KINDS[doc.kind], outcome))
    doc.state, doc.finished_at = LOADED if is_done else CHECKED, clock.now()
    return _write(doc)


def stop(doc: Document) -> Document:
    """Take back a load whose work has died; nothing of it was written."""
    doc.check_permission("write")
    if doc.state == WORKING and not is_alive(doc):
        doc.state = STOPPED
        _write(doc)
    return doc


def is_alive(doc: Document) -> bool:
    """Whether somebody is at it or about to be."""
    return bool(is_job_enqueued(_job(doc.name)))


def progress_of(doc: Document) -> tuple[int, int]:
    """How many records of how many are done."""
    return frappe.cache.get_value(_key(doc.name)) or (0, doc.row_count or 0)


def _outcome(doc: Document, mode: Mode) -> Outcome:
    sheet = sheet_named(sheets_of(doc), doc.sheet or "")
    source = f"{doc.kind} {doc.file_name}"
    told = partial(_note_progress, doc.name)
    return load(KINDS[doc.kind], sheet, mapping_of(doc), mode, doc.plan or "", source, told)


def _sheets(content: bytes) -> list[Sheet]:
    try:
        return read_file(content)
    except UnreadableFile as error:
        refuse_faults([Fault("", "file", str(error), BadEvidence)])
        raise


def _said(doc: Document) -> dict[str, str]:
    return mappings.saved(doc.mapping) if doc.mapping else {}


def _take(doc: Document, mapping: SheetMap, sheets: list[Sheet]) -> None:
    doc.sheet, doc.heading_row = mapping.sheet, mapping.heading_row
    doc.columns = _as_text(mapping)
    lines = sheet_named(sheets, mapping.sheet).lines
    doc.row_count = sum(line.number > mapping.heading_row for line in lines)


def _as_text(mapping: SheetMap) -> str:
    return json.dumps({str(at): key for at, key in mapping.keys.items()})


def _require_idle(doc: Document) -> None:
    doc.check_permission("write")
    if doc.state == LOADED:
        refuse(_("This file is loaded. Bring it again to load it again."), WrongState)
    if doc.state == WORKING:
        refuse(_("This load is under way. Wait until it is over."), WrongState)


def _write(doc: Document) -> Document:
    doc.flags.written_by_load = True
    return doc.save()


def _note_progress(name: str, done: int, total: int) -> None:
    frappe.cache.set_value(_key(name), (done, total), expires_in_sec=_PROGRESS_KEPT)


def _key(name: str) -> str:
    return f"govplan_import:{name}"


def _job(name: str) -> str:
    return f"govplan-import-{name}"
