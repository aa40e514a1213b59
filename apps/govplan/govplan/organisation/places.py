"""Territories and holidays as the planning unit keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from govplan.errors import Fault, refuse_faults
from govplan.typed import check, day, fill, missing, text

_TERRITORY = {
    "code": text,
    "territory_name": text,
    "level": text,
    "parent_gov_territory": lambda value: text(value) or None,
    "is_group": check,
}
_HOLIDAY = {
    "holiday_date": day,
    "holiday_name": text,
    "territory": lambda value: text(value) or None,
    "every_year": check,
}


def add_territory(values: Mapping[str, Any]) -> Document:
    """A territory under another or at the top; the one above becomes a group by it.

    Raises PermissionError and every fault at once.
    """
    territory = _added("Gov Territory", values, _TERRITORY)
    above = territory.parent_gov_territory
    if above and not frappe.db.get_value("Gov Territory", above, "is_group"):
        parent = frappe.get_doc("Gov Territory", above)
        parent.is_group = 1
        parent.save()
    return territory.insert()


def add_holiday(values: Mapping[str, Any]) -> Document:
    """A day on which nothing falls due. Raises as `add_territory`."""
    return _added("Gov Holiday", values, _HOLIDAY).insert()


def remove_holiday(name: str) -> None:
    """Raises PermissionError."""
    holiday = frappe.get_doc("Gov Holiday", name)
    holiday.check_permission("delete")
    holiday.delete()


def holidays_of(year: int) -> list[Any]:
    """The holidays of a year the person may see, by day."""
    return frappe.get_list(
        "Gov Holiday",
        filters={"holiday_date": ["between", [f"{year}-01-01", f"{year}-12-31"]]},
        fields=["name", "holiday_date", "holiday_name", "territory", "every_year"],
        order_by="holiday_date asc, name asc",
        limit=0,
    )


def copy_holidays(year: int) -> list[str]:
    """Give a year those of the year before that fall on the same day every year.

    Those it has stay; names of the new ones. Raises PermissionError, BadRecord when there is
    none to copy.
    """
    frappe.has_permission("Gov Holiday", "create", throw=True)
    repeated = [row for row in holidays_of(year - 1) if row.every_year]
    if not repeated:
        message = _("No holiday of {0} falls on the same day every year: there is none to copy.")
        refuse_faults([Fault("", "anio", message.format(year - 1))])
    there = {(getdate(row.holiday_date), cstr(row.territory)) for row in holidays_of(year)}
    copies = [(same_day_of(getdate(row.holiday_date), year), row) for row in repeated]
    return [
        _copy(then, row)
        for then, row in copies
        if then and (then, cstr(row.territory)) not in there
    ]


def same_day_of(then: date, year: int) -> date | None:
    """The day of that month in another year; None for 29 February in a common one."""
    try:
        return then.replace(year=year)
    except ValueError:
        return None


def _copy(then: date, row: Any) -> str:
    values = {"holiday_date": then, "every_year": 1}
    values |= {field: row.get(field) for field in ("holiday_name", "territory")}
    return frappe.get_doc({"doctype": "Gov Holiday", **values}).insert().name


def _added(doctype: str, values: Mapping[str, Any], readers: Mapping[str, Any]) -> Document:
    frappe.has_permission(doctype, "create", throw=True)
    doc = frappe.new_doc(doctype)
    faults = fill(doc, values, readers)
    refuse_faults(faults or missing(doc))
    return doc
