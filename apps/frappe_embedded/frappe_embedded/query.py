"""Questions about rows: fields, filters and order in; `(sql, values)` out. Touches no database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from .database.collation import fold
from .errors import DataError, OperationalError
from .fieldtypes import CHILD_FIELDS, KINDS
from .filters import Condition, Spelling, Sql, Target, as_given, conditions, to_sql
from .messages import throw
from .translate import _
from .values import cint

# Stands for "the DocType's own order", which None (no order at all) is not.
DEFAULT_ORDER = "KEEP_DEFAULT_ORDERING"

_ALIAS = re.compile(r"^(.*?)\s+as\s+[`'\"]?([\w ()*.]+?)[`'\"]?$", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<text>'(?:[^'\\]|'')*')|(?P<number>\d+(?:\.\d+)?\b)"
    r"|(?P<name>(?:`[^`]+`|\w+)(?:\.(?:`[^`]+`|\w+|\*))?)|(?P<sign>[(),*+/<>=-])"
)
_WORDS = {"distinct", "asc", "desc", "null"}
# Not `replace`: nested four deep it makes a gigabyte of a name.
_FUNCTIONS = {
    "count", "sum", "min", "max", "avg", "ifnull", "coalesce", "concat", "concat_ws", "abs",
    "round", "lower", "upper", "length", "trim", "date", "year", "month", "day", "date_format",
    "if", "field", "locate", "rand", "greatest", "least", "substr",
}  # fmt: skip
# Names whose DocType nobody says; rows are looked for by them too often to compare in Python.
_PLAIN_NAMES = {"name", "owner", "modified_by", *CHILD_FIELDS}
# An offset needs a limit; this one both databases read.
_ALL = 2**63 - 1
_AGGREGATES = re.compile(r"\s*(count|sum|min|max|avg)\s*\(", re.IGNORECASE)


class Description(Protocol):
    """What a query must know of a DocType; `meta.Meta` is one."""

    name: str

    @property
    def child_doctypes(self) -> dict[str, str]:
        """Table field to the DocType of its rows."""

    @property
    def default_order(self) -> str:
        """The ORDER BY of lists."""

    @property
    def istable(self) -> Any:
        """True for rows of a parent."""

    def fieldtype(self, fieldname: str) -> str | None:
        """The type of a column, None when there is no such column."""

    def get_options(self, fieldname: str) -> str | None:
        """The options of a field."""


class Dialect(Protocol):
    """What a query must know of the database."""

    def as_prose(self, column: str) -> str:
        """The column compared as text for people: without case and accents."""

    def spelt(self, doctype: str, value: Any) -> Sql:
        """SQL for a record's name, or for a list of them, as the records spell them."""


Describe = Callable[[str], Description]


