"""What a list is asked, read from its address: words, comparisons, order, page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict

from ..context import current_user
from ..dates import add_days
from ..meta import Field, Meta, get_meta
from ..permissions import hidden_fields
from ..translate import _, _lt
from ..values import _dict, cint
from ..workflow import path_of
from .fields import WrongValue, widget_of

SIZES = (20, 100)
MOST_ROWS = 8
LAST_PAGE = 10**6
DAY_LENGTH = len("2026-01-31")
STATUSES = ("Draft", "Submitted", "Cancelled")
_STANDARD = {
    "name": "Data",
    "owner": "Link",
    "creation": "Datetime",
    "modified": "Datetime",
    "modified_by": "Link",
}
# The word of an operator in addresses: what it is called, and what it asks of the database.
OPERATORS = {
    "eq": (_lt("is equal to"), "="),
    "ne": (_lt("is not equal to"), "!="),
    "has": (_lt("contains"), "like"),
    "lacks": (_lt("does not contain"), "not like"),
    "gt": (_lt("is more than"), ">"),
    "ge": (_lt("is at least"), ">="),
    "lt": (_lt("is less than"), "<"),
    "le": (_lt("is at most"), "<="),
    "in": (_lt("is one of (with commas)"), "in"),
    "set": (_lt("has a value"), "is"),
    "unset": (_lt("has no value"), "is"),
    "under": (_lt("is or lies under"), "descendants of (inclusive)"),
}
_PRESENCE = {"set": "set", "unset": "not set"}
_TEXT_KINDS = ("identifier", "text")
_NOT_COMPARED = ("Password",)
_AS_TYPED = ("Dynamic Link",)


@dataclass(frozen=True)
class Comparison:
    """One row of the filters: a field, an operator's word, the text typed."""

    fieldname: str
    operator: str
    text: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked of one DocType by one user.

    `given` are the standard filters' texts, `unknown` the fields it names that nobody asks by.
    """

    meta: Meta
    words: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    sort: str = "modified"
    direction: str = "desc"
    page: int = 1
    size: int = SIZES[0]
    unknown: tuple[str, ...] = ()

    # Fields

    @cached_property
    def fields(self) -> dict[str, Field]:
        """What this user may filter and sort by, the record's own facts last."""
        return columns_of(self.meta)

    @cached_property
    def standard(self) -> list[Field]:
        """The fields that have a box of their own above the list."""
        state = state_field(self.meta)
        named = (df for df in self.fields.values() if df.in_standard_filter)
        boxes = [df for df in named if df.fieldname != state]
        return [self.fields[state], *boxes] if state in self.fields else boxes

    @cached_property
    def title_field(self) -> str:
        """The field a record is shown by."""
        title = self.meta.get_title_field()
        return title if title in self.fields else "name"

    # For the database

    @cached_property
    def problems(self) -> list[str]:
        """What of the filters could not be read; such a filter is left out."""
        odd = [_("{0} is not a field to filter by").format(name) for name in self.unknown]
        return [*odd, *(problem for _condition, problem in self._read if problem)]

    @property
    def filters(self) -> list[list[Any]]:
        """The filters as `get_list` takes them."""
        return [condition for condition, _problem in self._read if condition]

    @cached_property
    def _read(self) -> list[tuple[list[Any] | None, str]]:
        return [_tried(self.fields[one.fieldname], one) for one in self._all_comparisons()]

    def _all_comparisons(self) -> Iterator[Comparison]:
        for df in self.standard:
            text = self.given.get(df.fieldname, "")
            if text:
                operator = "has" if df.fieldtype in ("Data", "Small Text", "Text") else "eq"
                yield Comparison(df.fieldname, operator, text)
        yield from self.comparisons

    @property
    def or_filters(self) -> list[list[Any]]:
        """Where the words may stand: name, title, search fields."""
        if not self.words:
            return []
        searched = dict.fromkeys(("name", self.title_field, *self.meta.get_search_fields()))
        return [[name, "like", f"%{self.words}%"] for name in searched if name in self.fields]

    @property
    def order_by(self) -> str:
        """The order, the same for equal values at every page."""
        tail = "" if self.sort == "name" else ", name asc"
        return f"{self.sort} {self.direction}{tail}"

    # For addresses

    def query(self, **changes: Any) -> dict[str, Any]:
        """The arguments of this question's address, with some of them changed."""
        asked = replace(self, **changes)
        rows = asked.comparisons
        return {
            "q": asked.words,
            **{f"is.{name}": text for name, text in asked.given.items()},
            "f": [row.fieldname for row in rows],
            "o": [row.operator for row in rows],
            "v": [row.text for row in rows],
            "sort": asked.sort,
            "dir": asked.direction,
            "size": asked.size if asked.size != SIZES[0] else "",
            "page": asked.page if asked.page > 1 else "",
        }


def read(doctype: str, arguments: MultiDict[str, str]) -> Question:
    """The question in the arguments of an address; what makes no sense there is passed over."""
    meta = get_meta(doctype)
    fields = columns_of(meta)
    sort, direction = _order_of(meta, fields, arguments)
    given = {key[3:]: text.strip() for key, text in arguments.items() if key.startswith("is.")}
    return Question(
        meta,
        (arguments.get("q") or "").strip(),
        {name: text for name, text in given.items() if text and name in fields},
        tuple(_comparisons(fields, arguments)),
        sort,
        direction,
        min(max(1, cint(arguments.get("page"))), LAST_PAGE),
        cint(arguments.get("size")) if cint(arguments.get("size")) in SIZES else SIZES[0],
        tuple(name for name in arguments.getlist("f") if name and name not in fields),
    )


