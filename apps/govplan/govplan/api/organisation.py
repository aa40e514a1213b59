"""The organisation, from outside."""

import frappe
from frappe import _

from govplan.api.files import answer
from govplan.errors import refuse
from govplan.staff.signing import asked_day, files_of


@frappe.whitelist(methods=["GET"])
def signatures(day: str = "", unit: str = "", form: str = "csv") -> None:
    """Who could sign on a day (today), for one unit's records or all, as `csv` or `xlsx`."""
    frappe.has_permission("Gov Post Holding", "read", throw=True)
    on = asked_day(day)
    if unit and not frappe.db.exists("Gov Unit", unit):
        refuse(_("There is no unit “{0}”.").format(unit))
    files = files_of(on, unit or None)
    if form not in files:
        refuse(_("There is no file of that form: ask for csv or xlsx."))
    answer(f"firmas-{on}{'-' + unit if unit else ''}.{form}", files[form])
