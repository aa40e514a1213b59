from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from govplan import clock
from govplan.approval.decisions import record
from govplan.domain.periods import Month
from govplan.errors import BadRecord, Fault, LogIsClosed, WrongState, refuse, refuse_faults
from govplan.monitoring.opening import open_reports
from govplan.monitoring.periods import DATE_FIELDS, OPEN, PLANNED, dates_of
from govplan.organisation.holders import posts_over
from govplan.typed import place_of, text

_GRANTED = ("unit", "until", "reason")
# Its dates fall in the months after it, and no date is later than 9999.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class GovReportingPeriod(Document):
    """A month: its dates, its state, and who may still report once it is closed.

    The calendar moves the state, with `flags.moved_by_the_calendar`; nobody types it.
    """

    def before_naming(self) -> None:
        self.period = text(self.period)

    def validate(self) -> None:
        self.read_month()
        self.keep_state()
        self.fill_dates()
        self.keep_dates_once_closed()
        self.require_dates_in_order()
        self.keep_exceptions()
        self.stamp_new_exceptions()

    def on_update(self) -> None:
        granted, self.flags.new_exceptions = self.flags.new_exceptions or [], []
        for row in granted:
            words = _("{0}, until {1}: {2}").format(row.unit, getdate(row.until), row.reason)
            planner = next(iter(posts_over(("Planner",), (None,))), None)
            record(self, "Grant exception", holding=planner, reason=words)
        if granted and self.state != PLANNED:
            open_reports(self.name)

    def on_trash(self) -> None:
        if self.state != PLANNED:
            refuse(_("A month that was opened stays."), LogIsClosed)

    @property
    def as_month(self) -> Month:
        return Month.parse(self.period)

    def read_month(self) -> None:
        self.period = text(self.period)
        try:
            month = self.as_month
        except ValueError:
            month = None
        if month is None or not _FIRST_YEAR <= month.year <= _LAST_YEAR:
            refuse(_("“{0}” is not a month: write it as 2026-03.").format(self.period), BadRecord)
        self.year, self.month = month.year, month.month

    def keep_state(self) -> None:
        if self.flags.moved_by_the_calendar:
            return
        before = self.get_doc_before_save()
        self.state = before.state if before else PLANNED
        self.published_at = before.published_at if before else None

    def fill_dates(self) -> None:
        """A date left blank is the calendar's."""
        if all(self.get(field) for field in DATE_FIELDS):
            return
        dates = dates_of(self.as_month)
        for field in DATE_FIELDS:
            self.set(field, self.get(field) or getattr(dates, field))

    def keep_dates_once_closed(self) -> None:
        """By them it was decided who was late; an exception gives a unit another day."""
        before = self.get_doc_before_save()
        if before is None or before.state in (PLANNED, OPEN):
            return
        if any(getdate(self.get(field)) != getdate(before.get(field)) for field in DATE_FIELDS):
            words = _("{0} is closed and its dates stay. Grant the unit an exception instead.")
            refuse(words.format(self.period), WrongState)

    def require_dates_in_order(self) -> None:
        words = _("{0} cannot come before {1}.")
        refuse_faults(
            Fault("", later, words.format(self._label(later), self._label(earlier)))
            for earlier, later in pairwise(DATE_FIELDS)
            if getdate(self.get(later)) < getdate(self.get(earlier))
        )

    def keep_exceptions(self) -> None:
        """What was granted was decided: another is added, none is changed or taken away."""
        before = self.get_doc_before_save()
        now = {row.name: _granted(row) for row in self.exceptions}
        for row in before.exceptions if before else []:
            if now.get(row.name) != _granted(row):
                refuse(_("An exception that was granted stays. Add another one."), LogIsClosed)

    def stamp_new_exceptions(self) -> None:
        before = self.get_doc_before_save()
        stored = {row.name: row for row in before.exceptions} if before else {}
        self.flags.new_exceptions = [row for row in self.exceptions if row.name not in stored]
        refuse_faults(
            fault for row in self.flags.new_exceptions for fault in self._exception_faults(row)
        )
        for row in self.exceptions:
            known = stored.get(row.name)
            row.granted_by = known.granted_by if known else frappe.session.user
            row.granted_on = known.granted_on if known else clock.now().replace(microsecond=0)

    def _exception_faults(self, row: Document) -> list[Fault]:
        key, where = place_of(self, "exceptions", row)
        faults = []
        if not text(row.reason):
            words = _("{0}: write why the unit may still report.")
            faults.append(Fault(key, "reason", words.format(where)))
        if not row.until or getdate(row.until) < clock.today():
            words = _("{0}: give a day that has not passed.")
            faults.append(Fault(key, "until", words.format(where)))
        return faults

    def _label(self, field: str) -> str:
        return _(self.meta.get_label(field))


def _granted(row: Document) -> tuple[str, ...]:
    return tuple(
        getdate(row.get(field)).isoformat() if field == "until" else cstr(row.get(field))
        for field in _GRANTED
    )
