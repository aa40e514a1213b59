"""The rows of a table in a form: drawn, read from what was posted, added, moved, taken out.

An input of a row is called `<table>-<key>-<field>`. `<table>-rows` lists the keys in the order of
the rows, `<table>-<key>-name` the stored row a key stands for, and `<table>-table` says that the
form held the table at all.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from ..defaults import defaults_of
from ..documents import get_doc
from ..meta import Field, Meta, get_meta
from ..translate import _
from . import fields, links
from .boxes import Box, Rights, Typed, label_of, list_id, make_box

KEY = "desk_key"
# A script puts the key of a row it adds in its place.
BLANK = "new-row"
MAX_ROWS = 1000
# So many columns stand side by side; the rest of a row opens below it.
WIDE = 6

_PLAIN_KEY = re.compile(r"[0-9]{1,6}")


@dataclass
class Row:
    """One row as it is drawn: its boxes side by side, and those that open below."""

    key: str
    name: str
    number: int | str
    main: list[Box]
    more: list[Box]


@dataclass
class Grid:
    """A table as it is drawn."""

    field: Field
    name: str
    draw: str
    label: str
    rows: list[Row]
    heads: list[Field]
    blank: Row | None
    editable: bool
    may_add: bool
    next_key: int
    offers: dict[str, list[links.Choice]]
    error: str
    stored: str

    @property
    def description(self) -> str:
        """What the description says about the table."""
        return _(self.field.description) if self.field.description else ""


# Drawn


def make_grid(doc: Any, df: Field, rights: Rights, typed: Typed) -> Grid:
    """The table of a document, rows in order."""
    meta, parts = get_meta(df.options), doc.get(df.fieldname) or []
    open_now = may_change_boxes(df, rights)
    may_add = open_now and rights.write(df)
    pen = _Pen(
        df.fieldname, *columns_of(meta, rights), rights if open_now else _shut(rights), typed
    )
    _learn_titles(parts, [*pen.main, *pen.more])
    rows = [pen.draw(row, key_of(row), place) for place, row in enumerate(parts, 1)]
    return Grid(
        field=df,
        name=df.fieldname,
        draw="grid",
        label=label_of(df),
        rows=rows,
        heads=pen.main,
        blank=pen.draw(_blank(doc, df, meta), BLANK, BLANK) if may_add else None,
        editable=open_now,
        may_add=may_add,
        next_key=1 + max((int(row.key) for row in rows), default=0),
        offers=_offers(df, [*pen.main, *pen.more], rights) if open_now else {},
        error=typed.errors.get(df.fieldname, ""),
        stored=typed.stored.get(df.fieldname, ""),
    )


@dataclass(frozen=True)
class _Pen:
    """What draws the rows of one table: the columns side by side, and those that open below."""

    table: str
    main: list[Field]
    more: list[Field]
    rights: Rights
    typed: Typed

    def draw(self, row: Any, key: str, number: int | str) -> Row:
        """One row; `number` is its place."""
        fresh = not row.get("name") or bool(row.is_new())
        prefix = f"{self.table}-{key}-"

        def boxes(columns: list[Field]) -> list[Box]:
            made = [make_box(row, df, self.rights, self.typed, prefix, fresh) for df in columns]
            return [replace(box, row=str(number)) for box in made]

        return Row(key, "" if fresh else str(row.name), number, boxes(self.main), boxes(self.more))


def _learn_titles(parts: list[Any], columns: list[Field]) -> None:
    for f in columns:
        if f.fieldtype == "Link" and f.options:
            links.learn_titles(f.options, [row.get(f.fieldname) for row in parts])


def columns_of(meta: Meta, rights: Rights) -> tuple[list[Field], list[Field]]:
    """The fields of a row this user sees: those side by side, those below."""
    seen = [f for f in meta.fields if rights.see(f) and fields.widget_of(f)]
    if len(seen) <= WIDE:
        return seen, []
    main = [f for f in seen if f.in_list_view][:WIDE] or seen[:4]
    return main, [f for f in seen if f not in main]


def may_change_boxes(df: Field, rights: Rights) -> bool:
    """True when values in stored rows may change: a submitted record's table need not be open."""
    eased = Field(df, allow_on_submit=1)
    return rights.write(eased)


def key_of(row: Any) -> str:
    """The key of a row: the one it was posted with, else its number."""
    return str(row.flags.get(KEY) or row.idx)


def _shut(rights: Rights) -> Rights:
    return Rights(rights.read_levels, rights.write_levels, False, False, rights.is_submitted)


def _blank(doc: Any, df: Field, meta: Meta) -> Any:
    return get_doc({"doctype": meta.name, **defaults_of(meta, doc)})


