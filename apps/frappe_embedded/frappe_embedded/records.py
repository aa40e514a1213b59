"""What `frappe.db` knows of records: values, existence, counts, singles and defaults.

Nothing here checks permissions or runs a document's methods. Filters follow SQL (see `filters`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from .cache import forget, forget_document, memory
from .context import current_user, local
from .database.base import Database
from .dates import now
from .errors import (
    OperationalError,
    ProgrammingError,
    ValidationError,
)
from .fieldtypes import cast, for_database
from .messages import throw
from .meta import Meta, exists_doctype, get_meta
from .query import DEFAULT_ORDER, Query, where
from .schema import add_index, add_unique
from .translate import _
from .values import _dict

SINGLES = "singles"
DEFAULTS = "defaults"
GLOBAL = "__global"
COMMON = "__default"


class Records(Database):
    """The part of the database that knows DocTypes."""

    # Filled by the layer of lists, so that `frappe.db.get_list` is `frappe.get_list`.
    get_all: ClassVar[Callable[..., Any]]
    get_list: ClassVar[Callable[..., Any]]

    # Values

    def get_value(
        self,
        doctype: str,
        filters: Any = None,
        fieldname: Any = "name",
        ignore: bool | None = None,
        as_dict: bool = False,
        debug: bool = False,
        order_by: str | None = DEFAULT_ORDER,
        cache: bool = False,
        for_update: bool = False,
        *,
        run: bool = True,
        pluck: bool = False,
        distinct: bool = False,
        skip_locked: bool = False,
        wait: bool = True,
    ) -> Any:
        """The first record's field, tuple of fields (for a list of names) or `_dict`; else None.

        `filters` is a name or filters. A Single answers the stored text. `for_update` keeps others
        from writing until the transaction ends; `ignore` answers None for unknown columns.
        """
        key = (doctype, repr(filters), repr(fieldname), as_dict, order_by)
        known = local.request_cache.setdefault("get_value", {}) if cache else {}
        if key not in known:
            rows = self.get_values(
                doctype, filters, fieldname, ignore, as_dict, debug, order_by,
                for_update=for_update, pluck=pluck, distinct=distinct, limit=1,
            )  # fmt: skip
            known[key] = _first(rows, fieldname, as_dict or pluck)
        return known[key]

    def get_values(
        self,
        doctype: str,
        filters: Any = None,
        fieldname: Any = "name",
        ignore: bool | None = None,
        as_dict: bool = False,
        debug: bool = False,
        order_by: str | None = DEFAULT_ORDER,
        update: dict[str, Any] | None = None,
        cache: bool = False,
        for_update: bool = False,
        *,
        run: bool = True,
        pluck: bool = False,
        distinct: bool = False,
        limit: int | None = None,
        skip_locked: bool = False,
        wait: bool = True,
    ) -> Any:
        """Like `get_value` for every record: a tuple of tuples, a list of `_dict` or of values."""
        meta = get_meta(doctype)
        if meta.issingle:
            return self._single_rows(doctype, filters, fieldname, as_dict)
        named = filters is not None and not isinstance(filters, dict | list | tuple)
        question = Query(
            doctype,
            fieldname,
            filters,
            order_by=None if named else _order(order_by),
            limit=limit,
            distinct=distinct,
            lenient=False,
            default_direction="desc",
            for_update=for_update,
        )
        try:
            sql, values = question.build(get_meta, self)
            as_dict = as_dict or fieldname == "*"
            return self.sql(sql, values, as_dict, debug=debug, pluck=pluck, update=update)
        except (OperationalError, ProgrammingError):
            if ignore:
                return []
            raise

    def exists(self, dt: Any, dn: Any = None, cache: bool = False, *, debug: bool = False) -> Any:
        """The name of the record that has this name or meets these filters; None without one.

        `{"doctype": …, …}` may be given instead of both. A Single always exists.
        """
        if isinstance(dt, Mapping):
            dn = {key: value for key, value in dt.items() if key != "doctype"}
            dt = dt["doctype"]
        if dn == "" or not exists_doctype(dt):
            return None
        if get_meta(dt).issingle:
            return dt
        return self.get_value(dt, dn, "name", order_by=None, cache=cache, debug=debug)

    def count(
        self,
        dt: str,
        filters: Any = None,
        debug: bool = False,
        cache: bool = False,
        distinct: bool = True,
    ) -> int:
        """How many records meet the filters."""
        condition, values = where(dt, filters, get_meta, self)
        rows = self.sql(f"SELECT COUNT(*) FROM `tab{dt}`{condition}", values, debug=debug)  # noqa: S608 - a DocType's table
        return int(rows[0][0])

    def spelt(self, doctype: str, value: str | Sequence[Any]) -> tuple[str, list[Any]]:
        meta = get_meta(doctype) if exists_doctype(doctype) else None
        if meta is None or meta.issingle or meta.is_virtual:
            return Database.spelt(self, doctype, value)
        return super().spelt(meta.name, value)

    # Writing

    def set_value(
        self,
        dt: str,
        dn: Any,
        field: Any,
        val: Any = None,
        modified: Any = None,
        modified_by: str | None = None,
        update_modified: bool = True,
        debug: bool = False,
        for_update: bool = True,
    ) -> None:
        """Change fields of the named record, or of those that meet filters, running nothing.

        `field` is a name or a dict. `modified` and `modified_by` follow unless `update_modified`
        is False.
        """
        changes = dict(field) if isinstance(field, Mapping) else {field: val}
        meta = get_meta(dt)
        if meta.issingle:
            self.set_single_value(dt, changes, update_modified=update_modified)
            return
        if update_modified:
            changes.setdefault("modified", modified or now())
            changes.setdefault("modified_by", modified_by or current_user())
        stored = self._stored(meta, changes)
        condition, values = where(dt, dn, get_meta, self)
        assignments = ", ".join(f"`{name}` = %s" for name in stored)
        self.sql(
            f"UPDATE `tab{dt}` SET {assignments}{condition}",  # noqa: S608 - checked column names
            [*stored.values(), *values],
            debug=debug,
        )
        self._changed(dt, dn if isinstance(dn, str | int) else None)

    def delete(self, doctype: str, filters: Any = None, debug: bool = False, **kwargs: Any) -> None:
        """Delete the rows that meet the filters, all without; runs nothing, keeps child rows."""
        condition, values = where(doctype, filters or kwargs.get("conditions"), get_meta, self)
        self.sql(f"DELETE FROM `tab{doctype}`{condition}", values, debug=debug)  # noqa: S608 - a DocType's table
        self._changed(doctype, None)

    def truncate(self, doctype: str) -> None:
        """Delete all rows at once, committing what is pending before and after."""
        self.commit()
        self.delete(doctype)
        self.commit()

    def bulk_insert(
        self,
        doctype: str,
        fields: Sequence[str],
        values: Iterable[Sequence[Any]],
        ignore_duplicates: bool = False,
        *,
        chunk_size: int = 10_000,
    ) -> None:
        """Insert rows as they are, `name` and stamps given by the caller; runs nothing."""
        types = get_meta(doctype).column_types
        kinds = [types.get(name) for name in fields]
        self.insert_rows(
            f"tab{doctype}",
            fields,
            [
                [for_database(kind, cell) for kind, cell in zip(kinds, row, strict=True)]
                for row in values
            ],
            ignore_duplicates,
            chunk_size,
        )

    def insert_rows(
        self,
        table: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        ignore_duplicates: bool = False,
        chunk_size: int = 10_000,
    ) -> None:
        """Insert rows whose cells are in the form the columns store, with one statement a chunk."""
        names = ", ".join(f"`{name}`" for name in columns)
        places = ", ".join(["%s"] * len(columns))
        verb = self.insert_or_ignore if ignore_duplicates else "INSERT INTO"
        for start in range(0, len(rows), chunk_size):
            chunk = rows[start : start + chunk_size]
            self.sql_many(f"{verb} `{table}` ({names}) VALUES ({places})", chunk)

    def _stored(self, meta: Meta, changes: Mapping[str, Any]) -> dict[str, Any]:
        types = meta.column_types
        unknown = [name for name in changes if name not in types]
        if unknown:
            raise OperationalError(1054, f"Unknown column '{unknown[0]}' in 'tab{meta.name}'")
        return {name: for_database(types[name], value) for name, value in changes.items()}

    def _changed(self, doctype: str, name: Any) -> None:
        local.request_cache.pop("get_value", None)
        forget_document(doctype, name)

    # Singles

    def get_single_value(self, doctype: str, fieldname: str, cache: bool = True) -> Any:
        """A field of a Single by its type: 0, '' or the first of all dates when never saved."""
        field = get_meta(doctype).get_field(fieldname)
        if field is None:
            throw(_("Field {0} does not exist on {1}").format(fieldname, doctype), ValidationError)
        stored = self.singles_dict(doctype).get(fieldname)
        if stored is None:
            return _unset(field)
        return cast(field.fieldtype, stored)

    def get_singles_dict(
        self, doctype: str, debug: bool = False, *, for_update: bool = False, cast: bool = False
    ) -> _dict:
        """Every stored field of a Single, as text or (`cast`) by its type."""
        if for_update:
            self.begin()
        stored = _dict(self.singles_dict(doctype))
        return self._cast_single(doctype, stored) if cast else stored

    def _cast_single(self, doctype: str, stored: _dict) -> _dict:
        types = get_meta(doctype).column_types
        return _dict({name: cast(types.get(name), value) for name, value in stored.items()})

    def singles_dict(self, doctype: str) -> dict[str, Any]:
        """What tabSingles holds of a Single; remembered, so not to be changed."""
        known = memory(SINGLES)
        if doctype not in known:
            rows = self.sql("SELECT field, value FROM tabSingles WHERE doctype = %s", (doctype,))
            known[doctype] = dict(rows)
        found: dict[str, Any] = known[doctype]
        return found

    def set_single_value(
        self,
        doctype: str,
        fieldname: Any,
        value: Any = None,
        *args: Any,
        update_modified: bool = True,
        **kwargs: Any,
    ) -> None:
        """Change fields of a Single without running anything."""
        changes = dict(fieldname) if isinstance(fieldname, Mapping) else {fieldname: value}
        if update_modified:
            changes.setdefault("modified", now())
            changes.setdefault("modified_by", current_user())
        types = get_meta(doctype).column_types
        for name, changed in changes.items():
            stored = for_database(types.get(name), changed)
            row = {"doctype": doctype, "field": name, "value": stored}
            self.upsert("tabSingles", row, ["doctype", "field"])
        forget(SINGLES)
        self._changed(doctype, None)

    def _single_rows(self, doctype: str, filters: Any, fieldname: Any, as_dict: bool) -> Any:
        stored = self.singles_dict(doctype)
        if isinstance(filters, Mapping) and any(stored.get(k) != v for k, v in filters.items()):
            return []
        if fieldname == "*":
            return [_dict(stored)]
        names = [fieldname] if isinstance(fieldname, str) else list(fieldname)
        values = [doctype if name == "name" else stored.get(name) for name in names]
        return [_dict(zip(names, values, strict=True))] if as_dict else (tuple(values),)

    def get_system_setting(self, fieldname: str) -> Any:
        """A field of System Settings as stored, None when empty or not there yet."""
        return self.singles_dict("System Settings").get(fieldname) or None

    # Defaults

    def get_default(self, key: str, parent: str = COMMON) -> Any:
        """A default value: None when there is none, a list when there are several."""
        return self.get_defaults(parent=parent).get(key)

    def get_defaults(self, key: str | None = None, parent: str = COMMON) -> Any:
        """The default values of a user, or of everybody; one of them if `key` is given."""
        known = memory(DEFAULTS)
        if parent not in known:
            rows = self.sql(
                "SELECT defkey, defvalue FROM tabDefaultValue WHERE parent = %s ORDER BY rowid",
                (parent,),
            )
            known[parent] = _grouped(rows)
        return known[parent].get(key) if key else _dict(known[parent])

    def set_default(
        self, key: str, val: Any, parent: str = COMMON, parenttype: str | None = None
    ) -> None:
        """Replace a default value; None removes it."""
        self.sql("DELETE FROM tabDefaultValue WHERE parent = %s AND defkey = %s", (parent, key))
        if val is not None:
            self.add_default(key, val, parent, parenttype)
        forget(DEFAULTS)

    def add_default(
        self, key: str, val: Any, parent: str = COMMON, parenttype: str | None = None
    ) -> None:
        """Add a default value beside those there are."""
        self.sql(
            "INSERT INTO tabDefaultValue (parent, parenttype, defkey, defvalue) "
            "VALUES (%s, %s, %s, %s)",
            (parent, parenttype or parent, key, str(val)),
        )
        forget(DEFAULTS)

    def get_global(self, key: str, user: str = GLOBAL) -> Any:
        """A value kept for the whole site."""
        return self.get_default(key, user)

    def set_global(self, key: str, val: Any, user: str = GLOBAL) -> None:
        """Keep a value for the whole site."""
        self.set_default(key, val, user)

    # Tables

    def table_exists(self, doctype: str, cached: bool = True) -> bool:
        """True when there is a table for the DocType."""
        return f"tab{doctype}" in self.get_tables(cached)

    def has_table(self, table_name: str) -> bool:
        """True when there is a table of that name."""
        return table_name in self.get_tables()

    def get_table_columns(self, doctype: str) -> list[str]:
        """The columns of a DocType's table."""
        columns = list(self.columns_of(f"tab{doctype}"))
        if not columns:
            raise ProgrammingError(1146, f"Table 'tab{doctype}' does not exist")
        return columns

    def has_column(self, doctype: str, column: str) -> bool:
        """True when a DocType's table has the column."""
        return column in self.get_table_columns(doctype)

    def add_index(self, doctype: str, fields: list[str], index_name: str | None = None) -> None:
        """Add an index on columns of a DocType unless there is one of that name."""
        add_index(doctype, fields, index_name)

    def add_unique(
        self, doctype: str, fields: str | list[str], constraint_name: str | None = None
    ) -> None:
        """Refuse two records of a DocType with the same values in all of `fields`."""
        add_unique(doctype, fields, constraint_name)


def get_value(*args: Any, **kwargs: Any) -> Any:
    """`frappe.db.get_value` of the open site."""
    return local.db.get_value(*args, **kwargs)


def _order(order_by: str | None) -> str | None:
    return "modified desc" if order_by == DEFAULT_ORDER else order_by


def _first(rows: Any, fieldname: Any, whole: bool) -> Any:
    if not rows:
        return None
    return rows[0] if whole or fieldname == "*" or not isinstance(fieldname, str) else rows[0][0]


def _unset(field: Any) -> Any:
    never = {"date": date.min, "datetime": datetime.min}.get(field.kind)
    return never or (0 if field.is_numeric else "")


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
