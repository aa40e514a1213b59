"""What happens when an app asks the façade for a name it does not have."""

from .errors import NotSupported

INSTEAD = {
    "publish_realtime": "there are no sockets; let the page ask again",
    "publish_progress": "there are no sockets; let the page ask again",
    "logger": "use logging.getLogger",
    "get_print": "render a template with frappe.render_template",
    "safe_eval": "use a Python function",
    "format": "use frappe.format_value",
    "get_value": "use frappe.db.get_value",
    "get_site_config": "use frappe.conf",
}


class UnsupportedName(NotSupported, AttributeError):
    """The embedded engine has no such name. `hasattr` answers False for it."""


def unsupported(name: str) -> UnsupportedName:
    """What to raise for a name `frappe` lacks, with what to use in its place."""
    hint = INSTEAD.get(name, "the names of frappe/__init__.py are the supported API")
    return UnsupportedName(f"frappe.{name} is not supported by the embedded engine: {hint}")
