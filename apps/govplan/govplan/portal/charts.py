"""The charts of the portal's pages, from what editions say; their tables are on the same pages."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from frappe import _

from govplan.charts import Chart, Look, Series, columns, curves, rows
from govplan.domain.quantity import display, parse_quantity
from govplan.presentation import month_word

# Of two years of months a phone shows one.
_MONTHS_DRAWN = 12


def line_charts(line: dict[str, Any], history: Sequence[dict[str, Any]]) -> list[Chart]:
    """Programmed beside done, by month and to date, from months given newest first."""
    months = _drawn_months(history)
    counted = line["unit_of_measure"]
    by_month = columns(
        _("Programmed and done, by month ({0})").format(counted),
        _("Upright bars: hollow what was programmed for the month, filled what was done in it."),
        _labels(months),
        (
            _series(_("Programmed"), months, "programmed", Look.PLANNED),
            _series(_("Carried out"), months, "value"),
        ),
    )
    to_date = curves(
        _("Programmed and done, to date ({0})").format(counted),
        _("Two lines: dashed what was programmed until each month, full what was reached."),
        _labels(months),
        (
            _series(_("Programmed"), months, "programmed_to_date", Look.PLANNED),
            _series(_("Carried out"), months, "to_date"),
        ),
    )
    return [chart for chart in (by_month, to_date) if chart]


def compliance_chart(history: Sequence[dict[str, Any]]) -> Chart | None:
    """Compliance to date by month, from months given newest first."""
    months = _drawn_months(history)
    return columns(
        _("Compliance to date, by month (%)"),
        _("An upright bar for each published month; a month without a bar has no figure."),
        _labels(months),
        (_series(_("Compliance"), months, "compliance"),),
    )


def axes_chart(roots: Sequence[dict[str, Any]], told: dict[str, dict[str, Any]]) -> Chart | None:
    """How far each top element of a plan is; `told` is their progress by code."""
    return percent_rows(
        _("Progress of each axis (%)"),
        [
            (f"{node['code']} {node['title']}", told[node["code"]]["percent"])
            for node in roots
            if node["code"] in told
        ],
    )


def percent_rows(title: str, parts: Sequence[tuple[str, str | None]]) -> Chart | None:
    """A lying bar for each (name, percent)."""
    return rows(
        title,
        _("A lying bar for each one; one without a bar has no figure."),
        [name for name, _percent in parts],
        Series(title, tuple(parse_quantity(percent) for _name, percent in parts)),
        _as_percent,
    )


def _drawn_months(history: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(reversed(history[:_MONTHS_DRAWN]))


def _labels(months: Sequence[dict[str, Any]]) -> list[str]:
    return [month_word(month["period"].split("-")[1])[:3] for month in months]


def _series(
    name: str, months: Sequence[dict[str, Any]], field: str, look: Look = Look.DONE
) -> Series:
    return Series(name, tuple(parse_quantity(month[field]) for month in months), look)


def _as_percent(value: Decimal) -> str:
    return f"{display(value)} %"
