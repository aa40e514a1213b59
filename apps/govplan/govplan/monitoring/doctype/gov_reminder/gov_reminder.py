import hashlib

from frappe import _
from frappe.model.document import Document

from govplan.errors import LogIsClosed, refuse


class GovReminder(Document):
    """That a person was reminded of a report, for a day; one of each, named after the three.

    `flags.written_by_the_job` marks what the reminders' job writes; nobody types one.
    """

    def autoname(self) -> None:
        what = "\n".join(str(part or "") for part in (self.for_user, self.report, self.act))
        written = f"{what}\n{self.due_day}"
        self.name = hashlib.sha256(written.encode()).hexdigest()[:24]

    def validate(self) -> None:
        if not (self.is_new() and self.flags.written_by_the_job):
            refuse(_("Reminders are written when they are sent, and stay."), LogIsClosed)
