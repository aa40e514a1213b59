"""The files of a withdrawn edition, out of the public's reach but not lost."""

from typing import Any

import frappe


def hide_files(edition: Any) -> None:
    """Make the edition's files private, but for those another standing edition shows too."""
    for name in _public_files(edition):
        file = frappe.get_doc("File", name)
        if not _shown_elsewhere(file.file_url, edition.name):
            file.is_private = 1
            # Withdrawing was the right that counts, and it was checked.
            file.save(ignore_permissions=True)


def _public_files(edition: Any) -> list[str]:
    return frappe.get_all(
        "File",
        filters={
            "attached_to_doctype": edition.doctype,
            "attached_to_name": edition.name,
            "is_private": 0,
        },
        pluck="name",
        order_by="name asc",
        limit=0,
    )


def _shown_elsewhere(file_url: str, edition: str) -> bool:
    """Equal content is kept once, so editions may share a file."""
    others = frappe.get_all(
        "File",
        filters={
            "file_url": file_url,
            "attached_to_doctype": "Gov Edition",
            "attached_to_name": ["!=", edition],
        },
        pluck="attached_to_name",
        order_by="name asc",
        limit=0,
    )
    standing = {"name": ["in", others], "withdrawn_on": ["is", "not set"], "docstatus": 1}
    return bool(frappe.get_all("Gov Edition", filters=standing, limit=1, order_by="name asc"))