@dataclass
class Query:
    """A SELECT on one DocType, joining child tables and linked records where fields ask for them.

    `lenient` reads empty values as `get_all` does (see `filters`). `conditions` are pieces of SQL
    to AND, either ready or with their values. `default_direction` is for an order without one.
    """

    doctype: str
    fields: Any = ("name",)
    filters: Any = None
    or_filters: Any = None
    order_by: str | None = DEFAULT_ORDER
    group_by: str | None = None
    limit: Any = None
    start: Any = 0
    distinct: bool = False
    lenient: bool = True
    join: str = "left join"
    default_direction: str = "asc"
    for_update: bool = False
    conditions: Sequence[str | Sql] = ()
    _joins: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def build(self, describe: Describe, dialect: Dialect) -> Sql:
        """The statement with `%s` places, and its values.

        Raises OperationalError 1054 for a column that is not there, DataError for SQL that is not
        accepted, ValidationError for filters that cannot be read.
        """
        self._describe, self._dialect, self._joins = describe, dialect, {}
        self._meta = describe(self.doctype)
        # The pieces that may ask for a join come before the joins are written down.
        select, (where, values) = self._select(), self._where()
        group, order = self._group(), self._order()
        locked = " FOR UPDATE" if self.for_update else ""
        joins = "".join(self._joins.values())
        text = "".join((select, joins, where, group, order, self._limit(), locked))
        return (text if values else text.replace("%%", "%")), values

    # Pieces, for the query builder

    def field_parts(self, describe: Describe, fields: Any) -> list[str]:
        """The SQL of fields of the DocType itself."""
        self._describe, self._meta = describe, describe(self.doctype)
        return [self._field(item) for item in field_list(fields)]

    def group_parts(self, describe: Describe) -> list[str]:
        """The SQL of the expressions to group by."""
        self._describe, self._meta = describe, describe(self.doctype)
        return [self._expression(part) for part in split_commas(self.group_by or "")]

    def order_parts(self, describe: Describe, dialect: Dialect) -> list[tuple[str, str]]:
        """The SQL of the expressions to order by, each with `asc` or `desc`."""
        self._describe, self._dialect, self._meta = describe, dialect, describe(self.doctype)
        return self._order_parts()

    # Fields

    def _select(self) -> str:
        fields = ", ".join(self._field(item) for item in field_list(self.fields))
        verb = "SELECT DISTINCT" if self.distinct else "SELECT"
        return f"{verb} {fields} FROM `tab{self.doctype}`"

    def _field(self, item: str) -> str:
        if item == "*":
            return f"`tab{self.doctype}`.*"
        if item.isidentifier() and item not in _WORDS:
            return f"{self._own_column(self.doctype, item)} AS `{item}`"
        found = _ALIAS.match(item)
        expression, alias = (found.group(1), found.group(2)) if found else (item, None)
        sql = self._expression(expression, dotted=True)
        if sql.endswith("*"):
            return sql
        return f"{sql} AS `{alias or _result_name(expression)}`"

    def _group(self) -> str:
        parts = [self._expression(part) for part in split_commas(self.group_by or "")]
        return f" GROUP BY {', '.join(parts)}" if parts else ""

    def _expression(self, text: str, dotted: bool = False) -> str:
        """`text` with its columns qualified, and nothing in it but columns and known functions."""
        if text.isidentifier() and text not in _WORDS:
            return self._own_column(self.doctype, text)
        if "--" in text or "/*" in text:
            throw(_("Illegal SQL Query"), DataError)
        place, out = 0, []
        while place < len(text):
            found = _TOKEN.match(text, place)
            if not found:
                throw(_("Illegal SQL Query"), DataError)
            place = found.end()
            out.append(self._token(found, text[place:], dotted))
        return "".join(out)

    def _token(self, found: re.Match[str], rest: str, dotted: bool) -> str:
        token = found.group(0)
        if found.lastgroup != "name":
            return token.replace("%", "%%")
        if rest.lstrip().startswith("("):
            if token.lower() not in _FUNCTIONS:
                throw(_("{0} is not a function queries may use").format(token), DataError)
            return token
        if token.lower() in _WORDS:
            return token
        return self._column(token, dotted)

    def _column(self, token: str, dotted: bool = False) -> str:
        owner, _dot, name = token.replace("`", "").rpartition(".")
        if not owner:
            return self._own_column(self.doctype, name)
        if owner.startswith("tab"):
            if name == "*":
                return f"`{owner}`.*"
            return self._own_column(owner[3:], name)
        if not dotted:
            throw(
                _("{0}: order, group and filter by fields of the DocType itself").format(token),
                DataError,
            )
        return self._joined_column(owner, name)

    def _own_column(self, doctype: str, name: str) -> str:
        if doctype != self.doctype:
            self._join_child(doctype, None)
        if self._describe(doctype).fieldtype(name) is None:
            raise OperationalError(1054, f"Unknown column '{name}' in 'tab{doctype}'")
        return f"`tab{doctype}`.`{name}`"

    def _joined_column(self, fieldname: str, name: str) -> str:
        child = self._meta.child_doctypes.get(fieldname)
        if child:
            self._join_child(child, fieldname)
            return self._own_column(child, name)
        target = self._meta.get_options(fieldname)
        if self._meta.fieldtype(fieldname) != "Link" or not target:
            raise OperationalError(1054, f"Unknown column '{fieldname}.{name}'")
        if self._describe(target).fieldtype(name) is None:
            raise OperationalError(1054, f"Unknown column '{name}' in 'tab{target}'")
        alias = f"{fieldname}_{target}"
        self._joins[alias] = (
            f" {self.join} `tab{target}` AS `{alias}` "
            f"ON `{alias}`.`name` = `tab{self.doctype}`.`{fieldname}`"
        )
        return f"`{alias}`.`{name}`"

    def _join_child(self, child: str, fieldname: str | None) -> None:
        if child in self._joins:
            return
        if child not in self._meta.child_doctypes.values():
            raise OperationalError(1054, f"Unknown table 'tab{child}' in a query on {self.doctype}")
        within = f" AND `tab{child}`.`parentfield` = '{fieldname}'" if fieldname else ""
        self._joins[child] = (
            f" {self.join} `tab{child}` ON `tab{child}`.`parent` = `tab{self.doctype}`.`name`"
            f" AND `tab{child}`.`parenttype` = '{self.doctype}'{within}"
        )

    # Conditions

    def _where(self) -> Sql:
        all_of = conditions(self.filters, self.doctype)
        parts = [self._compare(c, all_of) for c in all_of]
        either = [self._compare(c, all_of) for c in conditions(self.or_filters, self.doctype)]
        if either:
            joined = " OR ".join(sql for sql, _values in either)
            parts.append((f"({joined})", [value for _sql, values in either for value in values]))
        parts += [_ready(condition) for condition in self.conditions if condition]
        if not parts:
            return "", []
        text = " AND ".join(sql for sql, _values in parts)
        return f" WHERE {text}", [value for _sql, values in parts for value in values]

    def _compare(self, condition: Condition, beside: Sequence[Condition]) -> Sql:
        column = self._own_column(condition.doctype, condition.fieldname)
        meta = self._describe(condition.doctype)
        return compare(condition, column, meta, self._dialect, self.lenient, beside)

    # Order and limit

    def _order(self) -> str:
        parts = self._order_parts()
        return " ORDER BY " + ", ".join(f"{sql} {way}" for sql, way in parts) if parts else ""

    def _order_parts(self) -> list[tuple[str, str]]:
        if not self.order_by or self.distinct:
            return []
        fields = field_list(self.fields)
        if self.order_by == DEFAULT_ORDER:
            lone = len(fields) == 1 and _AGGREGATES.match(fields[0]) and not self.group_by
            text = "" if lone else self._meta.default_order
        else:
            text = self.order_by
        aliases = {m.group(2) for m in map(_ALIAS.match, fields) if m}
        return [self._directed(part, aliases) for part in split_commas(text)]

    def _directed(self, part: str, aliases: set[str]) -> tuple[str, str]:
        found = re.fullmatch(r"(.+?)\s+(asc|desc)", part, re.IGNORECASE | re.DOTALL)
        expression, direction = found.groups() if found else (part, self.default_direction)
        bare = expression.strip("` ")
        if bare in aliases:
            return f"`{bare}`", direction.lower()
        sql = self._expression(expression)
        # What a function answers has no collation of its own.
        if self._sorts_as_prose(bare) or "(" in expression:
            sql = self._dialect.as_prose(sql)
        return sql, direction.lower()

    def _sorts_as_prose(self, column: str) -> bool:
        """True for names and links, whose own collation is made for speed, not for readers."""
        fieldtype = self._meta.fieldtype(column.replace("`", "").rpartition(".")[2])
        return fieldtype == "Data" or KINDS.get(fieldtype or "") == "identifier"

    def _limit(self) -> str:
        count, start = cint(self.limit), cint(self.start)
        if not count and not start:
            return ""
        return f" LIMIT {count or _ALL}" + (f" OFFSET {start}" if start else "")


