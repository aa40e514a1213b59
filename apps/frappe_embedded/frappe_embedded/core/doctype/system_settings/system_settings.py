"""System Settings: how the whole site behaves."""

from zoneinfo import available_timezones

from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.translate import _


class SystemSettings(Document):
    """The settings of the site."""

    def validate(self) -> None:
        """A time zone is one the machine knows."""
        if self.time_zone and self.time_zone not in available_timezones():
            throw(_("{0} is not a time zone").format(self.time_zone), ValidationError)
