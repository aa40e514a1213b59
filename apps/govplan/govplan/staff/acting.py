"""The buttons of an approval: what the page offers and what pressing one does."""

from itertools import zip_longest

import frappe
from frappe import _

from govplan.approval.acts import EDITABLE
from govplan.approval.service import available_acts, perform, was_sent_back
from govplan.presentation import duration
from govplan.staff.remarks import REMARK_ACTS, offer_remarks, press_remark

REASON_CODES = (
    "Incomplete",
    "Wrong value",
    "Missing evidence",
    "Inconsistent",
    "Correction of published data",
    "Reform",
    "Other",
)

_DONE = {
    "Submit": "enviado",
    "Withdraw": "recuperado",
    "Review": "revisado",
    "Return": "devuelto",
    "Approve": "aprobado",
    "Supersede": "reemplazado",
    "Reopen": "reabierto",
}


def offer_acts(context, doc) -> None:
    """Puts the acts open to the user now, the reasons to choose from, what was decided and what
    was remarked into the context."""
    context.acts = available_acts(doc)
    context.reason_codes = [("", _("Choose a reason")), *((code, _(code)) for code in REASON_CODES)]
    context.decisions = decisions_on(doc)
    offer_remarks(context, doc)


def can_write_now(doc, acts: list) -> bool:
    """Whether the user is one of the record's authors and it can still be written."""
    return doc.workflow_state in EDITABLE and any(act.label == "Submit" for act in acts)


def press(doc, address: str, act: str | None = None) -> str:
    """Performs the act whose button was pressed; returns where to go with what was done."""
    form = frappe.form_dict
    act = act or form.act
    if act in REMARK_ACTS:
        return press_remark(doc, address)
    result = perform(
        doc.doctype,
        doc.name,
        act,
        reason_code=form.reason_code or "",
        reason=(form.reason or "").strip(),
        modified=form.modified,
    )
    target = address.format(name=result.name)
    done = "reenviado" if was_sent_back(result, act) else _DONE.get(act, "hecho")
    return f"{target}?hecho={done}"


def decisions_on(doc) -> list:
    """The record's decisions, newest first, each with the time `spent` since the one before."""
    found = frappe.get_list(
        "Gov Decision",
        filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
        fields=[
            "act",
            "to_state",
            "person_name",
            "post",
            "post_title",
            "capacity",
            "on_behalf_of",
            "instrument",
            "decided_at",
            "reason_code",
            "reason",
            "round",
        ],
        order_by="sequence desc",
        limit=50,
    )
    for one, before in zip_longest(found, found[1:]):
        one.spent = duration(before.decided_at if before else doc.creation, one.decided_at)
    return found
