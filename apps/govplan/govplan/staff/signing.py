"""The list of who could sign on a day, as the page shows it and as files hold it."""

from datetime import date, datetime

import frappe
from frappe import _
from frappe.utils import cstr

from govplan import clock
from govplan.approval.acts import acts_of
from govplan.organisation.signing import Signature, signatures_on
from govplan.transparency.tables import Column, Row, Table
from govplan.transparency.writers import csv, xlsx
from govplan.typed import Unreadable, day

_DECIDED_ON = "Gov Progress Report"


def asked_day(typed: object) -> date:
    """The day a form asks for; today when it says none or something else."""
    try:
        return day(typed) or clock.today()
    except Unreadable:
        return clock.today()


def acts_of_post(post: str) -> str:
    """What a post lets its holder do with a monthly report it reaches, in words."""
    labels = [act.label for act in acts_of(_DECIDED_ON) if post in act.posts]
    return ", ".join(_(label) for label in labels)


def files_of(on: date, unit: str | None) -> dict[str, bytes]:
    """The list as CSV and as XLSX, by ending."""
    table = _table(signatures_on(on, unit))
    made_at = datetime.combine(on, datetime.min.time())
    return {"csv": csv.write(table), "xlsx": xlsx.write([table], made_at)}


def unit_choices() -> list[tuple[str, str]]:
    """Every unit, the closed ones too: their records may still wait for a signature."""
    rows = frappe.get_list(
        "Gov Unit", fields=["name", "unit_name"], order_by="lft asc, name asc", limit=0
    )
    return [("", _("Every unit")), *((row.name, row.unit_name) for row in rows)]


def _table(found: list[Signature]) -> Table:
    columns = tuple(
        Column(heading)
        for heading in (
            _("Code"),
            _("Unit"),
            _("Post"),
            _("Title of the post as printed"),
            _("Holder"),
            _("Capacity"),
            _("Stands in for"),
            _("Decree or resolution no."),
            _("Date of the act"),
            _("From"),
            _("To"),
            _("May do with the monthly report"),
        )
    )
    return Table(_("Who could sign"), columns, tuple(Row(_cells(one)) for one in found))


def _cells(one: Signature) -> tuple[str, ...]:
    return (
        one.unit,
        one.unit_name,
        _(one.post),
        one.post_title,
        one.holder or _("Vacant"),
        _(one.capacity) if one.capacity else "",
        one.on_behalf_of,
        one.instrument,
        *(cstr(each or "") for each in (one.instrument_date, one.from_date, one.to_date)),
        "" if one.is_vacant else acts_of_post(one.post),
    )
