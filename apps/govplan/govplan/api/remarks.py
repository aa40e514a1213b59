"""Remarks on records, from outside."""

from typing import Any

import frappe

from govplan.approval import remarks


@frappe.whitelist(methods=["POST"])
def make(doctype: str, name: str, text: str, row_key: str = "", field: str = "") -> dict[str, Any]:
    """Make a remark on a record, a line of it or a field."""
    return _told(remarks.remark(doctype, name, text, row_key, field))


@frappe.whitelist(methods=["POST"])
def answer(remark: str, text: str) -> dict[str, Any]:
    """Answer one."""
    doc = _seen(remark)
    doc.answer(text)
    return _told(doc)


@frappe.whitelist(methods=["POST"])
def reopen(remark: str, text: str) -> dict[str, Any]:
    """Say why its answer is not enough."""
    doc = _seen(remark)
    doc.reopen(text)
    return _told(doc)


@frappe.whitelist(methods=["POST"])
def settle(remark: str) -> dict[str, Any]:
    """Agree with its answer."""
    doc = _seen(remark)
    doc.settle()
    return _told(doc)


def _seen(name: str) -> Any:
    doc = frappe.get_doc("Gov Remark", name)
    doc.check_permission("write")
    return doc


def _told(doc: Any) -> dict[str, Any]:
    return {"name": doc.name, "state": doc.state}