def where(
    doctype: str, filters: Any, describe: Describe, dialect: Dialect, lenient: bool = False
) -> Sql:
    """The conditions of an UPDATE or DELETE, ` WHERE` included; empty without filters."""
    meta, parts, all_of = describe(doctype), [], conditions(filters, doctype)
    for condition in all_of:
        if condition.doctype != doctype or meta.fieldtype(condition.fieldname) is None:
            raise OperationalError(
                1054, f"Unknown column '{condition.fieldname}' in 'tab{doctype}'"
            )
        column = f"`{condition.fieldname}`"
        parts.append(compare(condition, column, meta, dialect, lenient, all_of))
    if not parts:
        return "", []
    text = " AND ".join(sql for sql, _values in parts)
    return f" WHERE {text}", [value for _sql, values in parts for value in values]


def compare(
    condition: Condition,
    column: str,
    meta: Description,
    dialect: Dialect,
    lenient: bool,
    beside: Sequence[Condition] = (),
) -> Sql:
    """One condition on one column; `beside` are those that hold too."""
    name, fieldtype = condition.fieldname, meta.fieldtype(condition.fieldname)
    named, tree = _named_by(name, fieldtype, meta, beside), None
    is_text = KINDS.get(fieldtype or "", "text") in ("text", "identifier")
    as_prose = dialect.as_prose if is_text else str
    spelt: Spelling = as_given
    if fieldtype == "Select":
        spelt = partial(_as_option, (meta.get_options(name) or "").split("\n"))
    elif named:
        tree = named if name == "name" or fieldtype == "Link" else None
        spelt = partial(_as_named, named, dialect)
    elif is_text and name not in _PLAIN_NAMES:
        column = as_prose(column)
    # A range of Links keeps to its index, and so to the order of ASCII.
    ranged = as_prose(column) if name == "name" and named else column
    return to_sql(condition, Target(column, fieldtype, lenient, tree, spelt, as_prose, ranged))


