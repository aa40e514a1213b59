"""The columns of a DocType, from its own description: new fields become columns by themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import frappe

from govplan import typed
from govplan.approval.content import BOOKKEEPING, TABLES, VALUELESS
from govplan.loading import reading
from govplan.loading.columns import Column, shown

_TREE = frozenset({"lft", "rgt", "old_parent"})
_Pair = tuple[Callable[[str], Any], Callable[[Any], str]]
_QUANTITIES_INSIDE = frozenset({"weight", "value", "target", "adjusted_target"})
# Records whose names are words the app translates, as the options of a Select are.
_WORDS = frozenset({"Gov Unit Kind", "Gov Process Family", "Gov Population Group"})
_NUMBERS = frozenset({"Int", "Currency", "Float", "Percent"})


@dataclass(frozen=True)
class Wanted:
    """What a kind of sheet says of a DocType's fields beyond their description.

    `quantities` are texts that hold decimals, `names` other headings by field.
    """

    required: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    quantities: frozenset[str] = frozenset()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def columns_of(doctype: str, wanted: Wanted) -> Iterator[Column]:
    """A column for every field people fill in, in the order of the form."""
    for one in _fields(doctype, wanted.without):
        column = _table(one) if one.fieldtype in TABLES else _plain(one, wanted)
        yield replace(
            column,
            required=one.fieldname in wanted.required,
            names=tuple(wanted.names.get(one.fieldname, ())),
            help=one.description or "",
        )


def _fields(doctype: str, without: frozenset[str] = frozenset()) -> list[Any]:
    passed_over = BOOKKEEPING | _TREE | without
    return [
        one
        for one in frappe.get_meta(doctype).fields
        if one.fieldtype not in VALUELESS
        and one.fieldname not in passed_over
        and not one.read_only
        and not one.hidden
    ]


def _plain(field: Any, wanted: Wanted) -> Column:
    kind = "Quantity" if field.fieldname in wanted.quantities else field.fieldtype
    read, show = _pair(field, kind)
    return Column(
        key=field.fieldname,
        label=field.label,
        read=read,
        show=show,
        link=field.options if kind == "Link" else "",
        keeps_when_blank=bool(field.reqd or field.default or kind == "Check"),
        is_number=kind == "Quantity" or kind in _NUMBERS,
        is_day=kind == "Date",
        is_box=kind == "Check",
        options=tuple(filter(None, (field.options or "").split("\n"))) if kind == "Select" else (),
    )


def _pair(field: Any, kind: str) -> _Pair:
    if field.fieldname == "code":
        return reading.code, shown
    if kind == "Select":
        return reading.choice((field.options or "").split("\n")), reading.show_choice
    if kind == "Link" and field.options in _WORDS:
        return typed.text, reading.show_choice
    return _PAIRS.get(kind, (typed.text, shown))


def _table(field: Any) -> Column:
    inside = _fields(field.options)
    pairs = {one.fieldname: _pair(one, _kind_inside(one)) for one in inside}
    return Column(
        key=field.fieldname,
        label=field.label,
        read=reading.read_pieces({name: read for name, (read, _show) in pairs.items()}),
        show=reading.show_pieces({name: show for name, (_read, show) in pairs.items()}),
        links=tuple((one.fieldname, one.options) for one in inside if one.fieldtype == "Link"),
        is_table=True,
        pieces=tuple(one.label for one in inside),
    )


def _kind_inside(field: Any) -> str:
    return "Quantity" if field.fieldname in _QUANTITIES_INSIDE else field.fieldtype


_PAIRS: dict[str, _Pair] = {
    "Quantity": (typed.quantity, shown),
    "Date": (reading.day, reading.show_day),
    "Int": (typed.whole, reading.show_whole),
    "Check": (reading.yes_no, reading.show_yes_no),
    "Currency": (reading.money, reading.show_money),
    "Float": (reading.money, reading.show_money),
    "Percent": (reading.money, reading.show_money),
}
