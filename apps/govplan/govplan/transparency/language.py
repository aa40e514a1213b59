"""Publications speak the town's language, whoever or whatever makes them."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


def town_language() -> str:
    """The language of the settings, Spanish when none is chosen."""
    return frappe.db.get_single_value("Gov Settings", "language") or "es"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate into `language` inside; a job or command has the framework's default outside."""
    before = frappe.local.lang
    frappe.local.lang = language
    try:
        yield
    finally:
        frappe.local.lang = before
