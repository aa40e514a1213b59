"""The programme budget as a file."""

import frappe
from frappe import _

from govplan import clock
from govplan.api.files import answer
from govplan.errors import BadRecord, refuse
from govplan.monitoring.budget import programme_budget
from govplan.monitoring.budget_tables import elements_table, lines_table
from govplan.staff import asked
from govplan.transparency.writers import csv, excel_csv, xlsx


@frappe.whitelist(methods=["GET"])
def download(year: str, kind: str = "xlsx") -> None:
    """The lines of a year as `csv`, `excel_csv` or, with the elements of the plans, `xlsx`.

    Holds what the person may see; answers with the file.
    """
    frappe.has_permission("Gov POA", "read", throw=True)
    if not asked.year(year) or kind not in _WRITERS:
        refuse(_("There is no such download."), BadRecord)
    budget = programme_budget(int(year))
    ending, content = _WRITERS[kind](budget)
    answer(f"presupuesto-{year}.{ending}", content)


_WRITERS = {
    "csv": lambda budget: ("csv", csv.write(lines_table(budget))),
    "excel_csv": lambda budget: ("excel.csv", excel_csv.write(lines_table(budget))),
    "xlsx": lambda budget: (
        "xlsx",
        xlsx.write([elements_table(budget), lines_table(budget)], clock.now()),
    ),
}
