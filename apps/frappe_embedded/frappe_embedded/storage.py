"""Documents as rows: loading a record with its child rows, writing only what changed.

A record with one kind of child row is read with one statement. New rows of a kind are written with
one statement, changed ones with one, and rows no longer listed are deleted with one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NoReturn

from .cache import forget
from .context import local
from .errors import DatabaseError, DuplicateEntryError, UniqueValidationError
from .fieldtypes import for_database, storer
from .messages import throw
from .meta import Meta, get_meta
from .naming import random_name, set_new_name
from .records import SINGLES
from .translate import _
from .values import is_empty

Row = dict[str, Any]

STAMPS = ("modified", "modified_by")
_CONTAINERS = frozenset((list, tuple, dict))
_HASHED = (None, "", "hash")
_MAX_NAME_ATTEMPTS = 5


@dataclass
class Stored:
    """A record as the database has it: its row, and the rows of its tables by table."""

    row: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def rows_of(self, child: str, meta: Meta) -> dict[str, Row]:
        """The rows of one child DocType by name."""
        return {
            row["name"]: row
            for fieldname, doctype in meta.child_doctypes.items()
            if doctype == child
            for row in self.tables.get(fieldname, ())
        }


# Loading


def load(meta: Meta, name: Any, for_update: bool = False) -> Stored | None:
    """The record of that name, None when there is none. Names compare as MariaDB compares them."""
    return _load(meta, name, "`{}`.`name` = %s", for_update) or (
        _load(meta, name, local.db.as_prose("`{}`.`name`") + " = %s", for_update)
        if isinstance(name, str) and not meta.istable
        else None
    )


def _load(meta: Meta, name: Any, condition: str, for_update: bool) -> Stored | None:
    table = f"tab{meta.name}"
    where = condition.format(table)
    lock = " FOR UPDATE" if for_update else ""
    joined = _joined_child(meta)
    if joined is None:
        rows = local.db.sql(f"SELECT * FROM `{table}` WHERE {where}{lock}", (name,), as_dict=True)  # noqa: S608 - a DocType's table
        found = Stored(dict(rows[0])) if rows else None
    else:
        found = _load_joined(meta, get_meta(joined), where, name, lock)
    if found is not None:
        _load_other_rows(meta, found, joined)
    return found


def _joined_child(meta: Meta) -> str | None:
    """The child DocType read together with the parent: the first."""
    return next((df.options for df in meta.table_fields if not df.is_virtual), None)


def _load_joined(meta: Meta, child: Meta, where: str, name: Any, lock: str) -> Stored | None:
    rows = local.db.sql(_join_query(meta, child, where) + lock, (meta.name, name))
    if not rows:
        return None
    width = len(meta.valid_columns)
    found = Stored(dict(zip(meta.valid_columns, rows[0][:width], strict=True)))
    if rows[0][width] is not None:
        _sort_in(
            found, meta, (dict(zip(child.valid_columns, r[width:], strict=True)) for r in rows)
        )
    return found


@lru_cache(maxsize=1024)
def _join_query(meta: Meta, child: Meta, where: str) -> str:
    parent_table, child_table = f"`tab{meta.name}`", f"`tab{child.name}`"
    columns = [f"{parent_table}.`{name}`" for name in meta.valid_columns]
    columns += [f"{child_table}.`{name}`" for name in child.valid_columns]
    return (
        f"SELECT {', '.join(columns)} FROM {parent_table} LEFT JOIN {child_table} "  # noqa: S608 - names from a description
        f"ON {child_table}.parent = {parent_table}.name AND {child_table}.parenttype = %s "
        f"WHERE {where} ORDER BY {child_table}.idx"
    )


def _load_other_rows(meta: Meta, found: Stored, joined: str | None) -> None:
    for child in child_kinds(meta):
        if child != joined:
            rows = local.db.sql(
                f"SELECT * FROM `tab{child}` WHERE parent = %s AND parenttype = %s ORDER BY idx",  # noqa: S608 - a DocType's table
                (found.row["name"], meta.name),
                as_dict=True,
            )
            _sort_in(found, meta, (dict(row) for row in rows))


def _sort_in(found: Stored, meta: Meta, rows: Iterable[Row]) -> None:
    for row in rows:
        if row["parentfield"] in meta.child_doctypes:
            found.tables.setdefault(row["parentfield"], []).append(row)


def child_kinds(meta: Meta) -> list[str]:
    """The DocTypes of the child rows that have a table, each once."""
    return list(dict.fromkeys(df.options for df in meta.table_fields if not df.is_virtual))


# Values as columns


@lru_cache(maxsize=1024)
def _converters(meta: Meta) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    unique = {df.fieldname for df in meta.fields if df.unique}
    return tuple(
        (name, partial(_unique_value, fieldtype) if name in unique else storer(fieldtype))
        for name, fieldtype in meta.column_types.items()
    )


def _unique_value(fieldtype: str, value: Any) -> Any:
    # NULLs do not collide, so any number of records may leave a unique field blank.
    return None if is_empty(value) else for_database(fieldtype, value)


def stored_value(meta: Meta, fieldname: str, value: Any) -> Any:
    """`value` as the column of a field holds it: the same however an equal value is written."""
    return for_database(meta.fieldtype(fieldname), value)


def to_row(doc: Any) -> list[Any]:
    """The document's values in the order of its columns, as they are stored."""
    state, meta = doc.__dict__, doc.meta
    if not _CONTAINERS.isdisjoint(map(type, map(state.get, meta.valid_columns))):
        _require_plain_values(doc)
    return [convert(state.get(name)) for name, convert in _converters(meta)]


