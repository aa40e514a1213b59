"""An approved participation event: counts and never names, documents as done or missing."""

from typing import Any

from frappe import _
from frappe.utils import cint, cstr

from govplan.transparency import evidence
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import day, moment, root_of, title_of, titles_of
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.town import town

SCHEMA = "govplan-event-1"


def subject_of(doc: Any) -> str:
    """The name of its first version, which its address keeps."""
    return root_of(doc.doctype, doc.name)


def collect(doc: Any, fmt: Any) -> Collected:
    """All that is public of the event; documents of the legality chain stay with the office."""
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "municipality": town(),
        "name": subject_of(doc),
        **_identity(doc),
        "summary": cstr(doc.summary),
        "minutes": cstr(doc.minutes),
        "plan_nodes": [cstr(row.plan_node) for row in doc.plan_nodes],
        "steps": [_step(row) for row in doc.steps],
        "attendance_total": cint(doc.attendance_total),
        "attendance": [_group(row) for row in doc.attendance],
        "demands": _demands(doc),
        "evidence": evidence.shown(doc.evidence),
    }
    files = evidence.files_of(doc.evidence)
    return Collected(content, ((doc.doctype, doc.name),), evidence_files=files)


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """The event field by field, its legality chain, who came, what was asked."""
    return _facts(content), _steps(content), _attendance(content), _asked(content)


def _identity(doc: Any) -> dict[str, Any]:
    return {
        "title": cstr(doc.title),
        "event_type": cstr(doc.event_type),
        "unit": cstr(doc.unit),
        "unit_name": title_of("Gov Unit", doc.unit),
        "starts_at": moment(doc.starts_at),
        "ends_at": moment(doc.ends_at),
        "mode": cstr(doc.mode),
        "place": cstr(doc.place),
        "territory": cstr(doc.territory),
        "territory_name": title_of("Gov Territory", doc.territory),
        "latitude": cstr(doc.latitude) or None,
        "longitude": cstr(doc.longitude) or None,
    }


def _step(row: Any) -> dict[str, Any]:
    return {
        "step": cstr(row.step),
        "required": bool(cint(row.required)),
        "state": cstr(row.state),
        "step_date": day(row.step_date),
    }


def _group(row: Any) -> dict[str, Any]:
    return {
        "grouping": cstr(row.grouping),
        "group_name": cstr(row.group_name),
        "attendees": cint(row.attendees),
    }


def _demands(doc: Any) -> list[dict[str, Any]]:
    places = titles_of("Gov Territory", [row.territory for row in doc.demands])
    units = titles_of("Gov Unit", [row.unit for row in doc.demands])
    return [
        {
            "demand": cstr(row.demand),
            "topic": cstr(row.topic),
            "territory_name": places.get(row.territory, ""),
            "unit": cstr(row.unit),
            "unit_name": units.get(row.unit, ""),
            "plan_node": cstr(row.plan_node),
        }
        for row in doc.demands
    ]


def _facts(content: dict[str, Any]) -> Table:
    facts = {
        _("Event"): content["title"],
        _("Type"): content["event_type"],
        _("Organised by"): content["unit_name"],
        _("Starts at"): content["starts_at"],
        _("Ends at"): content["ends_at"],
        _("Mode"): _(content["mode"]),
        _("Place"): content["place"],
        _("Territory"): content["territory_name"],
        _("Summary"): content["summary"],
        _("Minutes"): content["minutes"],
        _("Attendees"): str(content["attendance_total"]),
    }
    rows = tuple(Row((name, value), name) for name, value in facts.items())
    return Table(_("Event"), (Column(_("Field")), Column(_("Value"))), rows)


def _steps(content: dict[str, Any]) -> Table:
    columns = (Column(_("Step")), Column(_("Required")), Column(_("State")), Column(_("Date")))
    rows = tuple(
        Row(
            (
                step["step"],
                _("Yes") if step["required"] else _("No"),
                _(step["state"]),
                step["step_date"],
            ),
            step["step"],
        )
        for step in content["steps"]
    )
    return Table(_("Legality chain"), columns, rows)


def _attendance(content: dict[str, Any]) -> Table:
    columns = (Column(_("Grouping")), Column(_("Group")), Column(_("Attendees"), Kind.NUMBER))
    rows = tuple(
        Row(
            (_(group["grouping"]), group["group_name"], str(group["attendees"])),
            group["group_name"],
        )
        for group in content["attendance"]
    )
    return Table(_("Attendance"), columns, rows)


def _asked(content: dict[str, Any]) -> Table:
    columns = (Column(_("Demand")), Column(_("Topic")), Column(_("Territory")), Column(_("Unit")))
    rows = tuple(
        Row(
            (asked["demand"], asked["topic"], asked["territory_name"], asked["unit_name"]),
            asked["demand"],
        )
        for asked in content["demands"]
    )
    return Table(_("Demands"), columns, rows)
