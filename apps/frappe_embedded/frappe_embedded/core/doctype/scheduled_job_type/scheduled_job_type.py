"""Scheduled Job Type: a function of an app that runs by the clock."""

from croniter import croniter

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.field_checks import refuse
from frappe_embedded.scheduler import cron_of, declared_jobs
from frappe_embedded.translate import _


class ScheduledJobType(Document):
    """One scheduled function and when it last ran."""

    def autoname(self) -> None:
        """Module and function."""
        self.name = ".".join(self.method.split(".")[-2:])

    def validate(self) -> None:
        """The clock can read when, and what runs is what an app asks for."""
        try:
            readable = croniter.is_valid(cron_of(self.frequency, self.cron_format))
        except ValueError:
            readable = False
        if not readable:
            refuse(_("{0} is not a time the clock can read."), self.cron_format or self.frequency)
        if local.request is not None and self.method not in dict(declared_jobs()):
            refuse(_("{0} is not a function an app wants to run by the clock."), self.method)
