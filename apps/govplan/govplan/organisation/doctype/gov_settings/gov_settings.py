from itertools import pairwise
from zoneinfo import available_timezones

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.domain.periods import Month
from govplan.domain.quantity import parse_quantity
from govplan.domain.reminders import LONGEST, ReminderDaysError, read_days
from govplan.errors import BadRecord, Fault, refuse_faults
from govplan.typed import fill, quantity, text

# In the order they fall in the month; days of the month after the one reported.
_DAYS = (
    "unit_cutoff_day",
    "coordination_cutoff_day",
    "mayor_cutoff_day",
    "dry_run_day",
    "publish_day",
    "legal_limit_day",
)
_REMINDERS = ("reminder_days_before", "reminder_days_after")
_BANDS = ("yellow_from", "green_from", "purple_above")
# Every month has that many.
_LAST_COMMON_DAY = 28
_LAST_HOUR = 23


class GovSettings(Document):
    """The municipality: who it is, what it counts by, when its reports fall due."""

    def validate(self) -> None:
        self.tax_id, self.municipality_name = text(self.tax_id), text(self.municipality_name)
        refuse_faults(
            [
                *self.calendar_faults(),
                *self.first_period_faults(),
                *self.reminder_faults(),
                *self.band_faults(),
                *self.time_zone_faults(),
                *self.evidence_faults(),
            ]
        )

    def on_update(self) -> None:
        self.keep_the_towns_time()

    def calendar_faults(self) -> list[Fault]:
        outside = [day for day in _DAYS if not 1 <= cint(self.get(day)) <= _LAST_COMMON_DAY]
        if outside:
            message = _("{0}: a day between 1 and {1}.")
            return [
                Fault("", day, message.format(_(self.meta.get_label(day)), _LAST_COMMON_DAY))
                for day in outside
            ]
        message = _("{0}: it cannot come before “{1}”.")
        return [
            Fault("", later, message.format(*(_(self.meta.get_label(d)) for d in (later, earlier))))
            for earlier, later in pairwise(_DAYS)
            if cint(self.get(later)) < cint(self.get(earlier))
        ]

    def first_period_faults(self) -> list[Fault]:
        self.first_period = text(self.first_period)
        if not self.first_period:
            return []
        try:
            Month.parse(self.first_period)
        except ValueError:
            return [Fault("", "first_period", _("First reported month: write it as 2026-01."))]
        return []

    def reminder_faults(self) -> list[Fault]:
        faults = [fault for field in _REMINDERS for fault in self._days_faults(field)]
        if not 0 <= cint(self.reminder_hour) <= _LAST_HOUR:
            words = _("Hour of the reminders: between 0 and {0}.").format(_LAST_HOUR)
            faults.append(Fault("", "reminder_hour", words))
        return faults

    def _days_faults(self, field: str) -> list[Fault]:
        self.set(field, text(self.get(field)))
        try:
            read_days(self.get(field))
        except ReminderDaysError:
            words = _("{0}: write days up to {1} with commas between them, as 3,1,0.")
            return [Fault("", field, words.format(_(self.meta.get_label(field)), LONGEST))]
        return []

    def band_faults(self) -> list[Fault]:
        typed = {band: self.get(band) for band in _BANDS}
        faults = fill(self, typed, dict.fromkeys(_BANDS, quantity))
        if faults:
            return faults
        given = [parse_quantity(self.get(band)) for band in _BANDS if self.get(band)]
        if given == sorted(given):
            return []
        message = _("Traffic light: yellow begins below green, and green below the review limit.")
        return [Fault("", "green_from", message)]

    def time_zone_faults(self) -> list[Fault]:
        self.time_zone = text(self.time_zone)
        if not self.time_zone or self.time_zone in available_timezones():
            return []
        message = _("Time zone: “{0}” is not one; write it as America/Guayaquil.")
        return [Fault("", "time_zone", message.format(self.time_zone))]

    def evidence_faults(self) -> list[Fault]:
        if 1 <= cint(self.max_evidence_mb) <= 100:
            return []
        return [
            Fault(
                "", "max_evidence_mb", _("Largest evidence file: between 1 and 100 MB."), BadRecord
            )
        ]

    def keep_the_towns_time(self) -> None:
        """Frappe's clock shows the town's time, or its days would end at another's hour."""
        if self.time_zone:
            frappe.db.set_single_value("System Settings", "time_zone", self.time_zone)
