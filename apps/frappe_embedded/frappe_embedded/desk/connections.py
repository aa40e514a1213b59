"""The records that refer to a record, counted where an index makes that cheap."""

from dataclasses import dataclass
from typing import Any

from ..back_links import ABOUT_RECORDS, Reference, dynamic_references, references_to
from ..listing import get_list
from ..meta import get_meta
from ..permissions import has_permission
from ..translate import _
from .addresses import address
from .boxes import label_of


@dataclass(frozen=True)
class Connection:
    """A field through which records of a DocType name this one, how many do, and their list."""

    label: str
    count: int
    address: str


def connections_of(doc: Any) -> list[Connection]:
    """The kinds of records that refer to a record and that this user may read, by label."""
    found = []
    for reference in [*references_to(doc.doctype), *dynamic_references()]:
        if _is_countable(reference):
            filters = {reference.fieldname: str(doc.name)}
            if reference.type_field:
                filters[reference.type_field] = doc.doctype
            count = _count(reference.doctype, filters)
            if count:
                place = address(reference.doctype, **filters)
                found.append(Connection(_label(reference), count, place))
    return sorted(found, key=lambda one: one.label.casefold())


def _is_countable(reference: Reference) -> bool:
    if reference.is_single or reference.is_row or reference.doctype in ABOUT_RECORDS:
        return False
    df = get_meta(reference.doctype).get_field(reference.fieldname)
    indexed = bool(df and (df.search_index or df.unique))
    return indexed and has_permission(reference.doctype, "read")


def _count(doctype: str, filters: dict[str, str]) -> int:
    rows = get_list(doctype, ["count(name) as n"], filters, order_by=None)
    return int(rows[0].n) if rows else 0


def _label(reference: Reference) -> str:
    df = get_meta(reference.doctype).get_field(reference.fieldname)
    told = label_of(df) if df else reference.fieldname
    kind = _(reference.doctype)
    return kind if told.casefold() == kind.casefold() else f"{kind} ({told})"
