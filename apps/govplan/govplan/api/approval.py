"""Acts on records, from outside."""

from typing import Any

import frappe

from govplan.approval.service import perform, perform_many


@frappe.whitelist(methods=["POST"])
def act(
    doctype: str,
    name: str,
    act: str,
    reason_code: str = "",
    reason: str = "",
    modified: str | None = None,
) -> dict[str, Any]:
    """Take one act; the record it leaves, which is the new draft after superseding."""
    doc = perform(doctype, name, act, reason_code, reason, modified)
    return {
        "doctype": doc.doctype,
        "name": doc.name,
        "state": doc.workflow_state,
        "modified": str(doc.modified),
    }


@frappe.whitelist(methods=["POST"])
def act_on_many(doctype: str, names: str | list, act: str) -> list[dict[str, Any]]:
    """Take one act on each record: `{name, ok, message}` each. `names` may be JSON text."""
    return perform_many(doctype, [str(name) for name in frappe.parse_json(names)], act)
