"""An approved yearly report: its words, and its figures as they were taken."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from govplan.annual import tables as told
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import moment
from govplan.transparency.tables import Table
from govplan.transparency.town import town

SCHEMA = "govplan-annual-1"


def subject_of(doc: Any) -> str:
    """The year, which all its versions share."""
    return cstr(doc.year)


def collect(doc: Any, fmt: Any) -> Collected:
    """Everything the report says, with the editions its figures rest on."""
    content = {"schema": SCHEMA, "format": fmt.name, "municipality": town(), **said(doc)}
    return Collected(content, ((doc.doctype, doc.name),))


def said(doc: Any) -> dict[str, Any]:
    """What a report says, approved or not, in the form it is published in."""
    return {
        "year": cint(doc.year),
        "version": cint(doc.version),
        "title": cstr(doc.title),
        "introduction": cstr(doc.introduction),
        "closing": cstr(doc.closing),
        "generated_at": moment(doc.generated_at),
        "sources": frappe.parse_json(doc.sources or "[]"),
        "sections": [_section(row) for row in doc.sections],
    }


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """Units first; then months, axes, indicators, agreements, events, money and coverage."""
    figures = {one["kind"]: one["figures"] for one in content["sections"]}
    summary = figures.get("Summary") or {"units": (), "months": ()}
    axes = [(o["title"], o["figures"]) for o in content["sections"] if o["kind"] == "Axis"]
    return (
        told.units(summary["units"]),
        told.months(summary["months"]),
        told.axes(axes),
        told.lines(_all_lines(content), _("Indicators")),
        told.promises((figures.get("Agreements") or {"rows": ()})["rows"]),
        told.events((figures.get("Participation") or {"rows": ()})["rows"]),
        told.budget(figures.get("Budget") or {"rows": (), "whole": _NO_MONEY}),
        told.coverage_units((figures.get("Coverage") or {"units": ()})["units"]),
    )


_NO_MONEY = dict.fromkeys(("budget", "accrued", "percent"))


def _all_lines(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"unit_name": one["title"], **line}
        for one in content["sections"]
        if one["kind"] == "Unit"
        for line in one["figures"]["lines"]
    ]


def _section(row: Any) -> dict[str, Any]:
    return {
        "kind": cstr(row.kind),
        "subject": cstr(row.subject),
        "title": cstr(row.title),
        "narrative": cstr(row.narrative),
        "figures": frappe.parse_json(row.figures or "{}"),
    }
