"""The daily digest: who had today's, and what is new for a person since their last one."""

from collections import defaultdict
from datetime import date

import frappe
from frappe.utils import cint, now_datetime

from govplan.domain.reminders import CATCH_UP
from govplan.notifying import REMINDER

DIGEST = "Digest"


class Digests:
    """Who had today's, and what others did, up to its hour, that a person was not told in one
    and has not read: `news`, by person."""

    def __init__(self, today: date) -> None:
        self.today = today
        last = {row.for_user: row for row in _digests_since(today - CATCH_UP)}
        self.sent_today = {user for user, row in last.items() if row.due_day >= today}
        self.news: defaultdict[str, list[frappe._dict]] = defaultdict(list)
        for notice in _unread_notices():
            before = last.get(notice.for_user)
            if before is None or notice.creation > before.creation:
                self.news[notice.for_user].append(notice)


def _digests_since(day: date) -> list[frappe._dict]:
    return frappe.get_all(
        "Gov Reminder",
        filters={"act": DIGEST, "due_day": [">=", day.isoformat()]},
        fields=["for_user", "due_day", "creation"],
        order_by="due_day asc, name asc",
        limit=0,
    )


def _unread_notices() -> list[frappe._dict]:
    """Of the week before today's hour; by the framework's clock, which stamped them."""
    hour = now_datetime().replace(
        hour=cint(frappe.get_cached_doc("Gov Settings").reminder_hour),
        minute=0,
        second=0,
        microsecond=0,
    )
    return frappe.get_all(
        "Notification Log",
        filters=[
            ["read", "=", 0],
            ["from_user", "!=", REMINDER],
            ["document_type", "like", "Gov %"],
            ["creation", ">", hour - CATCH_UP],
            ["creation", "<=", hour],
        ],
        fields=["for_user", "subject", "link", "creation"],
        order_by="creation asc, name asc",
        limit=0,
    )
