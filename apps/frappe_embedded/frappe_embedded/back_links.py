"""Who refers to a record: the Link and Dynamic Link fields of every DocType that can name it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .cache import memory
from .context import local
from .errors import LinkExistsError
from .hooks import get_hooks
from .messages import throw
from .meta import MEMORY, get_meta
from .translate import _

# Records about records never keep one from going.
ABOUT_RECORDS = frozenset(
    (
        "Comment", "Version", "ToDo", "DocShare", "File", "Notification Log", "Workflow Action",
        "Deleted Document", "Error Log", "User Permission",
    )
)  # fmt: skip
CANCELLED = 2
SUBMITTED = 1


@dataclass(frozen=True)
class Reference:
    """A field through which a DocType refers to others. `type_field` is set for Dynamic Links."""

    doctype: str
    fieldname: str
    is_single: bool
    is_row: bool
    type_field: str | None = None


def references_to(doctype: str) -> list[Reference]:
    """The Link fields that name a DocType, Custom Fields among them."""
    links: dict[str, list[Reference]] = _references()["links"]
    return links.get(doctype, [])


def dynamic_references() -> list[Reference]:
    """Every Dynamic Link field."""
    found: list[Reference] = _references()["dynamic"]
    return found


def _references() -> dict[str, Any]:
    known = memory(MEMORY)
    # A tuple, so that it cannot be the name of a DocType kept in the same memory.
    key = ("references",)
    if key not in known:
        links: dict[str, list[Reference]] = {}
        dynamic: list[Reference] = []
        for name in local.db.sql("SELECT name FROM tabDocType ORDER BY name", pluck=True):
            meta = get_meta(name)
            if meta.is_virtual:
                continue
            kind = (bool(meta.issingle), bool(meta.istable))
            for df in meta.link_fields:
                links.setdefault(df.options, []).append(Reference(name, df.fieldname, *kind))
            for df in meta.dynamic_link_fields:
                dynamic.append(Reference(name, df.fieldname, *kind, df.options))
        known[key] = {"links": links, "dynamic": dynamic}
    found: dict[str, Any] = known[key]
    return found


def require_none(doc: Any, act: str) -> None:
    """Raise LinkExistsError when another record refers to this one.

    `act` is `Delete`, which any record prevents, by a Dynamic Link unless it is cancelled, or
    `Cancel`, which submitted ones prevent.
    """
    ignored = ABOUT_RECORDS | set(get_hooks("ignore_links_on_delete"))
    ignored |= set(doc.get("ignore_linked_doctypes") or ())
    for doctype, name in _referring(doc, act, ignored):
        if (doctype, name) != (doc.doctype, doc.name):
            message = _("{0} {1} is linked with {2} {3}")
            throw(
                message.format(_(doc.doctype), doc.name, _(doctype), name),
                LinkExistsError,
                title=_("Cannot delete or cancel"),
            )


def _referring(doc: Any, act: str, ignored: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for reference in [*references_to(doc.doctype), *dynamic_references()]:
        if reference.doctype in ignored:
            continue
        if reference.fieldname == "amended_from" and act == "Cancel":
            continue
        if reference.is_single:
            yield from _from_single(doc, reference)
        else:
            yield from _from_rows(doc, reference, act)


def _from_single(doc: Any, reference: Reference) -> Iterator[tuple[str, Any]]:
    stored = local.db.singles_dict(reference.doctype)
    named = reference.type_field is None or stored.get(reference.type_field) == doc.doctype
    if named and stored.get(reference.fieldname) == str(doc.name):
        yield reference.doctype, reference.doctype


def _blocking(reference: Reference, act: str) -> str:
    if act == "Cancel":
        return f"docstatus = {SUBMITTED}"
    return f"docstatus != {CANCELLED}" if reference.type_field else "1 = 1"


def _from_rows(doc: Any, reference: Reference, act: str) -> Iterator[tuple[str, Any]]:
    blocking = _blocking(reference, act)
    owner = "parenttype, parent" if reference.is_row else "%s, name"
    values = [] if reference.is_row else [reference.doctype]
    typed = f" AND `{reference.type_field}` = %s" if reference.type_field else ""
    rows = local.db.sql(
        f"SELECT {owner} FROM `tab{reference.doctype}` "  # noqa: S608 - names from descriptions
        f"WHERE `{reference.fieldname}` = %s{typed} AND {blocking} LIMIT 2",
        [*values, doc.name, *([doc.doctype] if reference.type_field else [])],
    )
    yield from rows
