"""What every page of the site needs to know: the town and its language."""

import frappe
from frappe import _

_MARK = "/assets/govplan/images/mark.svg"
_DESK_PREFIXES = ("/app", "/api", "/assets", "/files", "/private")


def speak_the_towns_language() -> None:
    """Pages speak the municipality's language, whatever the browser prefers.

    The town's data are in one language; a page half in another helps nobody.
    """
    if frappe.request and frappe.request.path.startswith(_DESK_PREFIXES):
        return
    frappe.local.lang = frappe.db.get_single_value("Gov Settings", "language") or "es"


def add_town(context: dict) -> None:
    """Puts `town` (name, logo, texts, contact, licence), `lang` and `here` into the context.

    `here` is the address asked for; the framework's own `path` names the page a route leads to.
    """
    settings = frappe.get_cached_doc("Gov Settings")
    # For the pages that are not the app's own, such as the log-in.
    context["favicon"] = _MARK
    context["app_name"] = settings.municipality_name or _("Municipality")
    context["here"] = frappe.request.path if frappe.request else "/"
    context["lang"] = frappe.local.lang
    context["staff_door"] = not frappe.flags.portal_without_staff
    context["town"] = frappe._dict(
        name=settings.municipality_name or _("Municipality"),
        logo=settings.logo,
        home_text=settings.home_text or "",
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        licence=settings.data_licence,
        licence_url=settings.data_licence_url,
    )
