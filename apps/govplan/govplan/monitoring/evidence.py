"""Proof attached to a line of a record or to the whole: files, looked into, and links."""

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.errors import BadEvidence, refuse
from govplan.monitoring.attachments import facts_of, store


def attach_file(
    doc: Document,
    row_key: str,
    title: str,
    filename: str,
    content: bytes,
    visibility: str = "Public",
    legal_ground: str = "",
) -> Document:
    """Add a file as proof of a line (or of the record, `row_key` empty); its evidence row.

    The same content for the same line is kept once. Raises BadEvidence, ContentLocked.
    """
    doc.check_permission("write")
    _require_line(doc, row_key)
    known = _same_content(doc, row_key, facts_of(filename, content).sha256)
    if known is not None:
        return known
    described = {
        "kind": "File",
        "file": store(doc, filename, content),
        "title": title or filename,
        "visibility": visibility,
        "legal_ground": legal_ground,
    }
    return _add(doc, row_key, described)


def attach_url(
    doc: Document,
    row_key: str,
    title: str,
    url: str,
    visibility: str = "Public",
    legal_ground: str = "",
) -> Document:
    """Add a link as proof; its evidence row. Raises BadEvidence, ContentLocked."""
    doc.check_permission("write")
    _require_line(doc, row_key)
    described = {
        "kind": "URL",
        "url": url.strip(),
        "title": title or url.strip(),
        "visibility": visibility,
        "legal_ground": legal_ground,
    }
    return _add(doc, row_key, described)


def remove(doc: Document, evidence_name: str) -> None:
    """Take a proof away; its file goes too, after the commit, unless another record needs it."""
    doc.check_permission("write")
    row = next((row for row in doc.evidence if row.name == evidence_name), None)
    if row is None:
        refuse(_("This evidence is no longer here. Open the page again."), BadEvidence)
    doc.remove(row)
    for place, kept in enumerate(doc.evidence, start=1):
        kept.idx = place
    doc.save()
    _forget_file_of(doc, row)


def _require_line(doc: Document, row_key: str) -> None:
    lines = {row.row_key for row in doc.get("rows") or []}
    if row_key and row_key not in lines:
        refuse(_("The evidence names a line this record does not have."), BadEvidence)


def _same_content(doc: Document, row_key: str, content_hash: str) -> Document | None:
    return next(
        (row for row in doc.evidence if (row.row_key or "", row.sha256) == (row_key, content_hash)),
        None,
    )


def _add(doc: Document, row_key: str, described: dict) -> Document:
    row = doc.append("evidence", {"row_key": row_key, **described})
    doc.save()
    return row


def _forget_file_of(doc: Document, row: Document) -> None:
    if row.kind != "File" or frappe.db.exists("Gov Evidence", {"file": row.file}):
        return
    attached = {"file_url": row.file, "attached_to_doctype": doc.doctype}
    for name in frappe.get_all(
        "File", filters={**attached, "attached_to_name": doc.name}, pluck="name"
    ):
        frappe.enqueue(
            "govplan.monitoring.attachments.forget", file_name=name, enqueue_after_commit=True
        )
