"""Answering with a file."""

import frappe


def answer(name: str, content: bytes) -> None:
    """The request's answer is a file to keep, of this name."""
    frappe.response.update(type="download", filename=name, filecontent=content)
