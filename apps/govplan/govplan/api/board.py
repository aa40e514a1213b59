"""The board as a file."""

import frappe
from frappe import _

from govplan import clock
from govplan.api.files import answer
from govplan.errors import BadRecord, refuse
from govplan.staff import asked
from govplan.staff.board import Board, board
from govplan.staff.board_tables import reports_table, units_table
from govplan.transparency.writers import csv, xlsx


@frappe.whitelist(methods=["GET"])
def download(year: str, kind: str = "xlsx", under: str = "", state: str = "") -> None:
    """The board of a year as the person sees it: `csv` is a row per report, `xlsx` has a second
    sheet with the rates of each unit."""
    frappe.has_permission("Gov Progress Report", "read", throw=True)
    if not asked.year(year) or kind not in _WRITERS:
        refuse(_("There is no such download."), BadRecord)
    content = _WRITERS[kind](board(int(year), under, state))
    answer(f"tablero-{year}.{kind}", content)


def _csv(found: Board) -> bytes:
    return csv.write(reports_table(found))


def _xlsx(found: Board) -> bytes:
    return xlsx.write([reports_table(found), units_table(found)], clock.now())


_WRITERS = {"csv": _csv, "xlsx": _xlsx}
