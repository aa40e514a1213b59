"""Writing indicator sheets from forms."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.editing import open_for_edit
from govplan.errors import Fault, refuse_faults
from govplan.typed import check, fill, fill_rows, missing, missing_in_rows, quantity, text, whole

SHEET_FIELDS = {
    **dict.fromkeys(
        (
            "code",
            "indicator_name",
            "definition",
            "plan_level",
            "indicator_type",
            "dimension",
            "mga_code",
            "unit_of_measure",
            "frequency",
            "direction",
            "accumulation",
            "maintenance_rule",
            "ratio_per",
            "method",
            "source",
            "means_of_verification",
            "assumptions",
            "plan_node",
            "sdg_target",
            "owner_unit",
            "owner_post",
        ),
        text,
    ),
    **dict.fromkeys(
        (
            "legal_min",
            "legal_max",
            "baseline_value",
            "term_target",
            "green_from",
            "yellow_from",
            "purple_above",
        ),
        quantity,
    ),
    **dict.fromkeys(("data_lag_months", "baseline_year", "sdg_goal"), whole),
    "enabled": check,
}
SHEET_TABLES = {
    "targets": {"year": whole, "target": quantity, "adjusted_target": quantity, "act": text},
    "variables": {
        "symbol": text,
        "variable_name": text,
        "source": text,
        "unit_of_measure": text,
        "value": quantity,
    },
    "steps": {"step": text, "weight": quantity},
}


def save_sheet(
    name: str | None, values: Mapping[str, Any], modified: str | None = None
) -> Document:
    """Write a new indicator (`name` None) or an existing one from typed values.

    A table given is replaced by its rows, one not given stays. All or nothing: faults in what
    was typed are told together and nothing is kept. Raises Refused with `.faults`,
    TimestampMismatchError, PermissionError.
    """
    if name:
        sheet = open_for_edit("Gov Indicator", name, modified)
    else:
        frappe.has_permission("Gov Indicator", "create", throw=True)
        sheet = frappe.new_doc("Gov Indicator")
    tables = {table: values[table] for table in SHEET_TABLES if table in values}
    plain = {field: value for field, value in values.items() if field not in SHEET_TABLES}
    if name:
        plain.pop("code", None)  # what reports and addresses know it by
    faults = fill(sheet, plain, SHEET_FIELDS)
    for table, rows in tables.items():
        faults += fill_rows(sheet, table, rows, SHEET_TABLES[table])
    if not name:
        faults += _taken(sheet.code)
    refuse_faults([*faults, *missing(sheet), *missing_in_rows(sheet, SHEET_TABLES)])
    return sheet.save()


def _taken(code: str | None) -> list[Fault]:
    if not frappe.db.exists("Gov Indicator", text(code).upper()):
        return []
    return [Fault("", "code", _("Code: another indicator has it."))]
