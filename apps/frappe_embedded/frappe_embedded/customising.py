"""Custom Fields: fields a site adds to the DocTypes of its apps."""

from collections.abc import Mapping
from typing import Any

from .context import local
from .documents import get_doc
from .meta import clear_meta_cache, get_meta
from .schema import sync_table
from .text import scrub, unscrub


def create_custom_fields(
    custom_fields: Mapping[Any, Any], ignore_validate: bool = False, update: bool = True
) -> None:
    """Add fields, given as `{doctype (or a tuple of them): field or fields}`, to DocTypes.

    A field that exists is brought up to what is given, unless `update` is False.
    """
    for doctypes, given in custom_fields.items():
        for doctype in [doctypes] if isinstance(doctypes, str) else doctypes:
            for field in [given] if isinstance(given, Mapping) else given:
                _add(doctype, dict(field), ignore_validate, update)


def create_custom_field(
    doctype: str,
    df: Mapping[str, Any],
    ignore_validate: bool = False,
    is_system_generated: bool = True,
) -> Any:
    """Add one field to a DocType; None when it has it already."""
    field = {"is_system_generated": int(is_system_generated), **df}
    return _add(doctype, field, ignore_validate, update=False)


def _add(doctype: str, field: dict[str, Any], ignore_validate: bool, update: bool) -> Any:
    field.setdefault("fieldname", scrub(field.get("label") or ""))
    field.setdefault("label", unscrub(field["fieldname"]))
    name = local.db.exists("Custom Field", {"dt": doctype, "fieldname": field["fieldname"]})
    if (name and not update) or (not name and get_meta(doctype).has_field(field["fieldname"])):
        return None
    doc = get_doc("Custom Field", name) if name else get_doc({"doctype": "Custom Field"})
    doc.update({**field, "dt": doctype})
    doc.flags.ignore_validate = ignore_validate
    # Called by install and patches, on behalf of an app.
    return doc.save(ignore_permissions=True)


def apply(doctype: str) -> None:
    """Let a DocType's table and description follow a change of its customisations."""
    clear_meta_cache(doctype)
    sync_table(get_meta(doctype))
