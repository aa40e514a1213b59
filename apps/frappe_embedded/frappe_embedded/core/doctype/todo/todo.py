"""ToDo: something to do, often about a record."""

from typing import Any

from frappe_embedded.assignment import mirror
from frappe_embedded.context import current_user
from frappe_embedded.document import Document
from frappe_embedded.documents import get_doc
from frappe_embedded.text import strip_html
from frappe_embedded.translate import _
from frappe_embedded.users import get_fullname


class ToDo(Document):
    """A task. Its beginning and end are noted on the record it is about."""

    assigned_by: Any

    def before_insert(self) -> None:
        """Who writes it gives it, unless it says otherwise."""
        self.assigned_by = self.assigned_by or current_user()

    def validate(self) -> None:
        """What is noted on a record is for who may read it."""
        about = ("reference_type", "reference_name")
        told = self.is_new() or any(self.has_value_changed(key) for key in about)
        if told and self.reference_type and not self.flags.ignore_permissions:
            get_doc(self.reference_type, self.reference_name).check_permission("read")

    def on_update(self) -> None:
        """Note on the record who has it now."""
        if self.is_new() and self.reference_type:
            self._tell("Assigned", _("assigned to {0}: {1}"))
        elif self.reference_type and self.has_value_changed("status") and self.status != "Open":
            self._tell("Assignment Completed", _("assignment of {0} ended: {1}"))
        mirror(self)

    def _tell(self, kind: str, words: str) -> None:
        who = get_fullname(self.allocated_to or current_user())
        text = words.format(who, strip_html(self.description or ""))
        get_doc(self.reference_type, self.reference_name).add_comment(kind, text)

    def after_delete(self) -> None:
        """Show it no longer."""
        mirror(self)
