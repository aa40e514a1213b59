"""The approval workflows a new site begins with; afterwards they are the administrator's."""

import frappe

from govplan.approval.acts import (
    APPROVED,
    AUTHORS,
    REVIEWED,
    SUBMITTED,
    SUPERSEDED,
    acts_of,
    states_of,
)
from govplan.organisation.holders import ROLE_OF_POST

# Whom Frappe's form lets type in each state; the rules themselves are in the records.
_EDITOR = {SUBMITTED: "Coordinator", REVIEWED: "Mayor", APPROVED: "Mayor", SUPERSEDED: "Mayor"}


def create_missing() -> None:
    """Insert a workflow for each kind of record that has none, active or not."""
    for doctype in AUTHORS:
        if not frappe.db.exists("Workflow", {"document_type": doctype}):
            frappe.get_doc(_workflow(doctype)).insert()


def _workflow(doctype: str) -> dict[str, object]:
    return {
        "doctype": "Workflow",
        "workflow_name": f"{doctype} approval",
        "document_type": doctype,
        "is_active": 1,
        "workflow_state_field": "workflow_state",
        "override_status": 0,
        "send_email_alert": 0,
        "states": [_state(doctype, state) for state in states_of(doctype)],
        "transitions": _transitions(doctype),
    }


def _state(doctype: str, state: str) -> dict[str, object]:
    submittable = frappe.get_meta(doctype).is_submittable
    doc_status = {APPROVED: "1", SUPERSEDED: "2"}.get(state, "0") if submittable else "0"
    return {
        "state": state,
        "doc_status": doc_status,
        "allow_edit": ROLE_OF_POST[_EDITOR.get(state, AUTHORS[doctype][0])],
    }


def _transitions(doctype: str) -> list[dict[str, object]]:
    return [
        {
            "state": from_state,
            "action": act.label,
            "next_state": act.to_state,
            "allowed": ROLE_OF_POST[post],
            # Who wrote a record is not who submitted it: the guard knows, the owner says nothing.
            "allow_self_approval": 1,
        }
        for act in acts_of(doctype)
        for from_state in act.from_states
        for post in act.posts
    ]
