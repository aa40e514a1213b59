"""What the framework checks before a document is written: each field against its description."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from . import validation
from .context import local
from .errors import (
    CannotChangeConstantError,
    CharacterLengthExceededError,
    MandatoryError,
    NonNegativeError,
    UpdateAfterSubmitError,
    ValidationError,
)
from .fieldtypes import DATA_TYPES_LENGTH
from .messages import msgprint, throw
from .meta import Field, Meta, get_meta
from .storage import Row, Stored, changes, stored_value
from .text import is_json, sanitize_html, strip_html
from .translate import _
from .values import cint, cstr, is_empty, to_float

MAX_INT = 2_147_483_647
LONG_INT = 11
_CONSTANT = ("owner", "creation")
_SHAPES = {
    "Email": validation.validate_email_address,
    "Phone": validation.validate_phone_number,
    "Name": validation.validate_name,
    "URL": validation.validate_url,
}
_RAW_TYPES = frozenset(("Attach", "Attach Image", "Barcode", "Code"))
_EMAIL_TYPES = frozenset(("Data", "Small Text", "Text"))
# Prefix of the values Frappe's own tests put into Select fields.
_TEST_PREFIX = "_T-"


def check_values(doc: Any) -> None:
    """Check mandatory fields, then shape, options, sign and length of every value; clean markup.

    Raises the ValidationErrors of contract 2.5, each naming the field (and row) in its message.
    """
    if not doc.flags.ignore_mandatory:
        _require_mandatory(doc)
    for part in (doc, *doc.get_all_children()):
        groups = _groups(part.meta)
        _check_shapes(part, groups["shape"])
        _check_options(part, groups["options"])
        _check_signs(part, groups["sign"])
        _check_sizes(part, groups["int"])
        _check_lengths(part)
        _clean(part, groups["text"])


@lru_cache(maxsize=1024)
def _groups(meta: Meta) -> dict[str, tuple[Field, ...]]:
    """The fields each check is about."""
    fields = [df for df in meta.fields if df.kind]
    return {
        "mandatory": tuple(df for df in meta.fields if df.reqd and (df.kind or df.is_table)),
        "shape": tuple(df for df in fields if df.fieldtype == "Data" and df.options in _SHAPES),
        "options": tuple(df for df in fields if _is_checked_select(df)),
        "sign": tuple(df for df in fields if df.non_negative and df.is_numeric),
        "int": tuple(df for df in fields if df.fieldtype == "Int"),
        "text": tuple(df for df in fields if df.kind in ("text", "identifier") and _is_cleaned(df)),
        "once": tuple(df for df in meta.fields if df.set_only_once),
        "frozen": tuple(df for df in meta.fields if not df.allow_on_submit),
    }


def place(part: Any, df: Any) -> str:
    """The field's label, with the table and number of its row."""
    label = _(df.label or df.fieldname)
    if not part.get("parentfield"):
        return label
    parent = get_meta(part.parenttype) if part.parenttype else None
    table = _(parent.get_label(part.parentfield)) if parent else part.parentfield
    return _("{0}, row {1}: {2}").format(table, part.idx, label)


# Mandatory


def _require_mandatory(doc: Any) -> None:
    missing = [
        (part, df)
        for part in (doc, *doc.get_all_children())
        for df in _groups(part.meta)["mandatory"]
        if _is_missing(part, df)
    ]
    orphan = [n for n in ("parent", "parenttype") if doc.meta.istable and not doc.get(n)]
    if not missing and not orphan:
        return
    for part, df in missing:
        msgprint(
            _("Value missing for {0}").format(place(part, df)),
            title=_("Missing Values Required"),
            indicator="red",
        )
    names = ", ".join([df.fieldname for _part, df in missing] + orphan)
    raise MandatoryError(f"[{doc.doctype}, {doc.name}]: {names}")


def _is_missing(part: Any, df: Field) -> bool:
    value = part.get(df.fieldname)
    if value is None or df.is_table:
        return not value
    text = cstr(value)
    if "<" not in text:
        return not text.strip()
    if df.fieldtype == "Text Editor" and "<img" in text:
        return False
    return not strip_html(text).strip()


# Values


def _check_shapes(part: Any, fields: Iterable[Field]) -> None:
    for df in fields:
        value = part.get(df.fieldname)
        if not is_empty(value):
            _SHAPES[df.options](value, throw=True)


def _check_options(part: Any, fields: Iterable[Field]) -> None:
    for df in fields:
        value = cstr(part.get(df.fieldname)).strip()
        if not value:
            continue
        options = _options(df.options)
        if value in options:
            part.__dict__[df.fieldname] = value
        elif not (local.flags.in_test and value.startswith(_TEST_PREFIX)):
            shown = ", ".join(f'"{_(option)}"' for option in options if option)
            message = _('{0} cannot be "{1}". It should be one of {2}')
            throw(message.format(place(part, df), value, shown), ValidationError)


def _is_checked_select(df: Field) -> bool:
    if df.fieldtype != "Select" or not df.options or df.fieldname == "naming_series":
        return False
    return df.select_options[0] not in ("[Select]", "Loading...")


@lru_cache(maxsize=1024)
def _options(options: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in options.split("\n"))


def _check_signs(part: Any, fields: Iterable[Field]) -> None:
    for df in fields:
        if to_float(part.get(df.fieldname)) < 0:
            throw(_("{0} cannot be negative").format(place(part, df)), NonNegativeError)


def _check_sizes(part: Any, fields: Iterable[Field]) -> None:
    for df in fields:
        if abs(cint(part.get(df.fieldname))) > MAX_INT and cint(df.length) <= LONG_INT:
            throw(_("{0} is too large").format(place(part, df)), CharacterLengthExceededError)


