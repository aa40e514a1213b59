import frappe

_FIELDS = ("reminder_days_before", "reminder_days_after", "reminder_hour", "mail_mode")


def execute() -> None:
    """Settings written before there were reminders get the days and the hour of a new site."""
    meta = frappe.get_meta("Gov Settings")
    for field in _FIELDS:
        value = meta.get_field(field).default
        frappe.db.set_single_value("Gov Settings", field, value, update_modified=False)
