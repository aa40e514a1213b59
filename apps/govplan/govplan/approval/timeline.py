"""What the decision log adds to a record's history at the back office."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from govplan.approval.decisions import decisions_on, signature


def decisions(doctype: str, docname: str) -> list[dict[str, Any]]:
    """The decisions on a record its reader may see, as the framework's timeline takes them."""
    if not frappe.has_permission("Gov Decision", "read"):
        return []
    rows = decisions_on(doctype, docname)
    names = {"name": ["in", [row.name for row in rows]]}
    seen = set(frappe.get_list("Gov Decision", filters=names, pluck="name", limit=0))
    return [
        {"icon": "milestone", "creation": row.decided_at, "content": _told(row)}
        for row in rows
        if row.name in seen
    ]


def _told(row: Any) -> str:
    reason = " · ".join(part for part in (_(row.reason_code or ""), row.reason) if part)
    words = f"<strong>{escape_html(_(row.act))}</strong>: {escape_html(signature(row))}"
    return f"{words}<br>{escape_html(reason)}" if reason else words
