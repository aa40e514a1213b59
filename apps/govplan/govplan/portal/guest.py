"""A page of the portal as a guest gets it, made here and now."""

from dataclasses import dataclass

import frappe
from frappe.utils import get_url
from frappe.website.serve import get_response
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from govplan.website import speak_the_towns_language


@dataclass(frozen=True)
class GuestPage:
    """What is sent for an address."""

    body: bytes
    is_html: bool


def page_for_guests(address: str) -> GuestPage | None:
    """The page at `address` for the user Guest, who has to be the current one.

    None when there is none. Nothing of the page before is left: each is a request of its own, and
    the one it is made in, if any, goes on after it.
    """
    request = getattr(frappe.local, "request", None)
    try:
        _begin(address)
        response = get_response(address)
    except frappe.DoesNotExistError:
        return None
    except frappe.PageDoesNotExistError:
        return None
    finally:
        frappe.local.request = request
    if response.status_code != 200 and address != "/404":
        return None
    return GuestPage(response.get_data(), response.mimetype == "text/html")


def _begin(address: str) -> None:
    environment = EnvironBuilder(path=address, base_url=get_url()).get_environ()
    frappe.local.request = Request(environment)
    frappe.local.form_dict = frappe._dict()
    frappe.local.response = frappe._dict(docs=[])
    frappe.local.no_cache = False
    frappe.clear_messages()
    speak_the_towns_language()
