"""The town's year, month by month: what each unit said, and the incidents on purpose."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from frappe.utils import getdate

from govplan import clock
from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, act_as, acting
from govplan.demo.files import TownFiles
from govplan.demo.saying import Teller
from govplan.domain.periods import Month
from govplan.monitoring import calendar
from govplan.monitoring.periods import dates_of, ensure_period
from govplan.transparency import publication

# Which of the twelve months an incident falls in, counted from the first, and whose it is.
NEVER_REPORTED = (3, "SECRETARIA")
LATE = (5, "CULTURA")
RETURNED_TWICE = (7, "AGUA")
CORRECTED = (9, "OBRAS")
# In the last published month these units were left open by exception: state they are in today.
STILL_OPEN = {
    "OBRAS": "Returned",
    "AGUA": "Submitted",
    "SOCIAL": "Reviewed",
}


class Year:
    """Twelve published months, and those open after them, put on the agenda."""

    def __init__(self, files: TownFiles, cast: Cast, months: list[Month], agenda: Agenda) -> None:
        self.files = files
        self.cast = cast
        self.months = months
        self.agenda = agenda
        self.teller = Teller(files, cast)

    def plan(self) -> None:
        """Put every month's steps on the agenda."""
        for place, month in enumerate(self.months):
            self._plan_month(place, month)
        self._plan_open_month(self.months[-1].next())

    def _plan_month(self, place: int, month: Month) -> None:
        dates = dates_of(month)
        self._at(dates.opens_on, time(8), calendar.keep)
        for order, unit in enumerate(self.files["poas"]):
            if self._is_silent(place, unit):
                continue
            self._plan_report(place, month, unit, order)
        self._at(dates.mayor_cutoff + timedelta(days=1), time(7), calendar.keep)
        self._at(dates.publish_on, time(7, 30), calendar.keep)
        # Where a weekend made the mayor's last day the day of publication too.
        self._at(dates.publish_on, time(18, 15), calendar.keep)
        self._plan_incident(place, month)

    def _is_silent(self, place: int, unit: str) -> bool:
        """Whether the unit says nothing before the month is published."""
        if (place, unit) in (NEVER_REPORTED, LATE):
            return True
        return place == len(self.months) - 1 and unit in STILL_OPEN

    def _plan_report(self, place: int, month: Month, unit: str, order: int) -> None:
        dates = dates_of(month)
        day = dates.unit_cutoff - timedelta(days=order % 3)
        self._at(day, time(9 + order), partial(self._submit, month, unit))
        if (place, unit) == RETURNED_TWICE:
            self._at(day, time(17), partial(self._return_and_mend, month, unit, "Missing evidence"))
            self._at(day, time(18), partial(self._return_and_mend, month, unit, "Inconsistent"))
        review = dates.coordination_cutoff
        self._at(review, time(9, order), partial(self._act, month, unit, "Review"))
        self._at(dates.mayor_cutoff, time(10, order), partial(self._act, month, unit, "Approve"))

    def _plan_incident(self, place: int, month: Month) -> None:
        after = dates_of(month).publish_on + timedelta(days=4)
        if place == LATE[0]:
            self._at(after, time(9), partial(self._report_late, month, LATE[1]))
        if place == CORRECTED[0]:
            self._at(after, time(10), partial(self._correct, month, CORRECTED[1]))
        if place == len(self.months) - 1:
            self.agenda.at(self.agenda.present, partial(self._leave_open, month))

    def _plan_open_month(self, month: Month) -> None:
        """A month the calendar has opened by now: some have reported, most have not."""
        opened = dates_of(month).opens_on
        self._at(opened, time(8), calendar.keep)
        for unit in ("FINANZAS", "SECRETARIA"):
            self._at(opened, time(16), partial(self._submit, month, unit))

    def _report_late(self, month: Month, unit: str) -> None:
        self._grant(month, {unit: "La unidad cambió de sistema ese mes y perdió su registro."})
        self._submit(month, unit)
        self._act(month, unit, "Review")
        self._act(month, unit, "Approve")
        self._publish_again(month, "Se incorpora el reporte tardío de Cultura y Turismo.")

    def _correct(self, month: Month, unit: str) -> None:
        """An approved month is superseded, said again and published as a second edition."""
        report = self.teller.report(month, unit)
        reason = "La fiscalización midió de nuevo el tramo Río Alto y encontró 0,4 km menos."
        draft = act_as(
            self.cast.anyone("Planner"), report, "Supersede", "Correction of published data", reason
        )
        self._grant(month, {unit: "Corrección de un dato publicado."})
        self.teller.say(month, unit, {"OB-01": {"value": "9.1"}}, name=draft.name)
        act_as(self.cast.director(unit), draft, "Submit")
        self._act(month, unit, "Review")
        self._act(month, unit, "Approve")
        self._publish_again(month, reason)

    def _leave_open(self, month: Month) -> None:
        """What waits for each person today."""
        self._grant(month, dict.fromkeys(STILL_OPEN, "La unidad pidió más tiempo por escrito."))
        for unit, state in STILL_OPEN.items():
            self._submit(month, unit)
            if state == "Returned":
                self._act(
                    month,
                    unit,
                    "Return",
                    "Missing evidence",
                    "Falta el acta de recepción del tramo La Pampa. Adjúntela y envíe de nuevo.",
                )
            if state == "Reviewed":
                self._act(month, unit, "Review")

    def _submit(self, month: Month, unit: str) -> None:
        report = self.teller.say(month, unit)
        act_as(self.cast.director(unit), report, "Submit")

    def _return_and_mend(self, month: Month, unit: str, code: str) -> None:
        self._act(month, unit, "Return", code, "El respaldo no corresponde al mes. Revise y envíe.")
        self._submit(month, unit)

    def _act(self, month: Month, unit: str, act: str, code: str = "", reason: str = "") -> None:
        user = self.cast.anyone("Mayor") if act == "Approve" else self.cast.coordinator(unit)
        act_as(user, self.teller.report(month, unit), act, code, reason)

    def _grant(self, month: Month, reasons: dict[str, str]) -> None:
        with acting(self.cast.anyone("Planner")):
            period = ensure_period(month)
            for unit, reason in reasons.items():
                until = clock.today() + timedelta(days=12)
                period.append("exceptions", {"unit": unit, "until": until, "reason": reason})
            period.save()

    def _publish_again(self, month: Month, reason: str) -> None:
        with acting(self.cast.anyone("Transparency Officer")):
            publication.correct("OPEN", str(month), reason)

    def _at(self, day: Any, hour: time, step: Any) -> None:
        self.agenda.at(datetime.combine(getdate(day), hour), step)


def last_published(present: datetime) -> Month:
    """The latest month whose publication lies behind the present."""
    month = Month.of(present.date()).previous()
    published = datetime.combine(dates_of(month).publish_on, time(18, 30))
    return month if published <= present else month.previous()
