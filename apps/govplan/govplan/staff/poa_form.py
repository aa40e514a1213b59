"""A POA's form: the lines it sends, what fills their months, the lines the page shows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

from govplan.domain.distribution import Helper
from govplan.domain.quantity import QuantityError, canonical, exact, parse_quantity
from govplan.domain.sheets import Accumulation
from govplan.planning.filling import fill_line
from govplan.planning.poa_forms import LINE_FIELDS, named
from govplan.planning.programming import MONTH_FIELDS
from govplan.staff.tables import shown_rows

TABLE = "rows"
_FIELDS = tuple(LINE_FIELDS)
_QUANTITIES = ("weight", "annual_target", *MONTH_FIELDS)
_MONEY = ("budget_programmed", "budget_codified")


def typed_lines(form: Mapping[str, str]) -> list[dict[str, str]]:
    """The lines the form holds, in order, without those left blank or ticked to go."""
    return list(_typed(form).values())


def filled_lines(form: Mapping[str, str], poa: Any, pressed: str) -> list[dict[str, str]]:
    """The lines typed with the months of one filled; `pressed` is `rows.2:Spread evenly`.

    Raises Refused with the line's faults, PageDoesNotExistError for another button.
    """
    key, _colon, helper = pressed.partition(":")
    if helper not in set(Helper):
        raise frappe.PageDoesNotExistError
    lines = _typed(form)
    if key in lines:
        place = f"{TABLE}.{list(lines).index(key) + 1}"
        replace = bool(form.get(f"replace__{key}"))
        lines[key]["indicator"] = named("indicator", lines[key]["indicator"])
        lines[key].update(fill_line(lines[key], place, poa, Helper(helper), replace))
    return list(lines.values())


def shown_lines(doc: Any, typed: list[dict[str, str]] | None, spare: int) -> list[Any]:
    """The lines to draw: what was typed, else what is stored as one would type it; then blanks."""
    stored = [] if typed else [_as_typed(row) for row in doc.rows]
    rows = shown_rows(stored, typed, spare)
    for row in rows:
        row.month_fields = MONTH_FIELDS
        row.programmed = _sum(row)
    return rows


def helpers_for(accumulation: str | None) -> list[tuple[str, str]]:
    """The buttons that fill the months of such an indicator: (helper, its words)."""
    words = {
        Helper.EVENLY: _("Spread evenly"),
        Helper.BY_QUARTER: _("By quarter"),
        Helper.LIKE_LAST_YEAR: _("Like last year"),
        Helper.REPEAT: _("Repeat the target"),
    }
    summed = accumulation == Accumulation.CUMULATIVE
    return [
        (str(one), text) for one, text in words.items() if not (summed and one is Helper.REPEAT)
    ]


def _typed(form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By their key in the form."""
    lines = {}
    place = 1
    while f"{_FIELDS[0]}__{TABLE}.{place}" in form:
        key = f"{TABLE}.{place}"
        line = {field: (form.get(f"{field}__{key}") or "").strip() for field in _FIELDS}
        if any(line.values()) and not form.get(f"remove__{key}"):
            lines[key] = {**line, "name": form.get(f"name__{key}") or ""}
        place += 1
    return lines


def _as_typed(row: Any) -> dict[str, str]:
    """A stored line the way a reader of Spanish types it."""
    line = {field: cstr(row.get(field)) for field in _FIELDS}
    line.update({field: line[field].replace(".", ",") for field in _QUANTITIES})
    line.update({field: _amount(row.get(field)) for field in _MONEY})
    line["name"] = row.name or ""
    return line


def _amount(money: float | None) -> str:
    amount = exact(money) if money else None
    return canonical(amount).replace(".", ",") if amount else ""


def _sum(row: Any) -> str:
    """What the months add up to; nothing while one of them is no number."""
    try:
        months = [parse_quantity(row.get(name)) for name in MONTH_FIELDS]
    except QuantityError:
        return ""
    return canonical(sum((month for month in months if month is not None), Decimal(0)))
