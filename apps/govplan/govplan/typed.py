"""What a person typed in a form, read into what a record keeps, with every fault told at once."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime

from govplan.domain.quantity import QuantityError, Reason, canonical, parse_quantity
from govplan.errors import BadQuantity, BadRecord, Fault, Refused

TABLES = ("Table", "Table MultiSelect")

Reader = Callable[[Any], Any]


class Unreadable(ValueError):
    """A text its field cannot take; the words say what to write, in the reader's language."""

    def __init__(self, words: str, kind: type[Refused] = BadRecord) -> None:
        super().__init__(words)
        self.kind = kind


def text(value: Any) -> str:
    """Trimmed, in the one Unicode form records are compared in."""
    return unicodedata.normalize("NFC", "" if value is None else str(value)).strip()


def day(value: Any) -> date | None:
    """A date or its ISO text; None for blank. Raises Unreadable."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    written = text(value)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        words = _("“{0}” is not a date: write it as 2026-03-31.")
        raise Unreadable(words.format(written)) from None


def moment(value: Any) -> datetime | None:
    """A date and time or its ISO text; None for blank. Raises Unreadable."""
    if isinstance(value, datetime):
        return value
    written = text(value)
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        words = _("“{0}” is not a date and time: write it as 2026-03-31 18:00.")
        raise Unreadable(words.format(written)) from None


def is_stamp(value: Any, stamp: Any) -> bool:
    """Whether what a form says it saw is the stamp a record has now."""
    try:
        return moment(value) == get_datetime(stamp)
    except Unreadable:
        return False


def whole(value: Any) -> int | None:
    """A whole number of zero or more; None for blank. Raises Unreadable."""
    written = text(value)
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        words = _("“{0}” is not a count: write digits only, without marks or sign.")
        raise Unreadable(words.format(written), BadQuantity)
    return int(written)


def quantity(value: Any) -> str:
    """Canonical decimal text; comma or point may mark decimals. Raises Unreadable."""
    try:
        number = parse_quantity(text(value))
    except QuantityError as error:
        raise Unreadable(_why_no_quantity(error), BadQuantity) from None
    return "" if number is None else canonical(number)


def amount(value: Any) -> float:
    """Money as its column keeps it. Raises Unreadable."""
    return float(quantity(value) or 0)


def check(value: Any) -> int:
    """A box: 1 when ticked."""
    return int(text(value).casefold() not in ("", "0", "false", "no"))


def fill(
    doc: Document,
    values: Mapping[str, Any],
    readers: Mapping[str, Reader],
    row_key: str = "",
    where: str = "",
) -> list[Fault]:
    """Set the fields given on a record or one of its rows; faults for those that cannot be.

    A field the form does not have is a fault too: nothing typed is dropped in silence. `where`
    names the row for the reader.
    """
    faults = []
    for field, value in values.items():
        if field not in readers:
            faults.append(Fault(row_key, field, _("{0} cannot be written here.").format(field)))
            continue
        try:
            doc.set(field, readers[field](value))
        except Unreadable as error:
            words = f"{_placed(where, doc.meta.get_label(field))}: {error}"
            faults.append(Fault(row_key, field, words, error.kind))
    return faults


def missing(doc: Document, row_key: str = "", where: str = "") -> list[Fault]:
    """A fault for every field the record cannot do without and that is blank."""
    return [
        Fault(row_key, field.fieldname, _("{0}: fill it in.").format(_placed(where, field.label)))
        for field in doc.meta.fields
        if field.reqd and field.fieldtype not in TABLES and not text(doc.get(field.fieldname))
    ]


def missing_in_rows(doc: Document, tables: Iterable[str]) -> list[Fault]:
    """The same of every row of these tables."""
    return [
        fault
        for table in tables
        for row in doc.get(table)
        for fault in missing(row, *place_of(doc, table, row))
    ]


def fill_rows(
    doc: Document, table: str, rows: Iterable[Mapping[str, Any]], readers: Mapping[str, Reader]
) -> list[Fault]:
    """Make the table hold these rows, in this order; a row whose fields are all blank is none.

    A row with the `name` of one stored keeps its identity. In faults the second row of
    `demands` is `demands.2`.
    """
    stored = {row.name: row for row in doc.get(table)}
    doc.set(table, [])
    faults = []
    for given in rows:
        typed = {field: value for field, value in given.items() if field != "name"}
        if not any(text(value) for value in typed.values()):
            continue
        known = stored.get(given.get("name"))
        row = doc.append(table, known if known is not None else {})
        row.idx = len(doc.get(table))
        faults += fill(row, typed, readers, *place_of(doc, table, row))
    return faults


def place_of(doc: Document, table: str, row: Document) -> tuple[str, str]:
    """The key of a row in faults, and its words: `demands.2`, `Demands 2`."""
    return f"{table}.{row.idx}", f"{_(doc.meta.get_label(table))} {row.idx}"


def _placed(where: str, label: str) -> str:
    return f"{where}, {_(label)}" if where else _(label)


def _why_no_quantity(error: QuantityError) -> str:
    if error.reason in (Reason.SPACE_INSIDE, Reason.SEVERAL_MARKS):
        words = _("“{0}” has marks between thousands: write 1234,5 or 1234.5.")
    elif error.reason is Reason.TOO_LONG:
        words = _("“{0}” is too long: at most 18 digits and 9 decimals.")
    else:
        words = _("“{0}” is not a number: write digits and, if need be, one comma or point.")
    return words.format(error.text)
