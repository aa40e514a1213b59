"""The figures of a yearly report as tables: of its sections to read, of its edition to recompute.

Headings and words are in the language spoken when they are made, quantities as canonical text.
"""

from collections.abc import Iterable
from typing import Any

from frappe import _

from govplan.presentation import coverage, light_name, month_name, status_name
from govplan.transparency.tables import Column, Kind, Row, Table

Figures = dict[str, Any]


def months(rows: Iterable[Figures], name: str = "") -> Table:
    """Compliance month by month and how many units it rests on."""
    columns = (
        Column(_("Month")),
        Column(_("Compliance (%)"), Kind.NUMBER, decimals=2),
        Column(_("Light")),
        Column(_("Units that reported")),
        Column(_("Units in time"), Kind.NUMBER),
    )
    return _table(name or _("Month by month"), columns, (_month(row) for row in rows))


def unit_months(rows: Iterable[Figures]) -> Table:
    """A unit's months as published."""
    columns = (
        Column(_("Month")),
        Column(_("Compliance (%)"), Kind.NUMBER, decimals=2),
        Column(_("Light")),
        Column(_("Lines reported")),
    )
    return _table(
        _("Month by month"),
        columns,
        (
            (
                month_name(row["period"]),
                row["compliance"],
                light_name(row["light"]),
                coverage(row["reported"], row["due"]),
            )
            for row in rows
        ),
    )


def units(rows: Iterable[Figures]) -> Table:
    """Every unit at its last approved month."""
    columns = (
        Column(_("Unit")),
        Column(_("Compliance (%)"), Kind.NUMBER, decimals=2),
        Column(_("Light")),
        Column(_("As of")),
    )
    return _table(
        _("Units"),
        columns,
        (
            (row["name"], row["compliance"], light_name(row["light"]), _month_or_none(row["as_of"]))
            for row in rows
        ),
    )


def lines(rows: Iterable[Figures], name: str = "") -> Table:
    """Indicators with the year's target and what was reached; the unit first where it is told."""
    rows = list(rows)
    with_unit = any("unit_name" in row for row in rows)
    columns = (
        *((Column(_("Unit")),) if with_unit else ()),
        Column(_("Indicator")),
        Column(_("Unit of measure")),
        Column(_("Year's target"), Kind.NUMBER),
        Column(_("Reached"), Kind.NUMBER),
        Column(_("% of the year"), Kind.NUMBER, decimals=2),
        Column(_("Compliance (%)"), Kind.NUMBER, decimals=2),
        Column(_("Light")),
    )
    return _table(name or _("Indicators"), columns, (_line(row, with_unit) for row in rows))


def axes(rows: Iterable[tuple[str, Figures]]) -> Table:
    """(title, figures) of each top element of the plans."""
    columns = (
        Column(_("Axis")),
        Column(_("Progress (%)"), Kind.NUMBER, decimals=2),
        Column(_("Light")),
        Column(_("Lines with a figure")),
        Column(_("Elements with indicators")),
        Column(_("Events"), Kind.NUMBER),
        Column(_("Agreements"), Kind.NUMBER),
    )
    return _table(
        _("Axes of the plan"),
        columns,
        (
            (
                title,
                told["percent"],
                light_name(told["light"]),
                coverage(told["reported"], told["applicable"]),
                coverage(told["measured"], told["measurable"]),
                str(told["events"]),
                str(told["agreements"]),
            )
            for title, told in rows
        ),
    )


def promises(rows: Iterable[Figures]) -> Table:
    """Agreements with where each stands."""
    columns = (
        Column(_("Agreement")),
        Column(_("Responsible unit")),
        Column(_("Due on"), Kind.DAY),
        Column(_("Status")),
        Column(_("Percent"), Kind.NUMBER),
        Column(_("Answer to the citizens")),
    )
    return _table(
        _("Agreements"),
        columns,
        (
            (
                row["title"],
                row["unit_name"],
                row["due_date"],
                _(row["standing"]),
                str(row["percent"]),
                row["public_answer"],
            )
            for row in rows
        ),
    )


