"""What was read once in a request and holds until a post or a unit changes."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import frappe

T = TypeVar("T")


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gave for this key earlier in the request, else now."""
    memory = getattr(frappe.local, "govplan_memory", None)
    if memory is None:
        memory = frappe.local.govplan_memory = {}
        frappe.db.after_rollback.add(forget)
    if key not in memory:
        memory[key] = make()
    return memory[key]


def forget() -> None:
    """Read everything again; called when a post, a unit or the transaction is undone."""
    frappe.local.govplan_memory = None
