"""What is stored of a document, and a document filled with it."""

from typing import Any, NoReturn

from . import storage
from .base_document import NEW
from .context import local
from .defaults import apply_defaults
from .errors import DoesNotExistError
from .messages import throw
from .meta import get_controller
from .storage import Stored
from .translate import _
from .values import cstr


def load(doc: Any, for_update: bool = False) -> Stored:
    """Fill a document that has its DocType and name (or filters); what was read is returned too.

    Raises DoesNotExistError when there is no such record.
    """
    if isinstance(doc.name, dict | list | tuple):
        doc.name = local.db.get_value(doc.doctype, doc.name, "name", order_by=None)
    stored = None if doc.name is None else read(doc, for_update)
    if stored is None:
        refuse_missing(doc)
    for key in (NEW, "_before", "_held"):
        doc.__dict__.pop(key, None)
    fill(doc, stored)
    if for_update:
        doc.__dict__["_held"] = (stored, _moment())
    return stored


def held(doc: Any) -> Stored | None:
    """What was loaded for update, if nothing was written since; the lock keeps others from it."""
    stored, moment = doc.__dict__.pop("_held", (None, None))
    return stored if stored is not None and moment == _moment() else None


def _moment() -> tuple[bool, int, int]:
    """Where the open transaction stands."""
    db = local.db
    return db.in_transaction, db.ends, db.transaction_writes


def read(doc: Any, for_update: bool = False) -> Stored | None:
    """What is stored of a document; the defaults of a Single that was never saved."""
    if not doc.meta.issingle:
        return storage.load(doc.meta, doc.name, for_update)
    if for_update:
        local.db.begin()
    return storage.load_single(doc.meta) or _unsaved_single(doc)


def _unsaved_single(doc: Any) -> Stored:
    fresh = type(doc).from_row(doc.doctype, dict.fromkeys(doc.meta.valid_columns))
    apply_defaults(fresh)
    values = {name: fresh.__dict__.get(name) for name in doc.meta.valid_columns}
    return Stored({**values, "name": doc.doctype})


def fill(doc: Any, stored: Stored) -> None:
    """Let a document take over what is stored, rows included."""
    state = doc.__dict__
    state.update(stored.row)
    for fieldname, child in doc.meta.child_doctypes.items():
        rows = stored.tables.get(fieldname)
        state[fieldname] = _rows_of(doc, child, rows) if rows else []


def _rows_of(doc: Any, child: str, rows: list[dict[str, Any]]) -> list[Any]:
    kind: Any = get_controller(child)
    made = [kind.from_row(child, row) for row in rows]
    for row in made:
        row.__dict__["parent_doc"] = doc
    return made


def refuse_missing(doc: Any) -> NoReturn:
    """Raise DoesNotExistError."""
    throw(_("{0} {1} not found").format(_(doc.doctype), cstr(doc.name)), DoesNotExistError)
