"""Filters as people write them, turned into SQL conditions.

There are two readings of empty values. `get_all` and `get_list` are lenient: NULL and '' are the
same, `!=` finds rows without a value. `frappe.db.*` and the query builder follow SQL to the letter.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .dates import get_timespan_date_range
from .errors import DataError, ValidationError
from .fieldtypes import KINDS, for_database
from .messages import throw
from .translate import _
from .values import is_empty

Sql = tuple[str, list[Any]]
Spelling = Callable[[Any], Sql]

_BLANKS: dict[str, Any] = {
    "int": 0,
    "float": 0,
    "date": "0001-01-01",
    "datetime": "0001-01-01 00:00:00.000000",
    "time": "00:00:00.000000",
}
_TREE = {
    "descendants of": ("in", "node.lft > top.lft AND node.rgt < top.rgt"),
    "descendants of (inclusive)": ("in", "node.lft >= top.lft AND node.rgt <= top.rgt"),
    "not descendants of": ("not in", "node.lft > top.lft AND node.rgt < top.rgt"),
    "ancestors of": ("in", "node.lft < top.lft AND node.rgt > top.rgt"),
    "not ancestors of": ("not in", "node.lft < top.lft AND node.rgt > top.rgt"),
}


@dataclass(frozen=True)
class Condition:
    """One comparison of one column."""

    doctype: str
    fieldname: str
    operator: str
    value: Any


def as_given(value: Any) -> Sql:
    """A place for a value, or for a list to follow IN."""
    return "%s", [value]


@dataclass(frozen=True)
class Target:
    """The column a condition is about: its SQL, its field type, and how to read empty values.

    `spelt` is the SQL of a value, or of a tuple of them, as the column spells it; `as_prose` makes
    an expression compare as text for people; `ranged` is the column for what is more or less.
    """

    sql: str
    fieldtype: str | None
    lenient: bool
    tree: str | None = None
    spelt: Spelling = as_given
    as_prose: Callable[[str], str] = str
    ranged: str = ""

    @property
    def kind(self) -> str:
        """The kind of column; unknown ones are compared as text."""
        return KINDS.get(self.fieldtype or "", "text")

    @property
    def blank(self) -> Any:
        """The value that stands for NULL."""
        return _BLANKS.get(self.kind, "")

    @property
    def never_null(self) -> str:
        """The column with NULL replaced."""
        blank = self.blank if isinstance(self.blank, int) else f"'{self.blank}'"
        return self.as_prose(f"IFNULL({self.sql}, {blank})")

    def stored(self, value: Any) -> Any:
        """`value` as the column would hold it."""
        if isinstance(value, bool):
            return int(value)
        if self.kind in ("date", "datetime") and not is_empty(value):
            return for_database(self.fieldtype, value)
        return value


def conditions(filters: Any, doctype: str) -> list[Condition]:
    """The comparisons in `filters`, whatever their shape.

    `{"f": v}`, `{"f": [op, v]}`, `[["f", op, v]]`, `[["DocType", "f", op, v]]`, a plain name, or a
    list of names. Raises ValidationError for a shape or operator that does not exist.
    """
    if filters is None:
        return []
    if isinstance(filters, Mapping):
        return [_from_pair(doctype, key, value) for key, value in filters.items()]
    if isinstance(filters, list | tuple):
        return _from_list(filters, doctype)
    return [Condition(doctype, "name", "=", filters)]


def _from_list(filters: Any, doctype: str) -> list[Condition]:
    if filters and not any(isinstance(item, list | tuple | Mapping) for item in filters):
        return [Condition(doctype, "name", "in", list(filters))]
    found: list[Condition] = []
    for item in filters:
        found += (
            conditions(item, doctype) if isinstance(item, Mapping) else [_from_row(item, doctype)]
        )
    return found


def _from_pair(doctype: str, key: str, value: Any) -> Condition:
    if isinstance(value, list | tuple):
        if len(value) != 2:
            throw(_("Filter {0} must be [operator, value]").format(key), ValidationError)
        return _checked(doctype, key, value[0], value[1])
    return _checked(doctype, key, "=", value)


def _from_row(row: Any, doctype: str) -> Condition:
    if not isinstance(row, list | tuple) or not 2 <= len(row) <= 5:
        throw(_("Filter {0} cannot be read").format(row), ValidationError)
    if len(row) == 2:
        return _from_pair(doctype, row[0], row[1])
    if len(row) == 3:
        return _checked(doctype, *row)
    return _checked(*row[:4])


def _checked(doctype: str, fieldname: str, operator: Any, value: Any) -> Condition:
    named = re.fullmatch(r"`?tab([^`]+?)`?\.`?(\w+)`?", fieldname)
    if named:
        doctype, fieldname = named.groups()
    if not re.fullmatch(r"\w+", fieldname):
        throw(_("{0} is not a field to filter by").format(fieldname), DataError)
    word = str(operator).strip().lower()
    if word not in OPERATORS:
        throw(_("{0} is not an operator for filters").format(operator), ValidationError)
    return Condition(doctype, fieldname, word, value)


def to_sql(condition: Condition, target: Target) -> Sql:
    """The condition as SQL with `%s` places, and its values."""
    return OPERATORS[condition.operator](target, condition.operator, condition.value)


def _equal(target: Target, _operator: str, value: Any) -> Sql:
    if target.lenient and is_empty(value):
        return f"{target.never_null} = %s", [target.blank]
    if value is None:
        return f"{target.sql} IS NULL", []
    place, values = target.spelt(target.stored(value))
    return f"{target.sql} = {place}", values


def _unequal(target: Target, _operator: str, value: Any) -> Sql:
    if target.lenient:
        wanted = target.blank if is_empty(value) else target.stored(value)
        place, values = target.spelt(wanted)
        return f"{target.never_null} != {place}", values
    if value is None:
        return f"{target.sql} IS NOT NULL", []
    place, values = target.spelt(target.stored(value))
    return f"{target.sql} != {place}", values


def _ordered(target: Target, operator: str, value: Any) -> Sql:
    # Leniently a date that is not given is the earliest.
    early = target.lenient and operator in ("<", "<=") and target.kind in ("date", "datetime")
    column = target.never_null if early else target.ranged or target.sql
    return f"{column} {operator} %s", [target.stored(value)]


def _like(target: Target, operator: str, value: Any) -> Sql:
    column = target.never_null if target.lenient and operator == "not like" else target.sql
    return f"{column} {operator.upper()} %s", [value]


def _among(target: Target, operator: str, value: Any) -> Sql:
    values = _listed(value)
    if not values:
        return ("1=0" if operator == "in" else "1=1"), []
    column = target.sql
    if target.lenient:
        blank = any(is_empty(item) for item in values)
        values = [target.blank if is_empty(item) else item for item in values]
        column = target.never_null if blank or operator == "not in" else column
    place, places = target.spelt(tuple(target.stored(item) for item in values))
    return f"{column} {operator.upper()} {place}", places


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")] if value else []
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set | frozenset | Mapping) else [value]


def _between(target: Target, _operator: str, value: Any) -> Sql:
    if not isinstance(value, list | tuple) or len(value) != 2:
        throw(_("between needs two values"), ValidationError)
    first, last = (target.stored(item) for item in value)
    if target.kind == "datetime" and len(str(value[1])) <= 10:
        last = f"{str(last)[:10]} 23:59:59.999999"
    return f"{target.ranged or target.sql} BETWEEN %s AND %s", [first, last]


def _is(target: Target, _operator: str, value: Any) -> Sql:
    word = str(value).strip().lower()
    if word not in ("set", "not set"):
        throw(_("is takes set or not set, not {0}").format(value), ValidationError)
    if not target.lenient:
        return f"{target.sql} IS {'NOT ' if word == 'set' else ''}NULL", []
    return f"{target.never_null} {'!=' if word == 'set' else '='} %s", [target.blank]


def _timespan(target: Target, operator: str, value: Any) -> Sql:
    words = {"previous": f"last {value}", "next": f"next {value}"}.get(operator, str(value))
    days = get_timespan_date_range(words)
    if days is None:
        throw(_("{0} is not a period of time").format(value), ValidationError)
    return _between(target, "between", [day.isoformat() for day in days])


def _tree(target: Target, operator: str, value: Any) -> Sql:
    if not target.tree:
        throw(_("{0} works on a tree or on a link to one").format(operator), ValidationError)
    among, where = _TREE[operator]
    column = target.never_null if among == "not in" and target.lenient else target.sql
    table, (top, values) = f"`tab{target.tree}`", target.spelt(value)
    nodes = f"SELECT node.name FROM {table} node, {table} top WHERE top.name = {top} AND {where}"  # noqa: S608 - a DocType's table
    found = f"{column} {among.upper()} ({nodes})"
    if among == "not in" or not target.lenient:
        return found, values
    # In a list, no nodes at all are as blank as a field that names none.
    blank = f"({target.never_null} = '' AND NOT EXISTS ({nodes}))"
    return f"({found} OR {blank})", values * 2


OPERATORS: dict[str, Callable[[Target, str, Any], Sql]] = {
    "=": _equal,
    "!=": _unequal,
    "<>": _unequal,
    **dict.fromkeys(("<", "<=", ">", ">="), _ordered),
    **dict.fromkeys(("like", "not like"), _like),
    **dict.fromkeys(("in", "not in"), _among),
    "between": _between,
    "is": _is,
    **dict.fromkeys(("timespan", "previous", "next"), _timespan),
    **dict.fromkeys(_TREE, _tree),
}
