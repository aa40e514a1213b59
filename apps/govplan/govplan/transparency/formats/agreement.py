"""An approved agreement: what was promised to people, and how far it is."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import day, root_of, title_of
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.town import town

SCHEMA = "govplan-agreement-1"


def subject_of(doc: Any) -> str:
    """An agreement is reopened and never copied: its name is its own for good."""
    return cstr(doc.name)


def collect(doc: Any, fmt: Any) -> Collected:
    """All that is public of the agreement as approved."""
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "municipality": town(),
        "name": subject_of(doc),
        "title": cstr(doc.title),
        "agreement_text": cstr(doc.agreement_text),
        **_source(doc),
        "unit": cstr(doc.unit),
        "unit_name": title_of("Gov Unit", doc.unit),
        "responsible_post": cstr(doc.responsible_post),
        "due_date": day(doc.due_date),
        "status": cstr(doc.status),
        "percent": cint(doc.percent),
        "territory": cstr(doc.territory),
        "territory_name": title_of("Gov Territory", doc.territory),
        "plan_node": cstr(doc.plan_node),
        "public_answer": cstr(doc.public_answer),
        "verification_url": cstr(doc.verification_url),
        "updates": [_update(row) for row in doc.updates],
    }
    return Collected(content, ((doc.doctype, doc.name),))


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """The agreement field by field, then its updates."""
    facts = {
        _("Agreement"): content["agreement_text"],
        _("Responsible unit"): content["unit_name"],
        _("Responsible post"): _(content["responsible_post"]),
        _("Agreed in"): content["event_title"],
        _("Due on"): content["due_date"],
        _("Status"): _(content["status"]),
        _("Percent"): str(content["percent"]),
        _("Territory"): content["territory_name"],
        _("Answer to the citizens"): content["public_answer"],
        _("Verification"): content["verification_url"],
    }
    columns = (Column(_("Field")), Column(_("Value")))
    rows = tuple(Row((name, value), name) for name, value in facts.items())
    return Table(_("Agreement"), columns, rows), _updates(content)


def _updates(content: dict[str, Any]) -> Table:
    columns = (
        Column(_("Date")),
        Column(_("What was done")),
        Column(_("Percent"), Kind.NUMBER),
        Column(_("Evidence")),
        Column(_("Link"), Kind.LINK),
    )
    rows = tuple(
        Row(
            (
                update["update_date"],
                update["update_text"],
                str(update["percent"]),
                update["evidence_title"],
                update["evidence_url"],
            ),
            f"{update['update_date']} {update['update_text']}",
        )
        for update in content["updates"]
    )
    return Table(_("Updates"), columns, rows)


def _source(doc: Any) -> dict[str, str]:
    """The event it was agreed in, once that is public itself."""
    approved = doc.event and frappe.db.get_value(
        "Gov Participation Event", {"name": doc.event, "docstatus": ["!=", 0]}, "name"
    )
    if not approved:
        return {"event": "", "event_title": "", "demand": ""}
    return {
        "event": root_of("Gov Participation Event", doc.event),
        "event_title": title_of("Gov Participation Event", doc.event),
        "demand": cstr(doc.demand),
    }


def _update(row: Any) -> dict[str, Any]:
    """Without its file, which nobody has said may be public; a link is meant to be followed."""
    return {
        "update_date": day(row.update_date),
        "update_text": cstr(row.update_text),
        "percent": cint(row.percent),
        "evidence_title": cstr(row.evidence_title),
        "evidence_url": cstr(row.evidence_url),
    }