def _check_lengths(part: Any) -> None:
    state = part.__dict__
    for name, limit in _limits(part.meta):
        value = state.get(name)
        if value and len(value if value.__class__ is str else cstr(value)) > limit:
            message = _("{0} is too long: at most {1} characters are allowed")
            label = place(part, part.meta.get_field(name))
            throw(message.format(label, limit), CharacterLengthExceededError)


@lru_cache(maxsize=1024)
def _limits(meta: Meta) -> tuple[tuple[str, int], ...]:
    """The fields whose text may not be longer than so many characters."""
    limited = ((df.fieldname, _max_length(df)) for df in meta.fields if df.kind)
    return tuple((name, limit) for name, limit in limited if limit)


def _max_length(df: Field) -> int:
    default = DATA_TYPES_LENGTH.get(df.fieldtype, 0)
    return cint(df.length) or default if default else 0


def _is_cleaned(df: Field) -> bool:
    email = df.fieldtype in _EMAIL_TYPES and df.options == "Email"
    return not (df.ignore_xss_filter or df.fieldtype in _RAW_TYPES or email)


def _clean(part: Any, fields: Iterable[Field]) -> None:
    state = part.__dict__
    names = _text_names(part.meta)
    said = "".join([v for v in map(state.get, names) if v.__class__ is str])
    if ("<" not in said and ">" not in said) or part.docstatus.is_cancelled():
        return
    frozen = part.docstatus.is_submitted()
    for df in fields:
        value = state.get(df.fieldname)
        if not isinstance(value, str) or ("<" not in value and ">" not in value):
            continue
        if not (frozen and not df.allow_on_submit) and not is_json(value):
            state[df.fieldname] = sanitize_html(value)


@lru_cache(maxsize=1024)
def _text_names(meta: Meta) -> tuple[str, ...]:
    return tuple(df.fieldname for df in _groups(meta)["text"])


# Against what is stored


def check_constants(doc: Any, before: Stored) -> None:
    """Raise CannotChangeConstantError for a field that is set when the record is made and is other
    now, even if it was left empty then."""
    for name in _CONSTANT:
        if _differs(doc, name, before.row) and before.row.get(name):
            _refuse_constant(_(doc.meta.get_label(name)))
    for df in _groups(doc.meta)["once"]:
        changed = (
            _rows_differ(doc, df, before)
            if df.is_table
            else _differs(doc, df.fieldname, before.row)
        )
        if changed:
            _refuse_constant(place(doc, df))


def _refuse_constant(label: str) -> None:
    throw(_("{0} cannot be changed once it is set").format(label), CannotChangeConstantError)


def check_after_submit(doc: Any, before: Stored) -> None:
    """Raise UpdateAfterSubmitError when a field of a submitted record changed that may not."""
    for part, df in _changed_frozen_fields(doc, before):
        message = _("{0} cannot be changed after submission")
        throw(message.format(place(part, df)), UpdateAfterSubmitError)


def _changed_frozen_fields(doc: Any, before: Stored) -> Iterator[tuple[Any, Field]]:
    changed = changes(doc, before.row)
    for df in _groups(doc.meta)["frozen"]:
        if df.fieldname in changed or (df.is_table and _row_names_differ(doc, df, before)):
            yield doc, df
    for df in doc.meta.table_fields:
        stored = {row["name"]: row for row in before.tables.get(df.fieldname, ())}
        for row in doc.get(df.fieldname) or ():
            if row.name in stored:
                changed = changes(row, stored[row.name])
                yield from ((row, f) for f in _groups(row.meta)["frozen"] if f.fieldname in changed)


def _row_names_differ(doc: Any, df: Field, before: Stored) -> bool:
    old = {row["name"] for row in before.tables.get(df.fieldname, ())}
    return old != {row.name for row in doc.get(df.fieldname) or ()}


def _rows_differ(doc: Any, df: Field, before: Stored) -> bool:
    if _row_names_differ(doc, df, before):
        return True
    stored = {row["name"]: row for row in before.tables.get(df.fieldname, ())}
    names = {f.fieldname for f in get_meta(df.options).fields}
    return any(names & set(changes(row, stored[row.name])) for row in doc.get(df.fieldname) or ())


def _differs(doc: Any, fieldname: str, before: Row) -> bool:
    value, old = (stored_value(doc.meta, fieldname, of.get(fieldname)) for of in (doc, before))
    return bool(value != old)


# Fields above the user's level


def reset_unwritable(doc: Any, levels: frozenset[int], before: Stored | None) -> None:
    """Put back what is stored (the default for a new record) in fields above the levels given."""
    _reset(doc, levels, before.row if before else {}, before)
    for df in doc.meta.table_fields:
        child = get_meta(df.options)
        if not _above(child, levels):
            continue
        stored = {r["name"]: r for r in (before.tables.get(df.fieldname, ()) if before else ())}
        for row in doc.get(df.fieldname) or ():
            _reset(row, levels, stored.get(row.name, {}), None)


def _above(meta: Meta, levels: frozenset[int]) -> list[Field]:
    return [df for df in meta.fields if cint(df.permlevel) and cint(df.permlevel) not in levels]


def _reset(part: Any, levels: frozenset[int], row: Row, before: Stored | None) -> None:
    for df in _above(part.meta, levels):
        if df.is_table:
            part.set(
                df.fieldname,
                [dict(r) for r in (before.tables.get(df.fieldname, ()) if before else ())],
            )
        elif df.kind:
            stored = row.get(df.fieldname) if row else df.default
            part.__dict__[df.fieldname] = stored
