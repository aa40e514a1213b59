"""Deleting records, with what belongs to them and a copy of what they were."""

from typing import Any

from . import back_links
from .cache import forget_document
from .context import local
from .documents import get_doc
from .errors import DoesNotExistError, ValidationError
from .events import fire
from .messages import clear_last_message, throw
from .naming import revert_series
from .passwords import remove_passwords
from .schema import drop_doctype
from .storage import child_kinds
from .translate import _
from .values import as_json

# What goes with the record it is about: DocType, the fields that name the record.
_BELONGINGS = (
    ("Comment", "reference_doctype", "reference_name"),
    ("ToDo", "reference_type", "reference_name"),
    ("DocShare", "share_doctype", "share_name"),
    ("Notification Log", "document_type", "document_name"),
)


def delete_doc(
    doctype: str | None = None,
    name: Any = None,
    force: bool | int = False,
    ignore_doctypes: list[str] | None = None,
    for_reload: bool = False,
    ignore_permissions: bool = False,
    flags: dict[str, Any] | None = None,
    ignore_on_trash: bool = False,
    ignore_missing: bool = True,
    delete_permanently: bool = False,
) -> bool | None:
    """Delete a record, or several if `name` is a list. False when one is missing.

    `force` deletes what others link to. Raises DoesNotExistError unless `ignore_missing`,
    LinkExistsError, PermissionError, ValidationError for a submitted record.
    """
    for one in name if isinstance(name, list) else [name]:
        try:
            doc = get_doc(doctype, one, for_update=True)
        except DoesNotExistError:
            if not ignore_missing:
                raise
            clear_last_message()
            return False
        doc.flags.update(flags or {})
        doc.flags.ignore_permissions = doc.flags.ignore_permissions or ignore_permissions
        delete(
            doc,
            force=bool(force),
            run_hooks=not (ignore_on_trash or for_reload),
            keep_copy=not (delete_permanently or for_reload),
        )
    return None


def delete(doc: Any, force: bool = False, run_hooks: bool = True, keep_copy: bool = True) -> None:
    """Delete a loaded record."""
    doc.check_permission("delete")
    if doc.docstatus.is_submitted():
        message = _("{0} {1} is submitted. Cancel it before deleting it.")
        throw(message.format(_(doc.doctype), doc.name), ValidationError)
    doc.flags.in_delete = True
    if run_hooks:
        doc.run_method("on_trash")
        doc.run_method("on_change")
    fire("before_delete_record", doc)
    if not force:
        back_links.require_none(doc, "Delete")
    revert_series(doc)
    _delete_rows(doc)
    if run_hooks:
        doc.run_method("after_delete")
    _delete_belongings(doc)
    if keep_copy and not local.flags.in_install:
        _keep_copy(doc)
    forget_document(doc.doctype, doc.name)


def _delete_rows(doc: Any) -> None:
    if doc.doctype == "DocType":
        drop_doctype(doc.name)
        return
    if doc.meta.issingle:
        local.db.sql("DELETE FROM tabSingles WHERE doctype = %s", (doc.name,))
    else:
        local.db.sql(f"DELETE FROM `tab{doc.doctype}` WHERE name = %s", (doc.name,))  # noqa: S608 - a DocType's table
    for child in child_kinds(doc.meta):
        local.db.sql(
            f"DELETE FROM `tab{child}` WHERE parent = %s AND parenttype = %s",  # noqa: S608 - a DocType's table
            (doc.name, doc.doctype),
        )
    if any(df.fieldtype == "Password" for df in doc.meta.fields):
        remove_passwords(doc.doctype, doc.name)


def _delete_belongings(doc: Any) -> None:
    if doc.meta.istable or doc.doctype in back_links.ABOUT_RECORDS:
        return
    for belonging, type_field, name_field in _BELONGINGS:
        local.db.sql(
            f"DELETE FROM `tab{belonging}` WHERE `{type_field}` = %s AND `{name_field}` = %s",  # noqa: S608 - constant names
            (doc.doctype, str(doc.name)),
        )
    attached = {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}
    for file in local.db.get_values("File", attached, "name", pluck=True):
        # The files of a record go with it, whoever uploaded them.
        delete(_without_checks(get_doc("File", file)), force=True, keep_copy=False)


def _without_checks(doc: Any) -> Any:
    doc.flags.ignore_permissions = True
    return doc


def _keep_copy(doc: Any) -> None:
    if doc.meta.istable or doc.doctype in ("Deleted Document", *back_links.ABOUT_RECORDS):
        return
    copy = get_doc(
        {
            "doctype": "Deleted Document",
            "deleted_doctype": doc.doctype,
            "deleted_name": str(doc.name),
            "data": as_json(doc.as_dict()),
        }
    )
    # Written on behalf of the system, not of the person who deletes.
    copy.insert(ignore_permissions=True)