def _named_by(
    name: str, fieldtype: str | None, meta: Description, beside: Sequence[Condition]
) -> str | None:
    """The DocType whose records a column names, None when that is not known."""
    if name == "name":
        return None if meta.istable or fieldtype != "Data" else meta.name
    if fieldtype == "Link":
        return meta.get_options(name) or ("User" if name in ("owner", "modified_by") else None)
    kind = meta.get_options(name) if fieldtype == "Dynamic Link" else None
    if name == "parent" and meta.istable:
        kind = "parenttype"
    kinds = (c.value for c in beside if kind and c.fieldname == kind and c.operator == "=")
    return next((value for value in kinds if isinstance(value, str)), None)


def _as_named(doctype: str, dialect: Dialect, value: Any) -> Sql:
    if isinstance(value, tuple) or (isinstance(value, str) and value):
        return dialect.spelt(doctype, value)
    return as_given(value)


def _as_option(options: list[str], value: Any) -> Sql:
    """A Select's option as the DocType spells it."""
    if isinstance(value, tuple):
        return as_given(tuple(_as_option(options, item)[1][0] for item in value))
    if not isinstance(value, str) or value in options:
        return as_given(value)
    wanted = fold(value)
    return as_given(next((option for option in options if fold(option) == wanted), value))


def field_list(fields: Any) -> list[str]:
    """The expressions asked for; `{"COUNT": "name", "as": "c"}` is `count(name) as c`."""
    if not fields:
        return ["name"]
    items = split_commas(fields) if isinstance(fields, str) else list(fields)
    return [_aggregate(item) if isinstance(item, Mapping) else str(item).strip() for item in items]


def _aggregate(item: Mapping[str, Any]) -> str:
    function = next((key for key in item if key.lower() != "as"), None)
    if function is None or function.lower() not in _FUNCTIONS:
        throw(_("{0} is not a function queries may use").format(function), DataError)
    alias = f" as {item['as']}" if item.get("as") else ""
    return f"{function.lower()}({item[function] or '*'}){alias}"


def split_commas(text: str) -> list[str]:
    """The parts of a comma list; commas within brackets do not count."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [part for part in (*parts, text[start:].strip()) if part]


def _result_name(expression: str) -> str:
    plain = re.fullmatch(r"(?:`[^`]+`|\w+)(?:\.(?:`[^`]+`|\w+))?", expression)
    return expression.replace("`", "").rpartition(".")[2] if plain else expression.replace("`", "")


def _ready(condition: str | Sql) -> Sql:
    if isinstance(condition, str):
        return f"({condition.replace('%', '%%')})", []
    return f"({condition[0]})", list(condition[1])
