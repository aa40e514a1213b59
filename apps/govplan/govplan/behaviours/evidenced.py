"""A record that proves what it says."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.domain.proofs import link_fingerprint
from govplan.errors import BadEvidence, Fault, refuse_faults
from govplan.monitoring.attachments import facts_of_stored, require_own

_STAMPED = ("sha256", "content_type", "size_bytes")


class Evidenced:
    """Something with proof attached. Needs the table `evidence` of Gov Evidence."""

    def check_evidence(self) -> None:
        """In validate: links that lead somewhere, files of this record only, facts stamped."""
        refuse_faults(fault for row in self.evidence for fault in _faults(row))
        known = _known_facts(self)
        unknown = [row for row in self.evidence if row.kind == "File" and row.file not in known]
        require_own(self, [row.file for row in unknown])
        for row in self.evidence:
            _stamp(row, known)


def _faults(row: Document) -> list[Fault]:
    found = []
    if row.kind == "File" and not row.file:
        found.append(("file", _("{0}: attach the file.")))
    if row.kind == "URL" and not _leads_somewhere(row.url):
        found.append(("url", _("{0}: write the whole address, beginning with https://.")))
    if row.visibility == "Reserved" and not (row.legal_ground or "").strip():
        found.append(("legal_ground", _("{0}: reserved evidence needs its legal ground.")))
    return [
        Fault(row.row_key or "", field, words.format(row.title), BadEvidence)
        for field, words in found
    ]


def _leads_somewhere(url: str | None) -> bool:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url


def _known_facts(doc: Document) -> dict[str, dict]:
    """Facts of files looked into before: at the last save, or in the version this one amends."""
    before = doc.get_doc_before_save()
    rows = before.evidence if before else _rows_of(doc.doctype, doc.get("amended_from"))
    return {row.file: {field: row.get(field) for field in _STAMPED} for row in rows if row.sha256}


def _rows_of(doctype: str, name: str | None) -> list:
    if not name:
        return []
    return frappe.get_all(
        "Gov Evidence",
        filters={"parenttype": doctype, "parent": name},
        fields=["file", *_STAMPED],
    )


def _stamp(row: Document, known: dict[str, dict]) -> None:
    """What the row claims of its file never counts: the content does."""
    if row.kind == "URL":
        row.update({"file": None, "sha256": None, "content_type": None, "size_bytes": 0})
        row.fingerprint = link_fingerprint(row.url)
        return
    if row.file in known:
        row.update(known[row.file])
    else:
        facts = facts_of_stored(row.file)
        row.update({field: getattr(facts, field) for field in _STAMPED})
    row.fingerprint = row.sha256
