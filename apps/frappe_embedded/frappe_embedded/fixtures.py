"""Records an app ships and owns: every migrate makes them again what the files say."""

import json
from collections.abc import Iterator
from typing import Any

from .context import local
from .documents import get_doc, new_doc
from .hooks import app_folder, get_module_list
from .meta import get_meta
from .sync import import_doc
from .text import scrub
from .values import _dict, cint

TREE_FIELDS = ("lft", "rgt")
IGNORED = {"creation", "modified", "modified_by", "owner", "idx", *TREE_FIELDS}


def sync_fixtures(app: str) -> None:
    """Make the rows of `fixtures/*.json` what the files say; local edits are lost."""
    local.flags.in_fixtures = True
    local.flags.mute_emails = True
    try:
        for path in sorted((app_folder(app) / "fixtures").glob("*.json")):
            for row in json.loads(path.read_text("utf-8")):
                _sync_row(row)
    finally:
        local.flags.in_fixtures = local.flags.mute_emails = False


def _sync_row(row: dict[str, Any]) -> None:
    row = {key: value for key, value in row.items() if key not in TREE_FIELDS}
    if not local.db.exists("DocType", row["doctype"]):
        print(f"Passed over a fixture: the site has no DocType {row['doctype']}")  # noqa: T201 - a command's output
        return
    if not _is_as_shipped(row):
        import_doc(row, validate=True)


def _is_as_shipped(row: dict[str, Any]) -> bool:
    """True when replacing the stored record would change nothing but its timestamps."""
    if not local.db.exists(row["doctype"], row["name"]):
        return False
    stored = get_doc(row["doctype"], row["name"])
    return _values(row["doctype"], stored) == _values(row["doctype"], row)


def _values(doctype: str, record: Any) -> dict[str, Any]:
    meta = get_meta(doctype)
    tables = meta.child_doctypes
    names = [name for name in meta.get_valid_columns() if name not in IGNORED]
    values = {name: _plain(record.get(name)) for name in names}
    for name, child in tables.items():
        rows = record.get(name) or []
        values[name] = [_child_values(child, row) for row in rows]
    return values


def _child_values(doctype: str, row: Any) -> dict[str, Any]:
    fields = (df.fieldname for df in get_meta(doctype).fields if df.kind)
    return {name: _plain(row.get(name)) for name in fields}


def _plain(value: Any) -> Any:
    if value in (None, "", 0, "0"):
        return ""
    return str(float(value)) if isinstance(value, int | float) else str(value)


def sync_customizations(app: str) -> None:
    """Apply the app's `<module>/custom/*.json`: custom fields, property setters, permissions."""
    for customization in _customizations(app):
        for doctype, rows in _by_doctype(customization):
            for row in rows:
                _replace(doctype, row)


def _customizations(app: str) -> Iterator[_dict]:
    for module in get_module_list(app):
        for path in sorted((app_folder(app) / scrub(module) / "custom").glob("*.json")):
            read = _dict(json.loads(path.read_text("utf-8")))
            if cint(read.sync_on_migrate):
                yield read


def _by_doctype(customization: _dict) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "Custom Field", customization.custom_fields or []
    yield "Property Setter", customization.property_setters or []
    yield "Custom DocPerm", customization.custom_perms or []


def _replace(doctype: str, row: dict[str, Any]) -> None:
    shipped = new_doc(doctype).as_dict() | row | {"doctype": doctype}
    if not _is_as_shipped(shipped):
        import_doc(shipped)