def _require_plain_values(doc: Any) -> None:
    for name, fieldtype in doc.meta.column_types.items():
        if type(doc.__dict__.get(name)) in _CONTAINERS and fieldtype != "JSON":
            throw(_("The value of {0} cannot be a list").format(_(doc.meta.get_label(name))))


def changes(doc: Any, before: Row) -> Row:
    """The columns whose stored value differs from `before`, with the new one."""
    state: Row = doc.__dict__
    found: Row = {}
    if _is_untouched(doc.meta, state, before):
        return found
    for name, convert in _converters(doc.meta):
        value, old = state.get(name), before.get(name)
        if value is not old and (value != old or type(value) is not type(old)):
            new = convert(value)
            if new != convert(old):
                found[name] = new
    return found


def _is_untouched(meta: Meta, state: Row, before: Row) -> bool:
    """True when every column holds what was loaded: most rows of most saves, at little cost."""
    read = _reader(meta)
    try:
        return bool(read(state) == read(before))
    except KeyError:  # a column nobody has set
        return False


@lru_cache(maxsize=1024)
def _reader(meta: Meta) -> Callable[[Row], tuple[Any, ...]]:
    return itemgetter(*meta.valid_columns)


# Writing


def insert(doc: Any, ignore_if_duplicate: bool = False) -> bool:
    """Write a new record's own row, with another random name if that is taken; True when written.

    Raises DuplicateEntryError for a name, UniqueValidationError for a value that exists.
    """
    for _attempt in range(_MAX_NAME_ATTEMPTS):
        try:
            local.db.insert_rows(f"tab{doc.doctype}", doc.meta.valid_columns, [to_row(doc)])
            return True
        except DatabaseError as error:
            if not _is_taken(doc, error):
                _explain(doc, error)
            # Without the option the name may be the controller's own, which is never changed.
            if doc.meta.autoname == "hash" and not doc.flags.name_set:
                doc.name = random_name()
            elif ignore_if_duplicate:
                return False
            else:
                _refuse_name(doc, error)
    raise DuplicateEntryError(doc.doctype, doc.name)


def _explain(doc: Any, error: DatabaseError) -> None:
    """Raise what a collision means; other errors as they are."""
    if local.db.is_primary_key_violation(error):
        _refuse_name(doc, error)
    if local.db.is_unique_key_violation(error):
        labels = [_(doc.meta.get_label(name)) for name in local.db.duplicate_columns(error)]
        message = _("{0} must be unique: another {1} has this value")
        throw(
            message.format(", ".join(labels), _(doc.doctype)),
            UniqueValidationError(doc.doctype, doc.name, error),
        )
    raise error


def _refuse_name(doc: Any, error: DatabaseError) -> NoReturn:
    throw(
        _("{0} {1} exists already").format(_(doc.doctype), doc.name),
        DuplicateEntryError(doc.doctype, doc.name, error),
    )


def _is_taken(doc: Any, error: DatabaseError) -> bool:
    """True when the name collides, whatever else does: MariaDB tells that first, SQLite last."""
    if not local.db.is_duplicate_entry(error):
        return False
    query = f"SELECT 1 FROM `tab{doc.doctype}` WHERE name = %s"  # noqa: S608 - a DocType's name
    return local.db.is_primary_key_violation(error) or bool(local.db.sql(query, (doc.name,)))


def update(doc: Any, changed: Row) -> None:
    """Write the changed columns of an existing record."""
    assignments = ", ".join(f"`{name}` = %s" for name in changed)
    try:
        local.db.sql(
            f"UPDATE `tab{doc.doctype}` SET {assignments} WHERE name = %s",  # noqa: S608 - names from a description
            [*changed.values(), doc.name],
        )
    except DatabaseError as error:
        _explain(doc, error)


