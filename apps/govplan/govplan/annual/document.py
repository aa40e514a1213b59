"""A yearly report as a document: what it says, block by block, for whatever writes it out."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from frappe import _
from frappe.utils import cint

from govplan.annual import tables
from govplan.annual.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Keys,
    Picture,
    Points,
    Prose,
)
from govplan.annual.parts import (
    AGREEMENTS,
    AXIS,
    BUDGET,
    COVERAGE,
    PARTICIPATION,
    SUMMARY,
    UNIT,
)
from govplan.charts import Chart, Series, rows
from govplan.portal.charts import compliance_chart, percent_rows
from govplan.presentation import (
    coverage,
    day,
    light_name,
    money,
    month_name,
    percent,
    quantity,
    short_day,
)
from govplan.transparency.tables import Column, Kind, Table


def document(content: dict[str, Any]) -> Document:
    """An edition's content, or a draft in the same form, told in the current language."""
    return Document(
        content["title"],
        content["municipality"]["name"],
        cint(content["year"]),
        tuple(_blocks(content)),
    )


def keys_of(kind: str, figures: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The figures that matter in a section, as `Keys` has them; none where there are none."""
    told = (block.figures for block in _TELLERS[kind](figures) if isinstance(block, Keys))
    return next(told, ())


def _blocks(content: dict[str, Any]) -> Iterator[Block]:
    if content["introduction"]:
        yield Heading(_("Introduction"))
        yield _prose(content["introduction"])
    parts = {AXIS: _("The axes of the plan"), UNIT: _("The units")}
    before = ""
    for section in content["sections"]:
        kind = section["kind"]
        if kind != before and kind in parts:
            yield Heading(parts[kind])
            yield from _OPENINGS[kind](content)
        before = kind
        yield Heading(section["title"], 2 if kind in parts else 1)
        if section["narrative"]:
            yield _prose(section["narrative"])
        yield from _TELLERS[kind](section["figures"])
    if content["closing"]:
        yield Heading(_("Closing words"))
        yield _prose(content["closing"])


# What opens a part of several sections


def _axes_together(content: dict[str, Any]) -> Iterator[Block]:
    told = [(one["title"], one["figures"]) for one in content["sections"] if one["kind"] == AXIS]
    yield from _picture(
        percent_rows(
            _("Progress of each axis (%)"), [(title, one["percent"]) for title, one in told]
        )
    )
    yield _grid(tables.axes(told))


def _units_together(content: dict[str, Any]) -> Iterator[Block]:
    (summary,) = (one["figures"] for one in content["sections"] if one["kind"] == SUMMARY)
    units = summary["units"]
    yield from _picture(
        percent_rows(
            _("Compliance of each unit (%)"), [(one["name"], one["compliance"]) for one in units]
        )
    )
    yield _grid(tables.units(units))


# What each section tells


def _summary(figures: dict[str, Any]) -> Iterator[Block]:
    spent = figures["spending"]
    yield Keys(
        (
            (percent(figures["compliance"]), _("compliance"), light_name(figures["light"])),
            (percent(spent["percent"]), _("of the budget accrued"), _of_budget(spent)),
            (coverage(len(figures["months"]), 12), _("months published"), ""),
        )
    )
    if figures["months"]:
        yield from _picture(compliance_chart(figures["months"][::-1]))
        yield _grid(tables.months(figures["months"]))
    else:
        yield _ours(_("No month of this year has been published."))


def _axis(figures: dict[str, Any]) -> Iterator[Block]:
    if figures["purposes"]:
        yield Points(tuple(figures["purposes"]))
    if not figures["lines"]:
        words = _("It has no indicator. Events of the year that serve it: {0}; agreements: {1}.")
        yield _ours(words.format(figures["events"], figures["agreements"]))
        return
    yield Keys(
        (
            (percent(figures["percent"]), _("progress"), light_name(figures["light"])),
            (
                coverage(figures["reported"], figures["applicable"]),
                _("lines with a figure"),
                _("of those that should have one"),
            ),
            (
                percent(figures["spending"]["percent"]),
                _("of the budget accrued"),
                _of_budget(figures["spending"]),
            ),
        )
    )
    yield _grid(tables.lines(figures["lines"]))


def _unit(figures: dict[str, Any]) -> Iterator[Block]:
    if figures["objective"]:
        yield _prose(figures["objective"])
    as_of = figures["as_of"]
    yield Keys(
        (
            (
                percent(figures["compliance"]),
                _("compliance to date"),
                month_name(as_of) if as_of else _("No month was approved"),
            ),
            (
                coverage(figures["months_reported"], figures["months_due"]),
                _("months reported"),
                _("{0} in time").format(figures["months_on_time"]),
            ),
            (
                percent(figures["spending"]["percent"]),
                _("of the budget accrued"),
                _of_budget(figures["spending"]),
            ),
        )
    )
    yield from _picture(compliance_chart(figures["months"][::-1]))
    yield _grid(tables.unit_months(figures["months"]))
    if figures["lines"]:
        yield _grid(tables.lines(figures["lines"]))


def _agreements(figures: dict[str, Any]) -> Iterator[Block]:
    if not figures["rows"]:
        yield _ours(_("No agreement of this year has been published."))
        return
    yield _ours(_("As they stood on {0}.").format(day(figures["as_of"])))
    yield from _picture(_standings_chart(figures["counts"]))
    yield _grid(tables.standings(figures["counts"]))
    yield _grid(tables.promises(figures["rows"]))


def _standings_chart(counts: list[tuple[str, int]]) -> Chart | None:
    return rows(
        _("Agreements by status"),
        _("A lying bar for each status, with the number of agreements."),
        [_(standing) for standing, _count in counts],
        Series(_("Agreements"), tuple(Decimal(count) for _standing, count in counts)),
    )


def _participation(figures: dict[str, Any]) -> Iterator[Block]:
    if not figures["rows"]:
        yield _ours(_("No event of this year has been published."))
        return
    yield Keys(
        (
            (quantity(str(len(figures["rows"]))), _("events held"), ""),
            (quantity(str(figures["attendance"])), _("attendances"), ""),
            (quantity(str(figures["demands"])), _("demands collected"), ""),
        )
    )
    yield _grid(tables.events(figures["rows"]))


def _budget(figures: dict[str, Any]) -> Iterator[Block]:
    yield _ours(
        _(
            "Physical compliance tells what was done of what was programmed; financial compliance"
            " what was accrued of the budget in force. They need not be equal."
        )
    )
    yield _grid(tables.budget(figures))


def _coverage(figures: dict[str, Any]) -> Iterator[Block]:
    yield _ours(
        _(
            "Every figure comes from the editions published in the portal. {0} of 12 months were"
            " published; {1} of {2} monthly reports were approved; {3} of {4} lines due have a"
            " value. A unit is told by its last approved month, also in its axis; what was not"
            " reported is not counted as zero."
        ).format(
            figures["published"],
            figures["reports_approved"],
            figures["reports_due"],
            figures["lines_reported"],
            figures["lines_due"],
        )
    )
    yield _grid(tables.coverage_months(figures["months"]))
    if figures["units"]:
        yield _grid(tables.coverage_units(figures["units"]))


_OPENINGS: dict[str, Callable[[dict[str, Any]], Iterator[Block]]] = {
    AXIS: _axes_together,
    UNIT: _units_together,
}
_TELLERS: dict[str, Callable[[dict[str, Any]], Iterator[Block]]] = {
    SUMMARY: _summary,
    AXIS: _axis,
    UNIT: _unit,
    AGREEMENTS: _agreements,
    PARTICIPATION: _participation,
    BUDGET: _budget,
    COVERAGE: _coverage,
}


# Parts of them


def _of_budget(spent: dict[str, str | None]) -> str:
    if spent["budget"] is None:
        return _("no budget stated")
    return _("{0} of {1}").format(money(spent["accrued"]), money(spent["budget"]))


def _picture(chart: Chart | None) -> Iterator[Picture]:
    if chart:
        yield Picture(chart)


def _prose(text: str) -> Prose:
    return Prose(tuple(part for part in map(str.strip, text.splitlines()) if part))


def _ours(text: str) -> Prose:
    return Prose((text,))


def _grid(table: Table) -> Grid:
    return Grid(
        table.name,
        tuple((column.heading, column.kind is Kind.NUMBER) for column in table.columns),
        tuple(
            tuple(
                _cell(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)
            )
            for row in table.rows
        ),
    )


def _cell(cell: str | None, column: Column) -> str:
    if column.kind is Kind.NUMBER:
        return quantity(cell, column.decimals)
    if column.kind is Kind.DAY:
        return short_day(cell)
    return cell or ""
