"""Annual operating plans: which version holds in a month, and how a new one comes about."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from govplan import clock
from govplan.approval.acts import APPROVED
from govplan.approval.versions import draft_copy
from govplan.domain.periods import Month, fiscal_months, fiscal_year
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.weights import as_percents
from govplan.errors import WrongState, refuse

# What a line has in common with itself in another version, and in reports: indicator, activity,
# territory.
Identity = tuple[str, str, str]


def identity_of(row: Any) -> Identity:
    """Of a line of a POA or of a report."""
    return (cstr(row.get("indicator")), cstr(row.get("activity")), cstr(row.get("territory")))


def poa_in_force(unit: str, month: Month | str) -> str | None:
    """The approved POA that holds for a unit in a month: the latest version effective by then."""
    return poas_in_force(month, unit).get(unit)


def poas_in_force(month: Month | str, unit: str | None = None) -> dict[str, str]:
    """The same for every unit that has one."""
    month = Month.parse(month) if isinstance(month, str) else month
    rows = frappe.get_all(
        "Gov POA",
        filters={
            "docstatus": 1,
            "fiscal_year": fiscal_year(month),
            "effective_from": ["<=", month.first_day.isoformat()],
            **({"unit": unit} if unit else {}),
        },
        fields=["name", "unit"],
        order_by="version asc, name asc",
        limit=0,
    )
    return {row.unit: row.name for row in rows}


def current_month(year: int) -> Month:
    """The month of a fiscal year we are in; its last when it is over, its first when it is to
    come."""
    months = fiscal_months(year)
    return min(max(Month.of(clock.today()), months[0]), months[-1])


def reform(name: str, effective_from: date | str, reform_act: str) -> Document:
    """The next version of an approved POA, a draft to hold from the first day of a month.

    The earlier version stays approved and holds until then. Raises WrongState when the POA is
    not approved or a version is already on its way.
    """
    poa = frappe.get_doc("Gov POA", name)
    poa.check_permission("read")
    if poa.workflow_state != APPROVED:
        refuse(_("{0} is not approved: write it, it needs no reform.").format(name), WrongState)
    _refuse_second_reform(poa)
    new = draft_copy(poa)
    weigh_anew(new)
    new.version = 1 + max(cint(row.version) for row in versions(poa.unit, poa.fiscal_year))
    new.effective_from, new.reform_act = effective_from, reform_act
    return new.insert()


def versions(unit: str, year: int) -> list[frappe._dict]:
    """Every version of a unit's POA for a year, in order."""
    return frappe.get_all(
        "Gov POA",
        filters={"unit": unit, "fiscal_year": year},
        fields=["name", "version", "effective_from", "workflow_state", "docstatus"],
        order_by="version asc, name asc",
        limit=0,
    )


def weigh_anew(poa: Document) -> None:
    """Give the lines of a draft the same shares as equal parts or percents.

    POAs approved before that was asked, or with lines taken away since, have others.
    """
    weights = as_percents([parse_quantity(row.weight) for row in poa.rows])
    for row, weight in zip(poa.rows, weights, strict=True):
        row.weight = "" if weight is None else canonical(weight)


def _refuse_second_reform(poa: Document) -> None:
    on_its_way = [row.name for row in versions(poa.unit, poa.fiscal_year) if row.docstatus == 0]
    if on_its_way:
        message = _("{0} is already on its way: finish it before beginning another version.")
        refuse(message.format(on_its_way[0]), WrongState)