def name_rows(doc: Any) -> None:
    """Tie every row to its parent and name those that have no name."""
    for fieldname, child in doc.meta.child_doctypes.items():
        hashed = get_meta(child).autoname in _HASHED
        for place, row in enumerate(doc.__dict__.get(fieldname) or ()):
            state = row.__dict__
            state.update(parent=doc.name, parenttype=doc.doctype, parentfield=fieldname)
            state["idx"] = state.get("idx") or place + 1
            if not state.get("name"):
                _name_row(row, hashed)


def _name_row(row: Any, hashed: bool) -> None:
    if hashed:
        row.name = random_name()
    else:
        set_new_name(row)


def insert_children(doc: Any) -> None:
    """Write all child rows of a new record, one statement for each DocType."""
    for child in child_kinds(doc.meta):
        rows = doc.get_all_children(child)
        for row in rows:
            stamp(row, doc, new=True)
        _insert_rows(child, rows)


def _insert_rows(child: str, rows: list[Any]) -> None:
    if not rows:
        return
    cells = [to_row(row) for row in rows]
    try:
        local.db.insert_rows(f"tab{child}", get_meta(child).valid_columns, cells)
    except DatabaseError as error:
        _explain(rows[0], error)


def _update_rows(rows: Iterable[tuple[Any, Row]]) -> None:
    """Write the changed columns of child rows of one DocType with one statement."""
    pairs = list(rows)
    if not pairs:
        return
    meta = pairs[0][0].meta
    names = [name for name in meta.valid_columns if any(name in changed for _row, changed in pairs)]
    assignments = ", ".join(f"`{name}` = %s" for name in names)
    cells = [
        [stored_value(meta, name, row.get(name)) for name in names] + [row.name]
        for row, _changed in pairs
    ]
    try:
        local.db.sql_many(f"UPDATE `tab{meta.name}` SET {assignments} WHERE name = %s", cells)  # noqa: S608 - names from a description
    except DatabaseError as error:
        _explain(pairs[0][0], error)


def sync_rows(doc: Any, before: Stored) -> None:
    """Make the child rows of a record those of the document."""
    kept = set(doc.flags.ignore_children_type or ())
    for child in child_kinds(doc.meta):
        if child not in kept:
            _sync_kind(doc, child, before.rows_of(child, doc.meta))


def _sync_kind(doc: Any, child: str, before: dict[str, Row]) -> None:
    rows = doc.get_all_children(child)
    fresh = [row for row in rows if row.name not in before]
    present = {row.name for row in rows}
    gone = [name for name in before if name not in present]
    if gone:
        local.db.sql(f"DELETE FROM `tab{child}` WHERE name IN %s", (tuple(gone),))  # noqa: S608 - a DocType's table
    for row in fresh:
        stamp(row, doc, new=True)
    _insert_rows(child, fresh)
    changed = []
    for row in rows:
        old = before.get(row.name)
        if old and (differs := _real_changes(row, old)):
            stamp(row, doc)
            changed.append((row, {**differs, **dict.fromkeys(STAMPS)}))
    _update_rows(changed)


def _real_changes(row: Any, before: Row) -> Row:
    return {k: v for k, v in changes(row, before).items() if k not in STAMPS}


def stamp(row: Any, parent: Any, new: bool = False) -> None:
    """Say on a child row who changed it when: whoever changes its parent now."""
    state = row.__dict__
    state.update(modified=parent.modified, modified_by=parent.modified_by)
    if new:
        state["creation"] = state.get("creation") or parent.modified
        state["owner"] = state.get("owner") or parent.modified_by


# Singles


def load_single(meta: Meta) -> Stored | None:
    """The values of a Single, numbers as numbers, the rest as text; None before the first save."""
    values = dict(local.db.singles_dict(meta.name))
    if not values:
        return None
    for df in meta.fields:
        if df.is_numeric and df.fieldname in values:
            values[df.fieldname] = for_database(df.fieldtype, values[df.fieldname])
    found = Stored({**dict.fromkeys(meta.valid_columns), **values, "name": meta.name})
    _load_other_rows(meta, found, None)
    return found


def write_single(doc: Any) -> None:
    """Replace all stored values of a Single."""
    local.db.sql("DELETE FROM tabSingles WHERE doctype = %s", (doc.doctype,))
    values = dict(zip(doc.meta.valid_columns, to_row(doc), strict=True))
    local.db.insert_rows(
        "tabSingles",
        ("doctype", "field", "value"),
        [(doc.doctype, name, value) for name, value in values.items() if value is not None],
    )
    forget(SINGLES)
