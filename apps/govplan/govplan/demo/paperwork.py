"""What the planning unit does beside the months: yearly reports, sheets brought in, reminders."""

import csv
import io
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.annual import generating
from govplan.annual.parts import AXIS, UNIT
from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.domain.periods import Month
from govplan.loading import imports
from govplan.loading.loads import Mode
from govplan.monitoring import notices, reminders
from govplan.notifying import DIGEST
from govplan.planning.units_of_measure import ensure

# After December is published; approved before the rendering of accounts in March.
_BEGUN = (1, 25)
_DAYS_REMINDED = 8


class Paperwork:
    """Put on the agenda, each step by its people."""

    def __init__(self, files: TownFiles, cast: Cast, agenda: Agenda) -> None:
        self.files = files
        self.story = files["story"]
        self.cast = cast
        self.agenda = agenda
        self.planner = cast.anyone("Planner")

    def plan(self, first: Month, last: Month) -> None:
        """The report of each year that is over; this one's is still to be begun."""
        for year in range(first.year, last.year + 1):
            begun = datetime(year + 1, *_BEGUN, 9)
            self.agenda.at(begun, partial(self._approved_report, year))
        self.agenda.at(self.agenda.present, self._bring_sheets)

    def plan_notices(self, month: Month) -> None:
        """Reminders of the last days, one mail a day for who wants it, notices of today's acts."""
        self.agenda.at(self.agenda.present - timedelta(days=60), self._want_digest)
        for days in range(_DAYS_REMINDED, 0, -1):
            day = self.agenda.present.date() - timedelta(days=days)
            self.agenda.at(datetime.combine(day, time(9)), reminders.remind)
        self.agenda.at(self.agenda.present, partial(self._tell, month))

    def _report(self, year: int) -> Any:
        """The year's figures, and a sentence on each section that has some."""
        told = self.story["yearly"]
        with acting(self.planner):
            report = generating.begin(year)
            said = told["narratives"]
            narratives = {
                section.name: said[place % len(said)]
                for place, section in enumerate(report.sections)
                if section.kind in (AXIS, UNIT)
            }
            texts = {key: told[key] for key in ("introduction", "closing")}
            return generating.save(report.name, texts, narratives)

    def _approved_report(self, year: int) -> None:
        self.cast.approve(self._report(year), self.planner, "PLANIFICACION")

    def _bring_sheets(self) -> None:
        """One sheet of the council's layout is loaded, the next like it waits with its faults."""
        told = self.story["sheets"]
        with acting(self.planner):
            ensure(told["units_of_measure"])
            loaded = self._brought(told["loaded"])
            keys = imports.mapping_of(loaded).keys
            imports.say(loaded, keys, told["mapping"], told["plan"])
            imports.begin(loaded, Mode.WHOLE)
            checked = self._brought(told["checked"])
            imports.begin(checked, Mode.TRY)

    def _brought(self, sheet: dict[str, Any]) -> Any:
        told, text = self.story["sheets"], io.StringIO()
        csv.writer(text).writerows([told["headings"], *sheet["rows"]])
        content = text.getvalue().encode("utf-8-sig")
        return imports.bring("indicators", sheet["file"], content, told["plan"])

    def _want_digest(self) -> None:
        user = self.files["incidents"]["today"]["digest"]
        with acting(user):
            choice = {"doctype": "Gov Notice Choice", "user": user, "mail_mode": DIGEST}
            frappe.get_doc(choice).insert()

    def _tell(self, month: Month) -> None:
        """Notices are left for the people of the month in hand, as its acts would have."""
        rows = frappe.get_all(
            "Gov Progress Report",
            filters={"period": str(month), "workflow_state": ["in", list(_LAST_ACT)]},
            fields=["name", "workflow_state"],
            order_by="name asc",
            limit=0,
        )
        for row in rows:
            notices.tell(row.name, _LAST_ACT[row.workflow_state])


_LAST_ACT = {
    "Submitted": "Submit",
    "Reviewed": "Review",
    "Returned": "Return",
    "Approved": "Approve",
}