def _order_of(
    meta: Meta, fields: Mapping[str, Field], arguments: MultiDict[str, str]
) -> tuple[str, str]:
    sort, direction = arguments.get("sort") or "", arguments.get("dir")
    if sort in fields:
        return sort, "desc" if direction == "desc" else "asc"
    first, _comma, _rest = meta.default_order.partition(",")
    name, _blank, turn = first.strip().partition(" ")
    name = name.strip("`")
    return (name, turn or "asc") if name in fields else ("modified", "desc")


def _comparisons(
    fields: Mapping[str, Field], arguments: MultiDict[str, str]
) -> Iterator[Comparison]:
    lists = (arguments.getlist(key) for key in "fov")
    for fieldname, operator, text in list(zip(*lists, strict=False))[:MOST_ROWS]:
        text = text.strip()
        if fieldname in fields and operator in OPERATORS and (text or operator in _PRESENCE):
            yield Comparison(fieldname, operator, "" if operator in _PRESENCE else text)


def state_field(meta: Meta) -> str:
    """The field that says how far a record has come: its workflow's, else `docstatus`."""
    path = path_of(meta.name)
    return path.state_field if path else "docstatus"


def columns_of(meta: Meta) -> dict[str, Field]:
    """The fields with a column that this user may read, by name, the record's own facts last."""
    hidden = hidden_fields(meta, current_user())
    own = {
        df.fieldname: df
        for df in meta.fields
        if df.kind and df.fieldname not in hidden and df.fieldtype not in _NOT_COMPARED
    }
    facts = {
        name: Field(
            fieldname=name,
            fieldtype=fieldtype,
            label=meta.get_label(name),
            options="User" if fieldtype == "Link" else None,
        )
        for name, fieldtype in _STANDARD.items()
    }
    if meta.is_submittable:
        options = "\n".join(STATUSES)
        label = meta.get_label("docstatus")
        facts["docstatus"] = Field(
            fieldname="docstatus", fieldtype="Select", label=label, options=options
        )
    return {**own, **facts}


# Reading a comparison


def _tried(df: Field, one: Comparison) -> tuple[list[Any] | None, str]:
    try:
        return _condition(df, one), ""
    except WrongValue as problem:
        return None, f"{_(df.label or df.fieldname)}: {problem}"


def _condition(df: Field, one: Comparison) -> list[Any]:
    operator = OPERATORS[one.operator][1]
    if one.operator in _PRESENCE:
        return [df.fieldname, operator, _PRESENCE[one.operator]]
    if operator in ("like", "not like"):
        return _like(df, operator, one.text)
    if one.operator == "in":
        parts = [part.strip() for part in one.text.split(",") if part.strip()]
        return [df.fieldname, operator, [_value(df, part) for part in parts]]
    if one.operator == "under" and not _is_tree(df):
        raise WrongValue(_("This cannot be asked of this field."))
    if df.fieldtype == "Datetime" and len(one.text) == DAY_LENGTH:
        return _of_day(df, operator, one.text)
    return [df.fieldname, operator, _value(df, one.text)]


def _like(df: Field, operator: str, text: str) -> list[Any]:
    if df.kind not in _TEXT_KINDS or df.fieldname == "docstatus":
        raise WrongValue(_("This cannot be asked of this field."))
    # A choice is stored in English and typed as it is read.
    text = _option(df, text) if df.fieldtype == "Select" else text
    return [df.fieldname, operator, text if "%" in text else f"%{text}%"]


def _is_tree(df: Field) -> bool:
    return df.fieldtype == "Link" and get_meta(df.options).is_nested_set()


def _value(df: Field, text: str) -> Any:
    if df.fieldname == "docstatus":
        option = _option(df, text)
        if option not in STATUSES:
            raise WrongValue(_("Choose one of the options."))
        return STATUSES.index(option)
    widget = widget_of(df)
    if widget is None or df.fieldtype in _AS_TYPED:
        return text
    return widget.read(df, _typed(df, text), _dict())


def _typed(df: Field, text: str) -> str:
    """The text as the field's own box would send it."""
    if df.fieldtype == "Check":
        answers = {_("Yes").casefold(): "1", _("No").casefold(): "0", "si": "1"}
        return answers.get(text.casefold(), text)
    return _option(df, text) if df.fieldtype == "Select" else text


def _option(df: Field, text: str) -> str:
    wanted = text.casefold()
    fitting = (o for o in df.select_options if o and wanted in (o.casefold(), _(o).casefold()))
    return next(fitting, text)


def _of_day(df: Field, operator: str, text: str) -> list[Any]:
    """A moment compared with a day: the whole day counts."""
    day = _value(Field(fieldname=df.fieldname, fieldtype="Date"), text)
    if operator in ("<=", ">"):
        turned = {"<=": "<", ">": ">="}[operator]
        try:
            return [df.fieldname, turned, f"{add_days(day, 1)} 00:00:00"]
        except OverflowError as problem:
            raise WrongValue(_("This is not a date. Write it as YYYY-MM-DD.")) from problem
    if operator == "=":
        return [df.fieldname, "between", [text, text]]
    return [df.fieldname, operator, text]
