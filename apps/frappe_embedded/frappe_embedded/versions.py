"""Versions: what each save changed, as people read it."""

import json
from typing import Any

from .acts import note
from .comparison import stored_before
from .context import local
from .documents import get_doc
from .storage import STAMPS, Row, Stored, changes
from .values import cstr

_NOT_SHOWN = frozenset((*STAMPS, "docstatus", "idx", "parent", "parenttype", "parentfield"))


def write_version(doc: Any) -> None:
    """Write a Version if the save changed anything. None for new records, nor in tests."""
    before = stored_before(doc)
    if before is None or not doc.meta.track_changes or _is_off(doc):
        return
    found = difference(doc, before)
    if not any(found.values()):
        return
    found["data_import"] = doc.flags.via_data_import or None
    found["updater_reference"] = doc.flags.updater_reference or None
    version = get_doc(
        {
            "doctype": "Version",
            "ref_doctype": doc.doctype,
            "docname": str(doc.name),
            "data": json.dumps(found, indent=1, ensure_ascii=False),
        }
    )
    # The record's history is written whoever changes it; nobody has the right to write it by hand.
    note(version)


def _is_off(doc: Any) -> bool:
    flags = local.flags
    return bool(doc.flags.ignore_version or flags.in_test or flags.in_install or flags.in_patch)


def difference(doc: Any, before: Stored) -> dict[str, Any]:
    """`changed` [[field, old, new]], `added` and `removed` [[table, row]], `row_changed`
    [[table, index, row name, [[field, old, new]]]].
    """
    found: dict[str, Any] = {"changed": _changed(doc, before.row)}
    if cstr(before.row.get("docstatus")) != cstr(int(doc.docstatus)):
        found["changed"].append(["docstatus", before.row.get("docstatus"), int(doc.docstatus)])
    found.update(added=[], removed=[], row_changed=[])
    for df in doc.meta.table_fields:
        _compare_table(doc, df.fieldname, before.tables.get(df.fieldname, []), found)
    return found


def _compare_table(doc: Any, table: str, old_rows: list[Row], found: dict[str, Any]) -> None:
    old = {row["name"]: row for row in old_rows}
    rows = doc.get(table) or []
    for place, row in enumerate(rows):
        if row.name not in old:
            found["added"].append([table, row.as_dict(convert_dates_to_str=True)])
        elif changed := _changed(row, old[row.name]):
            found["row_changed"].append([table, place, row.name, changed])
    present = {row.name for row in rows}
    removed = [row for name, row in old.items() if name not in present]
    doctype = doc.meta.child_doctypes[table]
    for row in removed:
        gone = get_doc({**row, "doctype": doctype})
        found["removed"].append([table, gone.as_dict(convert_dates_to_str=True)])


def _changed(part: Any, before: Row) -> list[list[Any]]:
    names = [
        name
        for name in changes(part, before)
        if name not in _NOT_SHOWN and part.meta.has_field(name)
    ]
    if not names:
        return []
    old = type(part).from_row(part.doctype, before)
    return [[name, _shown(old, name), _shown(part, name)] for name in names]


def _shown(part: Any, fieldname: str) -> Any:
    df = part.meta.get_field(fieldname)
    if df.is_numeric or df.kind in ("date", "datetime", "time"):
        return part.get_formatted(fieldname)
    return part.get(fieldname)
