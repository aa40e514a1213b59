"""The sheet of each indicator as it stands when a month is published, its term told by year."""

from collections.abc import Mapping
from typing import Any

from frappe import _dict
from frappe.utils import cstr

from govplan.domain.periods import Month
from govplan.monitoring.achievements import achieved_by_year
from govplan.planning.terms import term_of
from govplan.rows import children
from govplan.transparency.formats.facts import titles_of

_TEXTS = (
    "definition",
    "method",
    "direction",
    "frequency",
    "plan_level",
    "indicator_type",
    "dimension",
    "mga_code",
    "source",
    "means_of_verification",
    "assumptions",
    "owner_post",
)
_OF_VARIABLE = ("symbol", "variable_name", "source", "unit_of_measure", "value")


def told_sheets(indicators: Mapping[str, _dict], month: Month) -> dict[str, dict[str, Any]]:
    """By indicator, what lines say of its sheet; achievements up to the month. Five statements.

    Owners are posts, never people.
    """
    kind = "Gov Indicator"
    variables = children("Gov Indicator Variable", kind, indicators)
    steps = children("Gov Indicator Step", kind, indicators)
    targets = children("Gov Indicator Target", kind, indicators)
    achieved = achieved_by_year(targets, month)
    units = titles_of("Gov Unit", (sheet.owner_unit for sheet in indicators.values()))
    return {
        name: {
            **{key: cstr(sheet.get(key)) for key in _TEXTS},
            "owner_unit": units.get(sheet.owner_unit, ""),
            "variables": [_variable(row) for row in variables.get(name, ())],
            "steps": [{"step": row.step, "weight": row.weight} for row in steps.get(name, ())],
            **_term(term_of(sheet, targets.get(name, ()), achieved.get(name, {}))),
        }
        for name, sheet in indicators.items()
    }


def _variable(row: _dict) -> dict[str, Any]:
    return {key: cstr(row.get(key)) or None for key in _OF_VARIABLE}


def _term(term: dict[str, Any] | None) -> dict[str, Any]:
    told = term or {}
    return {
        "term": term,
        "term_target": told.get("target"),
        "term_achieved": told.get("achieved"),
        "term_percent": told.get("percent"),
    }
