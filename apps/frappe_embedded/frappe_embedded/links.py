"""Links between records: what they name exists, is spelt as it spells itself, and lends its fields.

All plain links of a document and its rows are looked up with one statement, those that lend fields
with one for each DocType they name.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, NoReturn

from .context import local
from .database.collation import fold
from .errors import CancelledLinkError, LinkValidationError, ValidationError
from .messages import throw
from .meta import Field, Meta, exists_doctype, get_meta
from .translate import _
from .values import cstr, is_empty

CANCELLED = 2


class Link(NamedTuple):
    """One value of a Link or Dynamic Link: in which document or row, and what it names.

    `key` is the value as names compare.
    """

    part: Any
    field: Field
    doctype: str
    value: Any
    key: str

    @property
    def label(self) -> str:
        """The field's label and value, with the row's number."""
        text = f"{_(self.field.label or self.field.fieldname)}: {self.value}"
        if self.part.get("parentfield"):
            text = _("Row {0}: {1}").format(self.part.idx, text)
        return text


Found = dict[str, dict[str, Any]]


def validate_links(doc: Any) -> None:
    """Check every link of a document and its rows, and copy what `fetch_from` asks for.

    Raises LinkValidationError for a target that does not exist, CancelledLinkError for a cancelled
    one, ValidationError for a Dynamic Link whose type is missing.
    """
    links = list(_links_of(doc))
    if not links:
        return
    found = _look_up(links)
    missing = [link for link in links if link.key not in found[link.doctype]]
    if missing:
        _refuse(missing, _("Could not find {0}"), LinkValidationError)
    for link in links:
        target = found[link.doctype][link.key]
        link.part.__dict__[link.field.fieldname] = target["name"]
        _fetch(link, target)
    _refuse_cancelled(doc, links, found)


def _links_of(doc: Any) -> Iterator[Link]:
    for part in (doc, *doc.get_all_children()):
        meta, state = part.meta, part.__dict__
        for df in meta.link_fields:
            value = state.get(df.fieldname)
            if not is_empty(value):
                yield Link(part, df, df.options, value, fold(cstr(value)))
        for df in meta.dynamic_link_fields:
            value = state.get(df.fieldname)
            if not is_empty(value):
                yield Link(part, df, _type_of(part, df), value, fold(cstr(value)))


def _type_of(part: Any, df: Field) -> str:
    doctype = part.get(df.options)
    if not doctype:
        label = _(part.meta.get_label(df.options))
        throw(_("{0} must be set first").format(label), ValidationError)
    if not exists_doctype(doctype):
        throw(_("Could not find {0}").format(f"{_('DocType')}: {doctype}"), LinkValidationError)
    return str(doctype)


def _refuse(links: Iterable[Link], message: str, error: type[Exception]) -> NoReturn:
    throw(message.format(", ".join(link.label for link in links)), error)


# Looking up


def _look_up(links: Iterable[Link]) -> dict[str, Found]:
    wanted: dict[str, dict[str, Any]] = {}
    columns: dict[str, set[str]] = {}
    for link in links:
        wanted.setdefault(link.doctype, {})[link.key] = link.value
        columns.setdefault(link.doctype, set()).update(_lent_columns(link))
    found: dict[str, Found] = {doctype: {} for doctype in wanted}
    plain = []
    for doctype, values in wanted.items():
        meta = get_meta(doctype)
        if meta.issingle or doctype == "DocType":
            found[doctype] = _known(doctype, values.values())
        elif columns[doctype]:
            found[doctype] = _with_columns(meta, values.values(), columns[doctype])
        else:
            plain.append(doctype)
    for doctype, name, docstatus in _names(plain, wanted):
        found[doctype][fold(cstr(name))] = {"name": name, "docstatus": docstatus}
    for doctype, values in wanted.items():
        _look_closer(doctype, values, columns[doctype], found[doctype])
    return found


def _lent_columns(link: Link) -> Iterator[str]:
    for df in link.part.meta.fields_to_fetch.get(link.field.fieldname, ()):
        target = get_meta(link.doctype)
        source = df.fetch_from.split(".", 1)[1]
        if target.fieldtype(source) is not None:
            yield source


def _known(doctype: str, values: Iterable[Any]) -> Found:
    """Singles and DocTypes, which need no question to the database."""
    exists = exists_doctype if doctype == "DocType" else doctype.__eq__
    return {fold(cstr(value)): {"name": value, "docstatus": 0} for value in values if exists(value)}


def _with_columns(meta: Meta, values: Iterable[Any], columns: set[str]) -> Found:
    names = ", ".join(f"`{name}`" for name in sorted({"name", "docstatus", *columns}))
    rows = local.db.sql(
        f"SELECT {names} FROM `tab{meta.name}` WHERE name IN %s",  # noqa: S608 - names from a description
        (tuple(values),),
        as_dict=True,
    )
    return {fold(cstr(row.name)): row for row in rows}


def _names(
    doctypes: list[str], wanted: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, Any, int]]:
    if not doctypes:
        return
    parts = [
        f"SELECT {place} AS target, name, docstatus FROM `tab{doctype}` WHERE name IN %s"  # noqa: S608 - a DocType's table
        for place, doctype in enumerate(doctypes)
    ]
    values = [tuple(wanted[doctype].values()) for doctype in doctypes]
    for place, name, docstatus in local.db.sql(" UNION ALL ".join(parts), values):
        yield doctypes[place], name, docstatus


def _look_closer(doctype: str, values: dict[str, Any], columns: set[str], found: Found) -> None:
    """Names that differ in accents only are the same name, but cost a slower comparison."""
    missing = [value for key, value in values.items() if key not in found]
    meta = get_meta(doctype)
    if not missing or meta.issingle or doctype == "DocType":
        return
    same = local.db.as_prose("name")
    names = local.db.sql(
        f"SELECT name FROM `tab{doctype}` WHERE {same} IN %s",  # noqa: S608 - a DocType's table
        (tuple(missing),),
        pluck=True,
    )
    if names:
        found.update(_with_columns(meta, names, columns))


# What follows from the targets


def _fetch(link: Link, target: dict[str, Any]) -> None:
    part = link.part
    for df in part.meta.fields_to_fetch.get(link.field.fieldname, ()):
        submitted = part.docstatus.is_submitted()
        source = df.fetch_from.split(".", 1)[1]
        if source not in target or (df.fetch_if_empty and not is_empty(part.get(df.fieldname))):
            continue
        if not submitted or part.is_new() or df.allow_on_submit:
            part.__dict__[df.fieldname] = target[source]


def _refuse_cancelled(doc: Any, links: list[Link], found: dict[str, Found]) -> None:
    if not doc.meta.is_submittable:
        return
    submittable = {doctype for doctype in found if get_meta(doctype).is_submittable}
    cancelled = [
        link
        for link in links
        if link.doctype in submittable
        and found[link.doctype][link.key]["docstatus"] == CANCELLED
        and link.field.fieldname != "amended_from"
    ]
    if cancelled:
        _refuse(cancelled, _("Cannot link to a cancelled record: {0}"), CancelledLinkError)
