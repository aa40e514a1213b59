"""The app's mail: to the people an act concerns, after it is kept, and never in its way.

Without a mail account nothing is sent and the act stands: what a mail tells is also on the pages.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.utils import validate_email_address

_log = logging.getLogger("govplan.mail")


def after_commit(method: str, **arguments: Any) -> None:
    """Have `method` (dotted path) write its mails in the background once the act is kept."""
    if not frappe.flags.mute_emails:
        frappe.db.after_commit.add(lambda: _enqueue(method, arguments))


def can_send() -> bool:
    """Whether the site has a mail account."""
    account = {"enable_outgoing": 1, "default_outgoing": 1}
    return bool(frappe.conf.get("mail_server") or frappe.db.exists("Email Account", account))


def mail(
    users: Iterable[str], subject: str, template: str, args: Mapping[str, Any], about: Any
) -> list[str]:
    """Queue a mail to those of the users who are enabled and have an address; the addresses.

    `template` is a file of `templates/emails`; `about` is the record the mail is filed under.
    """
    addresses = _addresses(users)
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
    if can_send():
        frappe.enqueue(method, queue="short", **arguments)
    else:
        _log.info("no mail account: %s %s", method, arguments)


def _addresses(users: Iterable[str]) -> list[str]:
    enabled = {"name": ["in", sorted(set(users))], "enabled": 1}
    found = frappe.get_all("User", filters=enabled, pluck="email", order_by="name asc", limit=0)
    return [address for address in found if address and validate_email_address(address)]
