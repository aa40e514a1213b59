"""Indicator records read as the sheets and bands the arithmetic works with."""

from collections.abc import Iterable
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint

from govplan.domain.indicators import (
    Accumulation,
    Direction,
    Frequency,
    MaintenanceRule,
    Sheet,
)
from govplan.domain.quantity import parse_quantity
from govplan.domain.sheets import HUNDRED
from govplan.domain.traffic_light import Bands
from govplan.errors import BadRecord, refuse

_BOUNDS = ("legal_min", "legal_max")
_BAND_FIELDS = ("green_from", "yellow_from", "purple_above")
_FIELDS = (
    "name",
    "indicator_name",
    "direction",
    "accumulation",
    "frequency",
    "baseline_value",
    "maintenance_rule",
    "legal_min",
    "legal_max",
    "data_lag_months",
    "ratio_per",
    "steps_weight",
    *_BAND_FIELDS,
)
_MAINTENANCE = {
    "mean": MaintenanceRule.MEAN,
    "min": MaintenanceRule.MINIMUM,
    "last": MaintenanceRule.LAST,
}


def indicators_named(names: Iterable[str]) -> dict[str, frappe._dict]:
    """The indicators' records by name, in one statement, with the legal range that holds."""
    indicator, unit = frappe.qb.DocType("Gov Indicator"), frappe.qb.DocType("Gov Unit Of Measure")
    wanted = sorted(set(names))
    if not wanted:
        return {}
    rows = (
        frappe.qb.from_(indicator)
        .left_join(unit)
        .on(unit.name == indicator.unit_of_measure)
        .select(*(indicator[field] for field in _FIELDS), unit.decimals)
        .select(*(unit[bound].as_(f"unit_{bound}") for bound in _BOUNDS))
        .where(indicator.name.isin(wanted))
        .run(as_dict=True)
    )
    return {row.name: _with_bounds(row) for row in rows}


def _with_bounds(row: frappe._dict) -> frappe._dict:
    """The unit of measure's legal range holds where the indicator says nothing of its own."""
    for bound in _BOUNDS:
        row[bound] = row[bound] or row[f"unit_{bound}"]
    return row


def sheet_of(indicator: frappe._dict, annual_target: Decimal | None) -> Sheet:
    return Sheet(
        direction=Direction(indicator.direction),
        accumulation=Accumulation(indicator.accumulation),
        frequency=Frequency(indicator.frequency),
        baseline=parse_quantity(indicator.baseline_value),
        annual_target=annual_target,
        maintenance_rule=_MAINTENANCE.get(indicator.maintenance_rule, MaintenanceRule.MEAN),
        legal_min=parse_quantity(indicator.legal_min),
        legal_max=parse_quantity(indicator.legal_max),
        data_lag=cint(indicator.data_lag_months),
        ratio_scale=parse_quantity(indicator.ratio_per) or HUNDRED,
    )


def town_bands() -> Bands:
    """The municipality's bands. Raises BadRecord when they are not in order."""
    return _bands(frappe.get_cached_doc("Gov Settings"), Bands())


def bands_of(indicator: frappe._dict, town: Bands) -> Bands:
    """The indicator's own limits, and the municipality's where it has none."""
    return _bands(indicator, town) if any(indicator.get(f) for f in _BAND_FIELDS) else town


def _bands(record: frappe._dict, otherwise: Bands) -> Bands:
    def limit(field: str) -> Decimal | None:
        given = parse_quantity(record.get(field))
        return getattr(otherwise, field) if given is None else given

    try:
        return Bands(limit("green_from"), limit("yellow_from"), limit("purple_above"))
    except ValueError:
        words = _("{0}: the limits of the traffic light are not in order.")
        refuse(words.format(record.get("indicator_name") or _("Settings")), BadRecord)
