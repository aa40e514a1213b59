"""The municipality as its publications name it."""

import frappe
from frappe.utils import cstr, get_url

_FACTS = {
    "name": "municipality_name",
    "short_name": "short_name",
    "tax_id": "tax_id",
    "country": "country_profile",
    "licence": "data_licence",
    "licence_url": "data_licence_url",
}


def town() -> dict[str, str]:
    """Name, tax id, country, licence and the portal's address without a closing slash."""
    settings = frappe.get_cached_doc("Gov Settings")
    facts = {key: cstr(settings.get(fieldname)) for key, fieldname in _FACTS.items()}
    return {**facts, "portal": portal_address()}


def portal_address() -> str:
    """Where the portal is seen from outside."""
    stated = frappe.get_cached_doc("Gov Settings").portal_address
    return cstr(stated or get_url()).rstrip("/")
