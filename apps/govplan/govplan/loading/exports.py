"""A kind written out in the form it is loaded from, or as an empty template with its help."""

from collections.abc import Iterable
from typing import Any

from frappe import _

from govplan import clock
from govplan.loading.columns import Column
from govplan.loading.kinds.base import Kind
from govplan.transparency import tables
from govplan.transparency.tables import Table
from govplan.transparency.writers import csv, ods, xlsx

FORMATS = ("xlsx", "ods", "csv")
_TEMPLATE_YEARS = 4


def export(kind: Kind, form: str, plan: str = "") -> bytes:
    """Everything of a kind as a file; loaded back, it changes nothing."""
    rows = list(kind.stored(plan))
    columns = [one for one in kind.columns().all if not one.is_yearly]
    columns += _of_years(kind, sorted(_years_in(rows)))
    return written([_table(kind, columns, rows)], form)


def template(kind: Kind, form: str) -> bytes:
    """The headings alone, and what goes under each on a second sheet where the form has sheets."""
    this_year = clock.today().year
    years = [str(this_year + at) for at in range(_TEMPLATE_YEARS)]
    columns = [one for one in kind.columns().all if not one.is_yearly] + _of_years(kind, years)
    return written([_table(kind, columns, []), _help(columns)], form)


def written(made: list[Table], form: str) -> bytes:
    """Tables as a file of one of FORMATS; a CSV has the first only."""
    if form == "csv":
        return b"\xef\xbb\xbf" + csv.write(made[0])
    if form == "ods":
        return ods.write(made)
    return xlsx.write(made, clock.now())


def _of_years(kind: Kind, years: Iterable[str]) -> list[Column]:
    yearly = [one for one in kind.columns().all if one.is_yearly]
    return [column.of_year(year) for year in years for column in yearly]


def _years_in(rows: list[dict[str, Any]]) -> set[str]:
    return {key.partition(":")[2] for row in rows for key in row if ":" in key}


def _table(kind: Kind, columns: list[Column], rows: list[dict[str, Any]]) -> Table:
    headings = tuple(
        tables.Column(one.title, tables.Kind.NUMBER if one.is_number else tables.Kind.TEXT)
        for one in columns
    )
    lines = tuple(
        tables.Row(tuple(column.show(row.get(column.key)) for column in columns)) for row in rows
    )
    return Table(_(kind.title), headings, lines)


def _help(columns: list[Column]) -> Table:
    headings = (_("Column"), _("Required"), _("What to write"), _("Other headings it is known by"))
    lines = tuple(
        tables.Row(
            (
                one.title,
                _("Yes") if one.required else "",
                " ".join(filter(None, (_(one.help) if one.help else "", _hint(one)))),
                ", ".join(one.names),
            )
        )
        for one in columns
    )
    return Table(_("Help"), tuple(tables.Column(text) for text in headings), lines)


def _hint(column: Column) -> str:
    if column.link:
        return _("Code or name of a record that exists: {0}.").format(_(column.link))
    if column.options:
        return _("One of: {0}.").format(", ".join(_(option) for option in column.options))
    if column.is_day:
        return _("A day, as 31/03/2026 or 2026-03-31.")
    if column.is_box:
        return _("Sí or No.")
    if column.is_number:
        return _("A number; decimals after a comma or a point, no mark between thousands.")
    if column.is_table:
        parts = " | ".join(_(piece) for piece in column.pieces)
        words = _("One row a line in the cell; “|” stands between the parts of a row.")
        return f"{words} {parts}"
    return ""
