"""`frappe.qb`: PyPika bound to the site's database. Values always travel as parameters."""

import re
from datetime import datetime
from typing import Any

from pypika import Case, Field, Order, Table
from pypika import functions as fn
from pypika import terms as terms
from pypika.dialects import MySQLQuery, MySQLQueryBuilder
from pypika.terms import Criterion, CustomFunction, ListParameter, Term

from .context import local
from .filters import conditions
from .meta import get_meta
from .query import Query, compare
from .values import cint, datetime_text

# MariaDB's functions for which PyPika has no class.
Concat_ws = CustomFunction("CONCAT_WS")
DateFormat = CustomFunction("DATE_FORMAT", ["term", "pattern"])
GroupConcat = CustomFunction("GROUP_CONCAT", ["term"])
Locate = CustomFunction("LOCATE", ["part", "text"])
Round = CustomFunction("ROUND", ["term", "decimals"])

# Where a value goes, until the rest of the text has its percent signs doubled.
_PLACE = "\0"
# In an empty list is nothing; MariaDB refuses to read one.
_NOTHING = "SELECT NULL WHERE 1=0"
_ISO_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?")


class _Parameters(ListParameter):
    """Collects the values of a query; PyPika writes datetimes with a T, columns hold a blank."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[Any] = []

    def get_sql(self, **kwargs: Any) -> str:
        return _PLACE

    def update_parameters(  # type: ignore[override] # PyPika itself passes keywords only
        self, value: Any, **kwargs: Any
    ) -> None:
        if isinstance(value, str) and _ISO_DATETIME.fullmatch(value):
            value = datetime_text(datetime.fromisoformat(value))
        self.values.append(value)


class QueryBuilder(MySQLQueryBuilder):
    """A PyPika query that can be run."""

    def walk(self) -> tuple[str, list[Any]]:
        """The statement with `%s` places, and its values."""
        parameters = _Parameters()
        text = self.get_sql(parameter=parameters).replace(" IN ()", f" IN ({_NOTHING})")
        values = parameters.values
        if not values:
            return text, []
        return text.replace("%", "%%").replace(_PLACE, "%s"), values

    def run(
        self,
        as_dict: bool | int = False,
        *,
        as_list: bool | int = False,
        pluck: bool = False,
        debug: bool | int = False,
        run: bool = True,
        as_iterator: bool = False,
        update: dict[str, Any] | None = None,
    ) -> Any:
        """The rows, in the shapes of `frappe.db.sql`."""
        text, values = self.walk()
        return local.db.sql(
            text,
            values,
            as_dict,
            as_list,
            pluck=pluck,
            debug=debug,
            run=run,
            as_iterator=as_iterator,
            update=update,
        )


def DocType(name: str, *args: Any, **kwargs: Any) -> Table:
    """The table of a DocType."""
    return Table(f"tab{name}", *args, **kwargs)


class Builder(MySQLQuery):
    """The start of a query. Tables may be given as the DocType's name."""

    DocType = staticmethod(DocType)
    Field = Field
    Case = Case
    Order = Order
    functions = fn
    fn = fn
    terms = terms
    desc = Order.desc
    asc = Order.asc

    @classmethod
    def _builder(cls, **kwargs: Any) -> QueryBuilder:
        return QueryBuilder(**kwargs)

    @classmethod
    def from_(cls, table: Any, **kwargs: Any) -> Any:
        """Select (or delete) from a table."""
        return cls._builder(**kwargs).from_(_table(table))

    @classmethod
    def into(cls, table: Any, **kwargs: Any) -> Any:
        """Insert into a table."""
        return cls._builder(**kwargs).into(_table(table))

    @classmethod
    def update(cls, table: Any, **kwargs: Any) -> Any:
        """Change rows of a table."""
        return cls._builder(**kwargs).update(_table(table))

    @staticmethod
    def get_query(
        table: str,
        *,
        fields: Any = None,
        filters: Any = None,
        order_by: str | None = None,
        group_by: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        distinct: bool = False,
        for_update: bool = False,
        **_ignored: Any,
    ) -> QueryBuilder:
        """A builder for records of a DocType. Filters follow SQL; order descends by default.

        Fields are those of the DocType itself, or terms. For linked fields use `frappe.get_all`.
        """
        question = Query(table, fields or ["name"], order_by=order_by, group_by=group_by)
        question.lenient, question.default_direction = False, "desc"
        built: Any = Builder.from_(table).select(*_selected(question, fields))
        all_of = conditions(filters, table)
        for condition in all_of:
            column = f"`tab{table}`.`{condition.fieldname}`"
            sql = compare(condition, column, get_meta(table), local.db, False, all_of)
            built = built.where(_Raw(*sql))
        if group_by:
            built = built.groupby(*(_Raw(part, []) for part in question.group_parts(get_meta)))
        for part, direction in question.order_parts(get_meta, local.db):
            built = built.orderby(_Raw(part, []), order=Order[direction])
        built = built.limit(cint(limit)) if limit else built
        built = built.offset(cint(offset)) if offset else built
        built = built.distinct() if distinct else built
        return built.for_update() if for_update else built  # type: ignore[no-any-return] # PyPika untyped


qb = Builder


class _Raw(Criterion):
    """A piece of SQL with its values, where PyPika expects a term."""

    def __init__(self, sql: str, values: list[Any], alias: str | None = None) -> None:
        super().__init__(alias)
        self.sql, self.values = sql, values

    def get_sql(self, with_alias: bool = False, parameter: Any = None, **kwargs: Any) -> str:
        text = self.sql
        for value in self.values:
            text = text.replace("%s", self._place(value, parameter), 1)
        text = text.replace("%%", "%")
        return f"{text} `{self.alias}`" if with_alias and self.alias else text

    @staticmethod
    def _place(value: Any, parameter: Any) -> str:
        if isinstance(value, tuple):
            return f"({', '.join(_Raw._place(item, parameter) for item in value)})"
        if parameter is None:
            return str(value) if isinstance(value, int | float) else local.db.escape(value, False)
        parameter.update_parameters(value=value)
        return _PLACE


def _selected(question: Query, fields: Any) -> list[Term]:
    given = fields if isinstance(fields, list | tuple) else [fields] if fields else ["name"]
    made: list[Term] = []
    for item in given:
        if isinstance(item, Term):
            made.append(item)
        else:
            made += [_Raw(sql, []) for sql in question.field_parts(get_meta, item)]
    return made


def _table(table: Any) -> Any:
    return DocType(table) if isinstance(table, str) and not table.startswith("__") else table
