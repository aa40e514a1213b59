"""Scheduled Job Type: a function of an app that runs by the clock."""

from frappe_embedded.document import Document


class ScheduledJobType(Document):
    """One scheduled function and when it last ran."""

    def autoname(self) -> None:
        """Module and function."""
        self.name = ".".join(self.method.split(".")[-2:])
