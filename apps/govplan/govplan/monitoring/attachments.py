"""Private files that belong to one record: taken in after a look at the content, and no other's."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

import frappe
from frappe import _
from frappe.core.doctype.file.file import has_permission as may_use_file
from frappe.model.document import Document
from frappe.utils.file_manager import save_file

from govplan.errors import BadEvidence, refuse
from govplan.monitoring.file_types import (
    ACCEPTED_EXTENSIONS,
    ContentMismatch,
    UnknownFileType,
    media_type_of,
)

_MEGABYTE = 1024 * 1024
# Where a record names a file of its own as proof.
_NAMED_IN = (
    ("Gov Evidence", "file", "parent"),
    ("Gov Event Step", "document", "parent"),
    ("Gov Agreement Update", "evidence_file", "parent"),
    ("Gov Participation Event", "minutes_file", "name"),
    ("Gov Import", "file", "name"),
)


@dataclass(frozen=True)
class Facts:
    """What a file's content says of it."""

    content_type: str
    sha256: str
    size_bytes: int


def facts_of(file_name: str, content: bytes) -> Facts:
    """Look at a file before it is taken. Raises BadEvidence, saying what to bring instead."""
    if not content:
        refuse(_("{0} is empty.").format(file_name), BadEvidence)
    _require_size(file_name, len(content))
    try:
        media_type = media_type_of(file_name, content)
    except UnknownFileType:
        words = _("{0}: this kind of file is not taken. Bring one of: {1}.")
        refuse(words.format(file_name, ", ".join(ACCEPTED_EXTENSIONS)), BadEvidence)
    except ContentMismatch as mismatch:
        refuse(_mismatch_words(file_name, mismatch), BadEvidence)
    return Facts(media_type, sha256(content).hexdigest(), len(content))


def store(doc: Document, file_name: str, content: bytes) -> str:
    """Keep a file as a private attachment of a saved record; its address. Raises BadEvidence."""
    facts_of(file_name, content)
    kept = save_file(PurePath(file_name).name, content, doc.doctype, doc.name, is_private=1)
    return kept.file_url


def facts_of_stored(file_url: str) -> Facts:
    """The facts of a file kept before. Raises BadEvidence."""
    name = frappe.db.get_value("File", {"file_url": file_url}, "name")
    if not name:
        refuse(_("{0}: there is no such file. Attach it again.").format(file_url), BadEvidence)
    content = frappe.get_doc("File", name).get_content()
    read = content.encode() if isinstance(content, str) else content
    return facts_of(PurePath(file_url).name, read)


def require_own(doc: Document, file_urls: Iterable[str]) -> None:
    """Refuse addresses of files attached to other records: naming one must not disclose it."""
    wanted = {url for url in file_urls if url}
    if not wanted:
        return
    fields = ["file_url", "attached_to_doctype", "attached_to_name", "owner"]
    files = frappe.get_all("File", filters={"file_url": ["in", list(wanted)]}, fields=fields)
    own = {file.file_url for file in files if _belongs_to(file, doc)}
    for url in sorted(wanted - own):
        refuse(_("{0} is not a file of this record. Attach it here.").format(url), BadEvidence)


def may_file(
    doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    """Frappe's rule for files, but proof and what was published is neither changed nor deleted."""
    if ptype in ("write", "delete") and (_is_named(doc) or _is_published(doc)):
        return False
    return bool(may_use_file(doc, ptype, user))


def forget(file_name: str) -> None:
    """Delete a file's record and content if the person may; without the right it stays private."""
    if not frappe.db.exists("File", file_name):
        return
    file = frappe.get_doc("File", file_name)
    if file.has_permission("delete"):
        file.delete()


def _is_named(file: Document) -> bool:
    # One that is attached to nothing was brought by its owner, and any record may have taken it.
    within = file.attached_to_name or ["is", "set"]
    return bool(file.file_url) and any(
        frappe.db.exists(doctype, {field: file.file_url, record: within})
        for doctype, field, record in _NAMED_IN
    )


def _is_published(file: Document) -> bool:
    stored = file.name and frappe.db.get_value("File", file.name, "attached_to_doctype")
    return "Gov Edition" in (stored, file.attached_to_doctype)


def _belongs_to(file: frappe._dict, doc: Document) -> bool:
    """Attached to it or to the version it amends; or on its way, brought by this person."""
    if not file.attached_to_name:
        return file.owner == frappe.session.user
    owners = {name for name in (doc.name, doc.get("amended_from")) if name}
    return file.attached_to_doctype == doc.doctype and file.attached_to_name in owners


def _require_size(file_name: str, size: int) -> None:
    limit = frappe.get_cached_doc("Gov Settings").max_evidence_mb or 10
    if size > int(limit) * _MEGABYTE:
        words = _("{0} is larger than {1} MB. Bring a smaller copy or a link.")
        refuse(words.format(file_name, limit), BadEvidence)


def _mismatch_words(file_name: str, mismatch: ContentMismatch) -> str:
    if mismatch.found:
        words = _("{0} is not what its name says: its content looks like {1}.")
        return words.format(file_name, mismatch.found.upper())
    return _("{0} is not what its name says, or it is damaged.").format(file_name)
