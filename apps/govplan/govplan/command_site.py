"""The site a bench command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.commands import get_site

from govplan.transparency.language import speaking, town_language


@contextmanager
def connected(context: Any) -> Iterator[None]:
    """The command's site, as Administrator, speaking the town's language."""
    frappe.init(site=get_site(context))
    frappe.connect()
    try:
        with speaking(town_language()):
            yield
    finally:
        frappe.destroy()
