"""The settings a new site begins with."""

import frappe

# What a site is called until somebody, or an import, says its name.
NO_NAME_YET = "Municipio"

_DEFAULTS = {
    "municipality_name": NO_NAME_YET,
    "country_profile": "EC",
    "language": "es",
}
_TIME_ZONE = "America/Guayaquil"


def fill_missing() -> None:
    """Save the settings once with their defaults; what is there stays as it is."""
    settings = frappe.get_doc("Gov Settings")
    if settings.municipality_name:
        return
    for field in settings.meta.fields:
        if field.default and not settings.get(field.fieldname):
            settings.set(field.fieldname, field.default)
    settings.update({name: value for name, value in _DEFAULTS.items() if not settings.get(name)})
    # A site may have its clock set before the app comes.
    settings.time_zone = frappe.db.get_single_value("System Settings", "time_zone") or _TIME_ZONE
    settings.save()
    if not frappe.db.get_single_value("System Settings", "language"):
        # What the framework itself says, at the back office for one, it says in that language.
        frappe.db.set_single_value("System Settings", "language", settings.language)
