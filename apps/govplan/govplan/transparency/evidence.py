"""Public evidence: what an edition shows of it, and the copies the public can open."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

import frappe
from frappe.utils import cstr

PUBLIC = "Public"
FILE = "File"


def shown(rows: Iterable[Any], row_key: str | None = None) -> list[dict[str, Any]]:
    """Public rows, of one line when `row_key` is given; a file has no address until released."""
    return [
        {
            "title": cstr(row.title),
            "kind": cstr(row.kind),
            "url": None if row.kind == FILE else cstr(row.url),
            "sha256": cstr(row.sha256) or None,
        }
        for row in rows
        if row.visibility == PUBLIC and row_key in (None, cstr(row.row_key))
    ]


def files_of(rows: Iterable[Any]) -> dict[str, str]:
    """The private file behind each public row, by SHA-256."""
    return {
        row.sha256: row.file
        for row in rows
        if row.visibility == PUBLIC and row.kind == FILE and row.sha256 and row.file
    }


def shown_in(content: Any) -> Iterator[dict[str, Any]]:
    """Every piece of evidence inside an edition's content, wherever it stands."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == "evidence":
                yield from value
            else:
                yield from shown_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from shown_in(value)


def release(content: dict[str, Any], files: dict[str, str], edition: str) -> list[str]:
    """Give each file of the content a public copy and write its address into the content.

    The copies belong to the edition. Gives the titles of those whose file is no longer what was
    approved; they keep their hash and have no address.
    """
    addresses = {digest: _public_copy(digest, url, edition) for digest, url in files.items()}
    lost = []
    for piece in shown_in(content):
        if piece["kind"] == FILE:
            piece["url"] = addresses.get(piece["sha256"])
            if piece["url"] is None:
                lost.append(piece["title"])
    return lost


def _public_copy(digest: str, private_url: str, edition: str) -> str | None:
    content = _content(private_url)
    if content is None or hashlib.sha256(content).hexdigest() != digest:
        return None
    copy = frappe.get_doc(
        {
            "doctype": "File",
            # The name people gave the file may say more than they meant to publish.
            "file_name": f"{digest[:16]}{PurePath(private_url).suffix.lower()}",
            "content": content,
            "is_private": 0,
            "attached_to_doctype": "Gov Edition",
            "attached_to_name": edition,
        }
    )
    # Whoever publishes acts for the municipality and may have no right to files of their own.
    return copy.insert(ignore_permissions=True).file_url


def _content(url: str) -> bytes | None:
    name = frappe.db.get_value("File", {"file_url": url}, "name")
    if not name:
        return None
    try:
        read = frappe.get_doc("File", name).get_content()
    except OSError:
        return None
    return read.encode() if isinstance(read, str) else read
