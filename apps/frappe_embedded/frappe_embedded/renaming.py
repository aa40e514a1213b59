"""Renaming records: the name itself, and every place that refers to it."""

from collections.abc import Iterator
from typing import Any

from . import back_links
from .cache import forget_document
from .context import local
from .deletion import delete
from .documents import get_doc
from .errors import NotSupported, ValidationError
from .messages import throw
from .meta import Meta
from .naming import validate_name
from .passwords import rename_passwords
from .storage import child_kinds
from .translate import _
from .values import cint


def rename_doc(
    doctype: str | None = None,
    old: str | None = None,
    new: str | None = None,
    force: bool = False,
    merge: bool = False,
    ignore_permissions: bool = False,
    ignore_if_exists: bool = False,
    show_alert: bool = True,
    rebuild_search: bool = True,
    doc: Any = None,
    validate: bool = True,
) -> str:
    """Give a record another name, or let it become part of another one (`merge`); the new name.

    `force` renames where the DocType does not allow it. `show_alert` and `rebuild_search` have no
    effect. Raises ValidationError when it may not be renamed or the name is taken, PermissionError.
    """
    doc = doc or get_doc(doctype, old, for_update=True)
    doctype, old = doc.doctype, doc.name
    if doctype == "DocType":
        raise NotSupported(
            "Renaming a DocType is not supported; write a patch that copies its rows."
        )
    doc.flags.ignore_permissions = doc.flags.ignore_permissions or ignore_permissions
    answer = doc.run_method("before_rename", old, new, merge)
    new = str(_answered(answer) or new or "")
    new = str(validate_name(doctype, new))
    if validate:
        _require_allowed(doc, new, force, merge, ignore_if_exists)
    if merge:
        _move_references(doc.meta, old, new)
        # What it said lives on in the record it became part of.
        doc.flags.ignore_permissions = True
        delete(doc, force=True, run_hooks=False)
    else:
        _rename_rows(doc.meta, old, new)
        _move_references(doc.meta, old, new)
    forget_document(doctype)
    renamed = get_doc(doctype, new)
    renamed.run_method("after_rename", old, new, merge)
    words = _("merged {0} into {1}") if merge else _("renamed from {0} to {1}")
    renamed.add_comment("Edit", words.format(f"<b>{old}</b>", f"<b>{new}</b>"))
    return new


def _answered(answer: Any) -> Any:
    return answer.get("new") if isinstance(answer, dict) else answer


def _require_allowed(doc: Any, new: str, force: bool, merge: bool, ignore_if_exists: bool) -> None:
    meta, exists = doc.meta, local.db.exists(doc.doctype, new)
    label = _(meta.name)
    if not (force or cint(meta.allow_rename)):
        throw(_("{0} not allowed to be renamed").format(label), ValidationError)
    if meta.autoname == "autoincrement":
        throw(_("{0} is numbered and cannot be renamed").format(label), ValidationError)
    doc.check_permission("write")
    if merge and not exists:
        throw(_("{0} {1} does not exist; choose one to merge with").format(label, new))
    same = exists and str(exists).lower() == doc.name.lower()
    if exists and not merge and not ignore_if_exists and (not same or new == doc.name):
        throw(_("Another {0} with the name {1} exists").format(label, new), ValidationError)


def _rename_rows(meta: Meta, old: str, new: str) -> None:
    local.db.sql(f"UPDATE `tab{meta.name}` SET name = %s WHERE name = %s", (new, old))  # noqa: S608 - a DocType's table
    source = (meta.autoname or "").lower().startswith("field:") and (meta.autoname or "")[6:]
    if source:
        local.db.sql(
            f"UPDATE `tab{meta.name}` SET `{source}` = %s WHERE name = %s",  # noqa: S608 - names from a description
            (new, new),
        )
    for child in child_kinds(meta):
        local.db.sql(
            f"UPDATE `tab{child}` SET parent = %s WHERE parent = %s AND parenttype = %s",  # noqa: S608 - a DocType's table
            (new, old, meta.name),
        )
    if any(df.fieldtype == "Password" for df in meta.fields):
        rename_passwords(meta.name, old, new)


def _move_references(meta: Meta, old: str, new: str) -> None:
    for reference in back_links.references_to(meta.name):
        if reference.is_single:
            _move_single(reference, meta.name, old, new)
        else:
            _move(reference.doctype, reference.fieldname, old, new)
    for reference in back_links.dynamic_references():
        if reference.is_single:
            _move_single(reference, meta.name, old, new)
        else:
            _move(reference.doctype, reference.fieldname, old, new, reference.type_field, meta.name)
    for doctype, type_field, fieldname in _plain_references():
        _move(doctype, fieldname, old, new, type_field, meta.name)


def _plain_references() -> Iterator[tuple[str, str, str]]:
    """Fields that name records without being links."""
    yield "File", "attached_to_doctype", "attached_to_name"
    yield "Version", "ref_doctype", "docname"
    yield "Notification Log", "document_type", "document_name"


def _move(
    doctype: str, fieldname: str, old: str, new: str, type_field: str | None = None, kind: str = ""
) -> None:
    typed = f" AND `{type_field}` = %s" if type_field else ""
    local.db.sql(
        f"UPDATE `tab{doctype}` SET `{fieldname}` = %s WHERE `{fieldname}` = %s{typed}",  # noqa: S608 - names from descriptions
        [new, old, *([kind] if type_field else [])],
    )


def _move_single(reference: back_links.Reference, kind: str, old: str, new: str) -> None:
    stored = local.db.singles_dict(reference.doctype)
    typed = reference.type_field is None or stored.get(reference.type_field) == kind
    if typed and stored.get(reference.fieldname) == old:
        local.db.set_single_value(
            reference.doctype, reference.fieldname, new, update_modified=False
        )
