"""What people are told, by notices on their pages and by mail: those concerned, after an act is
kept, and never in its way.

Without a mail account no mail is sent and the act stands: what it tells is also on the pages.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.utils import validate_email_address

DIGEST = "Daily digest"
# Whom reminders come from; notices of acts come from the person who acted.
REMINDER = "Administrator"

_log = logging.getLogger("govplan.mail")


def after_commit(method: str, **arguments: Any) -> None:
    """Have `method` (dotted path) tell people in the background once the act is kept."""
    if not frappe.flags.mute_emails:
        frappe.db.after_commit.add(lambda: _enqueue(method, arguments))


def can_send() -> bool:
    """Whether the site has a mail account."""
    account = {"enable_outgoing": 1, "default_outgoing": 1}
    return bool(frappe.conf.get("mail_server") or frappe.db.exists("Email Account", account))


def leave_notice(
    users: Iterable[str], subject: str, link: str, about: Any, from_user: str = REMINDER
) -> None:
    """Put a notice on the page of each of the users; `link` is a path of this site."""
    for user in users:
        notice = frappe.get_doc(
            {
                "doctype": "Notification Log",
                "type": "Alert",
                "subject": one_line(subject),
                "for_user": user,
                "from_user": from_user,
                "document_type": about.doctype,
                "document_name": about.name,
                "link": link,
            }
        )
        # A log: it comes about by the acts of others, and nobody has the right to write it.
        notice.insert(ignore_permissions=True)


def retire_reminders(doctype: str, names: list[str], user: str | None = None) -> None:
    """Mark the reminders of records as read, one person's or everybody's: another takes their
    place, or it is done."""
    stale = {
        "document_type": doctype,
        "document_name": ["in", names],
        "from_user": REMINDER,
        "type": "Alert",
        "read": 0,
        **({"for_user": user} if user else {}),
    }
    frappe.db.set_value("Notification Log", stale, "read", 1, update_modified=False)


def want_digest(users: Iterable[str]) -> set[str]:
    """Those of the users who get one mail a day: by their own choice, else by the settings."""
    every = set(users)
    chosen = dict(
        frappe.get_all(
            "Gov Notice Choice",
            filters={"user": ["in", sorted(every)], "mail_mode": ["is", "set"]},
            fields=["user", "mail_mode"],
            order_by="name asc",
            limit=0,
            as_list=True,
        )
    )
    usual = frappe.get_cached_doc("Gov Settings").mail_mode
    return {user for user in every if chosen.get(user, usual) == DIGEST}


def one_line(words: str) -> str:
    """A subject is one line, whatever a unit is called."""
    return " ".join(words.split())


def mail(
    users: Iterable[str], subject: str, template: str, args: Mapping[str, Any], about: Any
) -> list[str]:
    """Queue a mail to those of the users who are enabled and have an address; the addresses.

    `template` is a file of `templates/emails`; `about` is the record the mail is filed under.
    Nothing while mail is muted.
    """
    addresses = [] if frappe.flags.mute_emails else _addresses(users)
    if not addresses:
        return []
    try:
        frappe.sendmail(
            recipients=addresses,
            subject=subject,
            template=template,
            args=dict(args),
            header=subject,
            reference_doctype=about.doctype,
            reference_name=about.name,
        )
    except frappe.OutgoingEmailError:
        _log.warning("no mail account: %s %s was told to nobody", about.doctype, about.name)
        return []
    return addresses


def _enqueue(method: str, arguments: dict[str, Any]) -> None:
    try:
        frappe.enqueue(method, queue="short", **arguments)
    except frappe.QueueOverloaded:
        # The act is kept; what it would have told is on the pages of those concerned.
        _log.warning("too many jobs wait: %s %s", method, arguments)


def _addresses(users: Iterable[str]) -> list[str]:
    enabled = {"name": ["in", sorted(set(users))], "enabled": 1}
    found = frappe.get_all("User", filters=enabled, pluck="email", order_by="name asc", limit=0)
    return [address for address in found if address and validate_email_address(address)]
