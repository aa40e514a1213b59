"""A refused form: nothing half-written, what was typed kept, each fault beside its field."""

from collections.abc import Callable, Mapping

import frappe
from frappe import _

from govplan.staff.pages import redirect

CONFLICT = 409
REFUSED = 417


def handle(context, action: Callable[[], str]) -> None:
    """Runs a form's action and redirects to the address it returns; shows a refusal instead.

    An action that returns no address has answered by itself. After a refusal `context.faults`
    holds the lines to show, `context.typed` is True and the page answers 409 for a concurrent
    edit, 417 otherwise. Permission errors pass through.
    """
    frappe.db.savepoint("form")
    try:
        address = action()
    except frappe.TimestampMismatchError:
        _refuse(context, CONFLICT, [stale_fault()])
    except (frappe.ValidationError, frappe.DuplicateEntryError) as refusal:
        _refuse(context, REFUSED, faults_of(refusal))
    else:
        if address:
            redirect(address)


def chosen(acts: Mapping[str, Callable], pressed: str | None) -> Callable:
    """What the button that was pressed does. Raises ValidationError for one the page never drew."""
    if pressed not in acts:
        frappe.throw(_("This page has no such button."), frappe.ValidationError)
    return acts[pressed]


def faults_of(refusal: Exception) -> list:
    """The refusal's own faults, or one made of its message."""
    faults = getattr(refusal, "faults", None)
    if faults:
        return [
            frappe._dict(
                message=fault.message,
                row_key=fault.row_key,
                field=fault.field,
                anchor=f"{fault.field}__{fault.row_key}" if fault.row_key else fault.field,
            )
            for fault in faults
        ]
    text = frappe.utils.strip_html(str(refusal)) or _("The change was refused.")
    return [frappe._dict(message=text, row_key="", field="", anchor="")]


def point_at_form(context, key: str) -> None:
    """Leads to the fields of one of a page's several forms, whose ids end in `--key`."""
    for fault in context.faults:
        fault.anchor = fault.anchor and f"{fault.anchor}--{key}"
    context.fault_at = fault_texts(context.faults)


def stale_fault():
    """The line shown to the second of two people who save the same record."""
    message = _(
        "Somebody else saved this record while you were writing. What you typed is still here: "
        "compare it with what is stored now and save again."
    )
    return frappe._dict(message=message, row_key="", field="", anchor="")


def fault_texts(faults: list) -> dict[str, str]:
    """{field id: message}, for the macros of the form."""
    return {fault.anchor: fault.message for fault in faults if fault.anchor}


def _refuse(context, status: int, faults: list) -> None:
    frappe.db.rollback(save_point="form")
    frappe.clear_messages()
    context.faults = faults
    context.fault_at = fault_texts(faults)
    context.typed = True
    context.http_status_code = status