def standings(counts: Iterable[tuple[str, int]]) -> Table:
    """How many agreements stand where."""
    columns = (Column(_("Status")), Column(_("Agreements"), Kind.NUMBER))
    rows = ((_(standing), str(count)) for standing, count in counts)
    return _table(_("Agreements by status"), columns, rows)


def events(rows: Iterable[Figures]) -> Table:
    """Participation events held."""
    columns = (
        Column(_("Date"), Kind.DAY),
        Column(_("Event")),
        Column(_("Type")),
        Column(_("Organising unit")),
        Column(_("Attendees"), Kind.NUMBER),
        Column(_("Demands"), Kind.NUMBER),
    )
    return _table(
        _("Participation events"),
        columns,
        (
            (
                row["day"],
                row["title"],
                row["event_type"],
                row["unit_name"],
                str(row["attendance_total"]),
                str(row["demands"]),
            )
            for row in rows
        ),
    )


def budget(told: Figures) -> Table:
    """Physical beside financial compliance by unit, the whole last."""
    columns = (
        Column(_("Unit")),
        Column(_("Physical compliance (%)"), Kind.NUMBER, decimals=2),
        Column(_("Budget"), Kind.NUMBER, decimals=2),
        Column(_("Accrued"), Kind.NUMBER, decimals=2),
        Column(_("Financial compliance (%)"), Kind.NUMBER, decimals=2),
    )
    rows = [*told["rows"], {"name": _("All units"), "compliance": None, **told["whole"]}]
    return _table(
        _("What was done and what was spent"),
        columns,
        (
            (row["name"], row["compliance"], row["budget"], row["accrued"], row["percent"])
            for row in rows
        ),
    )


def coverage_months(rows: Iterable[Figures]) -> Table:
    """The twelve months: published or not, and how many units each rests on."""
    columns = (Column(_("Month")), Column(_("Published")), Column(_("Units that reported")))
    return _table(
        _("Months of the year"),
        columns,
        (_covered(row["period"], row["published"]) for row in rows),
    )


def coverage_units(rows: Iterable[Figures]) -> Table:
    """Of each unit the months it reported of those it had to."""
    columns = (Column(_("Unit")), Column(_("Months reported")), Column(_("Last approved month")))
    return _table(
        _("Months reported by unit"),
        columns,
        (
            (row["name"], coverage(row["approved"], row["due"]), _month_or_none(row["as_of"]))
            for row in rows
        ),
    )


def _month(row: Figures) -> tuple[str | None, ...]:
    return (
        month_name(row["period"]),
        row["compliance"],
        light_name(row["light"]),
        coverage(row["reported_units"], row["due_units"]),
        str(row["on_time_units"]),
    )


def _line(row: Figures, with_unit: bool) -> tuple[str | None, ...]:
    told = (
        row["indicator_name"],
        row["unit_of_measure"],
        row["annual_target"],
        row["to_date"],
        row["percent_year"],
        row["percent_to_date"],
        light_name(row["light"]) if row["light"] else status_name(row["status"]),
    )
    return (row.get("unit_name"), *told) if with_unit else told


def _covered(period: str, published: Figures | None) -> tuple[str, ...]:
    if published is None:
        return month_name(period), _("Not published"), ""
    of_units = coverage(published["reported_units"], published["due_units"])
    return month_name(period), _("Published"), of_units


def _month_or_none(period: str | None) -> str:
    return month_name(period) if period else _("None approved")


def _table(name: str, columns: tuple[Column, ...], rows: Iterable[tuple[str | None, ...]]) -> Table:
    told = tuple(Row(cells, " ".join(filter(None, cells[:2]))) for cells in rows)
    return Table(name, columns, told)
