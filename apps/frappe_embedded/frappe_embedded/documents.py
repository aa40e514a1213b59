"""Getting documents: by name, by filters, from a dict, remembered, new, copied."""

import copy
from collections.abc import Mapping
from typing import Any

from .base_document import NEW, BaseDocument
from .cache import forget_document
from .context import local
from .errors import DoesNotExistError
from .messages import clear_last_message
from .meta import get_controller, get_meta
from .values import _dict

_FRESH = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "amended_from")
_FRESH_ROW = ("name", "owner", "creation", "modified", "modified_by", "parent", "docstatus")


def get_doc(*args: Any, **kwargs: Any) -> Any:
    """A document: by `(doctype, name or filters)`, `(doctype)` for a Single, or made of a dict.

    Nothing is checked against permissions. `for_update` keeps others from writing it until the
    transaction ends. Raises DoesNotExistError for a missing record, ImportError for a DocType the
    site does not have, ValueError for a dict that does not name its DocType.
    """
    if args and isinstance(args[0], BaseDocument):
        return args[0]
    if not args or isinstance(args[0], Mapping):
        values = args[0] if args else kwargs
        if not values.get("doctype"):
            raise ValueError("'doctype' is a required key")
        return _class_of(values["doctype"])(values)
    doctype, name = args[0], args[1] if len(args) > 1 else kwargs.pop("name", None)
    return _class_of(doctype)(doctype, name, **kwargs)


def _class_of(doctype: str) -> Any:
    try:
        return get_controller(doctype)
    except DoesNotExistError as problem:
        clear_last_message()
        raise ImportError(f"The site has no DocType {doctype}") from problem


def get_cached_doc(doctype: str, name: Any = None) -> Any:
    """Like `get_doc` with a name, loaded once per request: everybody gets the same object."""
    key = (doctype, doctype if name is None else name)
    if key not in local.document_cache:
        local.document_cache[key] = get_doc(doctype, name)
    return local.document_cache[key]


def get_cached_value(
    doctype: str, name: Any, fieldname: Any = "name", as_dict: bool = False
) -> Any:
    """Field, list of fields or (`as_dict`) `_dict` of a remembered document; None without one."""
    try:
        doc = get_cached_doc(doctype, name)
    except DoesNotExistError:
        clear_last_message()
        return None
    if isinstance(fieldname, str) and not as_dict:
        return doc.get(fieldname)
    names = [fieldname] if isinstance(fieldname, str) else fieldname
    found = _dict((key, doc.get(key)) for key in names)
    return found if as_dict else list(found.values())


def clear_document_cache(doctype: str, name: Any = None) -> None:
    """Load a document (all of a DocType without `name`) again at the next `get_cached_doc`."""
    forget_document(doctype, name)


def get_single(doctype: str) -> Any:
    """The document of a Single."""
    return get_doc(doctype, doctype)


def new_doc(
    doctype: str,
    *,
    parent_doc: Any = None,
    parentfield: str | None = None,
    as_dict: bool = False,
    **kwargs: Any,
) -> Any:
    """A document with its defaults, not saved; with `parent_doc` a row of its `parentfield`."""
    doc = get_doc({"doctype": doctype, NEW: 1})
    doc.apply_defaults()
    if parent_doc is not None:
        doc.update({"parent": parent_doc.name, "parenttype": parent_doc.doctype})
        doc.parentfield = parentfield
    doc.update(kwargs)
    return doc.as_dict() if as_dict else doc


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
    """A draft with the values of `doc`, not saved: no name nor amendment.

    `ignore_no_copy` copies the fields marked `no_copy` too, as it does unless told otherwise.
    """
    values = dict(doc.as_dict() if isinstance(doc, BaseDocument) else doc)
    meta = get_meta(values["doctype"])
    made = get_doc({**copy.deepcopy(values), "flags": _dict()})
    _make_fresh(made, meta, _FRESH, not ignore_no_copy)
    for row in made.get_all_children():
        _make_fresh(row, row.meta, _FRESH_ROW, not ignore_no_copy)
    return made


def _make_fresh(doc: Any, meta: Any, fields: tuple[str, ...], drop_no_copy: bool) -> None:
    for fieldname in fields:
        if fieldname in doc.__dict__:
            doc.__dict__[fieldname] = None
    for df in meta.fields if drop_no_copy else ():
        if df.no_copy:
            doc.set(df.fieldname, [] if df.is_table else None)
    doc.__dict__[NEW] = 1