def _offers(df: Field, columns: list[Field], rights: Rights) -> dict[str, list[links.Choice]]:
    """What the link boxes of a table offer before anything is typed, once for all rows."""
    wanted = [f for f in columns if f.fieldtype == "Link" and f.options and rights.write(f, True)]
    return {list_id(df.fieldname, f): links.first(f.options) for f in wanted}


# Read


def take_rows(doc: Any, df: Field, rights: Rights, posted: Any, errors: dict[str, str]) -> None:
    """Let the rows of a table become what the form says; faults go to `errors` by input name.

    Where rows may not be added or taken out, only the values of stored rows change.
    """
    if f"{df.fieldname}-table" not in posted or not may_change_boxes(df, rights):
        return
    stored = {str(row.name): row for row in doc.get(df.fieldname) or () if row.name}
    free, kept = rights.write(df), []
    for key in _keys(df, posted, errors):
        prefix = f"{df.fieldname}-{key}-"
        name = posted.get(f"{prefix}name") or ""
        row = stored.pop(name, None) if name else _blank(doc, df, get_meta(df.options))
        if row is None or (not name and not free):
            errors.setdefault(df.fieldname, _("A row of this table is not there any more."))
        elif not (free and posted.get(f"{prefix}remove") == "1"):
            row.flags[KEY] = key
            kept.append((row, prefix, not name))
    if free:
        _put_rows(doc, df.fieldname, [row for row, _prefix, _fresh in kept])
    for row, prefix, fresh in kept:
        take_fields(row, rights, posted, errors, prefix, fresh)


def prefixes_of(doc: Any, posted: Any) -> dict[int, tuple[str, bool]]:
    """What the inputs of each row that came with the form begin with, and whether it is new."""
    rows = (row for row in doc.get_all_children() if row.flags.get(KEY))
    named = ((row, f"{row.parentfield}-{row.flags[KEY]}-") for row in rows)
    return {id(row): (prefix, not posted.get(f"{prefix}name")) for row, prefix in named}


def _keys(df: Field, posted: Any, errors: dict[str, str]) -> list[str]:
    keys = [key for key in posted.getlist(f"{df.fieldname}-rows") if _PLAIN_KEY.fullmatch(key)]
    if len(keys) > MAX_ROWS:
        errors[df.fieldname] = _("At most {0} rows.").format(MAX_ROWS)
    return list(dict.fromkeys(keys))[:MAX_ROWS]


def _put_rows(doc: Any, table: str, rows: list[Any]) -> None:
    doc.__dict__[table] = []
    for place, row in enumerate(rows, 1):
        doc.append(table, row).idx = place


def take_fields(
    part: Any,
    rights: Rights,
    posted: Any,
    errors: dict[str, str],
    prefix: str = "",
    is_new_row: bool = False,
) -> None:
    """Let the writable fields of a document or row take their posted texts; tables are left alone.

    What a Dynamic Link names is read after the field that says what kind of record it is.
    """
    wanted = [
        df
        for df in part.meta.fields
        if prefix + df.fieldname in posted
        and (widget := fields.widget_of(df)) is not None
        and widget.draw not in ("file", "shown")
        and rights.write(df, is_new_row)
    ]
    for df in sorted(wanted, key=lambda df: bool(df.fieldtype == "Dynamic Link")):
        # A box that can be unticked is posted after a 0 that stands for the empty one.
        text = posted.getlist(prefix + df.fieldname)[-1]
        if df.fieldtype == "Password" and not text:
            continue
        try:
            part.set(df.fieldname, fields.read(df, text, part))
        except fields.WrongValue as problem:
            errors[prefix + df.fieldname] = str(problem)


# Changed without being saved


def change_rows(doc: Any, rights: Rights, act: str, table: str, key: str) -> None:
    """Add a row, take one out, or move one up or down, in memory only."""
    df = doc.meta.get_field(table)
    if df is None or not df.is_table or not (may_change_boxes(df, rights) and rights.write(df)):
        return
    rows = list(doc.get(table) or [])
    if act == "add":
        row = _blank(doc, df, get_meta(df.options))
        row.flags[KEY] = str(1 + max((int(key_of(other)) for other in rows), default=0))
        rows.append(row)
    for row in rows:
        row.flags.setdefault(KEY, key_of(row))
    place = next((n for n, row in enumerate(rows) if key_of(row) == key), None)
    if place is not None:
        row = rows.pop(place)
        if act in _STEPS:
            rows.insert(max(0, place + _STEPS[act]), row)
    _put_rows(doc, table, rows)


_STEPS = {"up": -1, "down": 1}
