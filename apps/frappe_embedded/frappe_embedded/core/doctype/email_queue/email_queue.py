"""Email Queue: one mail, to whom it goes and how far it got. Written by `frappe.sendmail`."""

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.translate import _
from frappe_embedded.whitelist import whitelist

ROW = "Email Queue Recipient"


class EmailQueue(Document):
    """A mail in the outbox."""

    def validate(self) -> None:
        """What was queued is what is sent."""
        if not self.is_new():
            throw(_("A mail in the outbox cannot be changed."), ValidationError)

    @whitelist(methods=["POST"])
    def retry_sending(self) -> None:
        """Send it again, with the next flush, to those who did not get it.

        Raises ValidationError when no recipient failed, PermissionError for who may not write it.
        """
        self.check_permission("write")
        failed = [row.name for row in self.recipients if row.status == "Error"]
        if not failed:
            throw(_("Nobody is left without this mail."), ValidationError)
        local.db.set_value(ROW, {"name": ("in", failed)}, {"status": "Not Sent", "error": ""})
        sent = any(row.status == "Sent" for row in self.recipients)
        changes = {"status": "Partially Sent" if sent else "Not Sent", "error": ""}
        local.db.set_value(self.doctype, self.name, {**changes, "retry": 0, "send_after": None})
