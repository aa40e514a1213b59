"""A person's own notices: read, marked as read, and how mail is to come."""

import frappe

_DOCTYPE = "Notification Log"
_SHOWN = 100


def count_unread() -> int:
    """How many notices the session's user has not read."""
    return frappe.db.count(_DOCTYPE, {"for_user": frappe.session.user, "read": 0})


def own_notices() -> list:
    """The user's notices, newest first; `path` is empty where none of this site is named."""
    found = frappe.get_all(
        _DOCTYPE,
        filters={"for_user": frappe.session.user},
        fields=["name", "subject", "link", "read", "creation"],
        order_by="creation desc, name asc",
        limit=_SHOWN,
    )
    for notice in found:
        notice.path = _own_path(notice.link)
        notice.subject = frappe.utils.strip_html(notice.subject or "")
    return found


def open_notice(name: str) -> str:
    """Mark one of the user's notices as read; the path it leads to, empty when it has none."""
    own = {"name": name, "for_user": frappe.session.user}
    link = frappe.db.get_value(_DOCTYPE, own, "link")
    frappe.db.set_value(_DOCTYPE, own, "read", 1, update_modified=False)
    return _own_path(link)


def mark_all_read() -> None:
    """Mark every notice of the user as read."""
    own = {"for_user": frappe.session.user, "read": 0}
    frappe.db.set_value(_DOCTYPE, own, "read", 1, update_modified=False)


def mail_mode() -> str:
    """What the user chose; empty when they follow the settings."""
    return frappe.db.get_value("Gov Notice Choice", frappe.session.user, "mail_mode") or ""


def choose_mail(mode: str) -> None:
    """Keep how the user wants their mail. Raises what the record refuses."""
    name = frappe.session.user
    if frappe.db.exists("Gov Notice Choice", name):
        choice = frappe.get_doc("Gov Notice Choice", name)
    else:
        choice = frappe.new_doc("Gov Notice Choice")
        choice.user = name
    choice.mail_mode = mode
    choice.save()


def _own_path(link: str | None) -> str:
    # Browsers read a backslash as a slash, and two of them begin another site's address.
    is_own = link and link.startswith("/") and link[1:2] not in ("/", "\\")
    return link if is_own and link.isprintable() else ""
