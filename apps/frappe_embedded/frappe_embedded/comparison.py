"""What a document was before the act at hand, and what differs now."""

from datetime import date, datetime, timedelta
from typing import Any

from .base_document import BaseDocument
from .dates import get_datetime, getdate, to_timedelta
from .loading import fill
from .storage import Stored
from .values import is_empty


def stored_before(doc: Any) -> Stored | None:
    """What was stored when the act at hand began; None for a new record."""
    before: Stored | None = doc.__dict__.get("_before")
    return before


class Compared(BaseDocument):
    """A document that remembers, in `_before`, what was stored when the act at hand began."""

    def get_doc_before_save(self) -> Any:
        """The document as it was stored before this act; None for a new record."""
        before = stored_before(self)
        if before is None:
            return None
        known = self.__dict__.get("_before_doc")
        if known is None or known[0] is not before:
            made = type(self).from_row(self.doctype, {})
            fill(made, before)
            known = self.__dict__["_before_doc"] = (before, made)
        return known[1]

    def has_value_changed(self, fieldname: str) -> bool:
        """True when a field differs from what was stored, and for every field of a new record.

        Only dates and times are converted before they are compared: "5" differs from 5.
        """
        before = self.get_doc_before_save()
        if before is None:
            return True
        old = before.get(fieldname)
        return bool(old != _converted_like(old, self.get(fieldname)))


def _converted_like(old: Any, value: Any) -> Any:
    if is_empty(value):
        return value
    if isinstance(old, datetime):
        return get_datetime(value)
    if isinstance(old, date):
        return getdate(value)
    return to_timedelta(value) if isinstance(old, timedelta) else value
