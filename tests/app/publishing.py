"""A town's month brought to the day of publication, and its editions looked into."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import frappe
from town import Town, acting, open_month, report_of, submit

from govplan import clock
from govplan.approval.service import perform

ROADS = {"ROADS": {"value": "4", "cause": "Rain"}}


def said(town: Town, month: int, where: str, values: Mapping = ROADS, day: int = 2) -> Any:
    """A unit's report of an open month, submitted and not yet decided on."""
    part = "director" if where == town.works else "neighbour"
    with acting(town.people[part], town.day(month + 1, day)):
        return submit(town, where, town.month(month), values)


def approved(town: Town, month: int, where: str, values: Mapping = ROADS, day: int = 2) -> Any:
    """The same, reviewed and approved."""
    report = said(town, month, where, values, day)
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(month + 1, max(day, 8))):
            report = perform(report.doctype, report.name, act)
    return report


def month_with_one_approved_report(town: Town, month: int = 1) -> str:
    """Works reported and was approved; health said nothing."""
    period = open_month(town, month)
    approved(town, month, town.works)
    return period


@contextmanager
def on_publication_day(town: Town, month: int = 1) -> Iterator[None]:
    with clock.standing_at(town.day(month + 1, 12)):
        yield


def content_of(edition: str) -> dict:
    return frappe.parse_json(frappe.db.get_value("Gov Edition", edition, "content"))


def unit_in(edition: str, code: str) -> dict:
    return next(unit for unit in content_of(edition)["units"] if unit["code"] == code)


def files_of(edition: str) -> dict[str, Any]:
    return {row.file_name: row for row in frappe.get_doc("Gov Edition", edition).files}


def bytes_of(url: str) -> bytes:
    """What the public downloads from an address."""
    name = frappe.db.get_value("File", {"file_url": url}, "name")
    content = frappe.get_doc("File", name).get_content()
    return content.encode() if isinstance(content, str) else content


def report_amended(town: Town, month: int, where: str, values: Mapping) -> Any:
    """The approved report superseded by planning, said again and approved."""
    report = report_of(where, town.month(month))
    with acting(town.people["planner"], town.day(month + 1, 20)):
        perform(
            report.doctype,
            report.name,
            "Supersede",
            "Correction of published data",
            "A digit was left out",
        )
    return approved(town, month, where, values)
