"""The term of an indicator, told year by year: targets, what was achieved, how far it is."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from frappe.utils import cint, cstr

from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.term import YearProgress, term_progress
from govplan.planning.indicator_rows import years_of
from govplan.planning.sheets import sheet_of


def term_of(
    indicator: Any, targets: Sequence[Any], achieved: Mapping[int, Decimal]
) -> dict[str, Any] | None:
    """The term as canonical texts, ready to be shown or published; None without yearly targets.

    `indicator` has the fields of its sheet, `targets` are its rows, `achieved` is by year.
    """
    if not targets:
        return None
    asked = parse_quantity(indicator.term_target)
    progress = term_progress(sheet_of(indicator, asked), years_of(targets, achieved), asked)
    rows = {cint(row.year): row for row in targets}
    return {
        "target": text_of(asked),
        "achieved": text_of(progress.achieved),
        "percent": text_of(progress.of_term),
        "to_date_percent": text_of(progress.to_date_percent),
        "years": [_year(year, rows[year.year]) for year in progress.years],
    }


def _year(year: YearProgress, row: Any) -> dict[str, Any]:
    return {
        "year": year.year,
        "target": cstr(row.target) or None,
        "adjusted_target": cstr(row.adjusted_target) or None,
        "act": cstr(row.act),
        "achieved": text_of(year.achieved),
        "percent": text_of(year.percent),
        "percent_term": text_of(year.of_term),
    }
