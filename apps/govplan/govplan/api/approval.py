"""Acts on records, from outside."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model import workflow

from govplan.approval.service import perform, perform_many, to_be_opened, unopened_words
from govplan.errors import BadRecord, refuse


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
    return perform_many(doctype, _names(names), act)


@frappe.whitelist(methods=["POST"])
def bulk_workflow_approval(docnames: str | list, doctype: str, action: str) -> dict[str, Any]:
    """Frappe's own act on many, but for records that are to be opened first: those are refused.

    `{done: [name], failed: [[name, why]]}`, as far as Frappe tells.
    """
    names = _names(docnames)
    flagged = {name: why for name, why in to_be_opened(doctype, names, action).items() if why}
    seen = _seen(doctype, list(flagged)) if flagged else []
    failed = [[name, unopened_words(flagged[name])] for name in seen]
    for name, why in failed:
        frappe.msgprint(f"{name}: {why}")
    others = [name for name in names if name not in seen]
    told = workflow.bulk_workflow_approval(json.dumps(others), doctype, action) if others else None
    told = told or {"done": [], "failed": []}
    return {**told, "failed": [*told["failed"], *failed]}


def _seen(doctype: str, names: list[str]) -> list[str]:
    return frappe.get_list(doctype, filters={"name": ["in", names]}, pluck="name", limit=0)


def _names(given: str | list) -> list[str]:
    try:
        names = frappe.parse_json(given)
    except ValueError:
        names = None
    if not isinstance(names, list):
        refuse(_("Name the records as a list."), BadRecord)
    return [str(name) for name in names]
