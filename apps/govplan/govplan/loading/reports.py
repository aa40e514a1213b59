"""What a load leaves on record, and its faults as a file."""

import json
from typing import Any

from frappe import _

from govplan.loading.changes import Change
from govplan.loading.exports import written
from govplan.loading.faults import FileFault
from govplan.loading.kinds.base import Kind
from govplan.loading.loads import Outcome
from govplan.transparency import tables

# A file of the wrong kind is wrong in every cell; the count says how much is left out.
MAX_FAULTS = 2_000
_SHOWN = 20


def report_of(kind: Kind, outcome: Outcome) -> dict[str, Any]:
    """The fields of Gov Import that tell an outcome."""
    told = {
        "faults": [fault.as_dict() for fault in outcome.faults[:MAX_FAULTS]],
        "created": [_created(change) for change in outcome.created[:_SHOWN]],
        "updated": [_updated(change) for change in outcome.updated[:_SHOWN]],
        "unchanged": [change.wish.name for change in outcome.unchanged[:_SHOWN]],
        "held": [_created(change) for change in outcome.held[:_SHOWN]],
        "ignored": outcome.ignored,
        "written": outcome.written,
    }
    return {
        "row_count": outcome.rows,
        "created_count": len(outcome.created),
        "updated_count": len(outcome.updated),
        "unchanged_count": len(outcome.unchanged),
        "held_count": len(outcome.held),
        "fault_count": len(outcome.faults),
        "report": json.dumps(told, ensure_ascii=False, default=str),
    }


def fault_file(faults: list[dict[str, Any]], form: str) -> bytes:
    """The faults as a table, with the row numbers of the file."""
    headings = (_("Sheet"), _("Row"), _("Column"), _("Heading"), _("What is wrong"))
    columns = tuple(
        tables.Column(text, tables.Kind.NUMBER if at == 1 else tables.Kind.TEXT)
        for at, text in enumerate(headings)
    )
    read = [FileFault(**fault) for fault in faults]
    lines = tuple(
        tables.Row((one.sheet, str(one.row), one.column, one.heading, one.message)) for one in read
    )
    return written([tables.Table(_("Faults"), columns, lines)], form)


def _created(change: Change) -> dict[str, Any]:
    wish = change.wish
    title = next((str(value) for name, value in wish.values.items() if _names(name)), "")
    told = {"row": wish.row, "doctype": wish.doctype, "name": wish.name, "title": title}
    return {**told, "lines": len(wish.parts)}


def _updated(change: Change) -> dict[str, Any]:
    differences = [
        {"row": one.row, "label": one.label, "before": one.before, "after": one.after}
        for one in change.differences[:_SHOWN]
    ]
    more = len(change.differences) - len(differences)
    return {**_created(change), "differences": differences, "more": more}


def _names(field: str) -> bool:
    return field in ("title", "unit_name", "indicator_name")
