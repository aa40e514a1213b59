"""The board as tables to take away: a row per report, a row per unit."""

from frappe import _

from govplan.domain.punctuality import Punctuality
from govplan.domain.quantity import text_of
from govplan.presentation import light_name
from govplan.staff.board import Board
from govplan.transparency.tables import Column, Kind, Row, Table


def reports_table(board: Board) -> Table:
    """A row for each report of the year, as far as it has come."""
    columns = (
        Column(_("Unit code")),
        Column(_("Unit")),
        Column(_("Month")),
        Column(_("State")),
        Column(_("Punctuality")),
        Column(_("Days late"), Kind.NUMBER),
        Column(_("Rounds"), Kind.NUMBER),
        Column(_("Lines reported"), Kind.NUMBER),
        Column(_("Lines due"), Kind.NUMBER),
        Column(_("Compliance to date"), Kind.NUMBER),
        Column(_("Light")),
    )
    rows = [
        Row(
            (
                unit.unit,
                unit.unit_name,
                period,
                _(cell.state),
                _(cell.arrival),
                str(cell.delivery.days_late),
                str(cell.delivery.rounds),
                str(cell.delivery.lines_reported),
                str(cell.delivery.lines_due),
                cell.compliance or None,
                light_name(cell.light) if cell.light else None,
            )
        )
        for unit in board.units
        for period, cell in sorted(unit.cells.items())
    ]
    return Table(_("Reports"), columns, tuple(rows))


def units_table(board: Board) -> Table:
    """A row for each unit with its rates, and one for all."""
    columns = (
        Column(_("Unit code")),
        Column(_("Unit")),
        Column(_("Reports expected"), Kind.NUMBER),
        Column(_("Reported"), Kind.NUMBER),
        Column(_("On time"), Kind.NUMBER),
        Column(_("Late"), Kind.NUMBER),
        Column(_("Never"), Kind.NUMBER),
        Column(_("Reporting rate (%)"), Kind.NUMBER),
        Column(_("On-time rate (%)"), Kind.NUMBER),
        Column(_("Completeness (%)"), Kind.NUMBER),
        Column(_("Mean compliance (%)"), Kind.NUMBER),
        Column(_("Reports measured"), Kind.NUMBER),
        Column(_("Returns"), Kind.NUMBER),
        Column(_("Mean days late"), Kind.NUMBER),
    )
    rows = [Row((unit.unit, unit.unit_name, *_cells(unit.rates))) for unit in board.units]
    rows.append(Row(("", _("All units"), *_cells(board.total))))
    return Table(_("Units"), columns, tuple(rows))


def _cells(rates: Punctuality) -> tuple[str | None, ...]:
    return (
        str(rates.expected),
        str(rates.sent),
        str(rates.on_time),
        str(rates.late),
        str(rates.never),
        text_of(rates.reporting_rate),
        text_of(rates.on_time_rate),
        text_of(rates.completeness),
        text_of(rates.compliance),
        str(rates.measured),
        str(rates.returns),
        text_of(rates.days_late),
    )
