import frappe
from frappe import _
from frappe.model.document import Document

from govplan.errors import LogIsClosed, refuse


class GovDecision(Document):
    """One act on one record, written by `govplan.approval.decisions` and never changed."""

    def before_insert(self) -> None:
        if not self.flags.written_by_the_log:
            refuse(_("Decisions come about by acting on a record, not by hand."), LogIsClosed)

    def autoname(self) -> None:
        self.name = f"DEC-{self.sequence:07d}"

    def validate(self) -> None:
        if not self.is_new():
            self._refuse_change()

    def on_trash(self) -> None:
        self._refuse_change()

    def _refuse_change(self) -> None:
        refuse(_("The decision log is only ever added to."), LogIsClosed)


def on_doctype_update() -> None:
    """Index what every act asks: who did what to this record in this round."""
    frappe.db.add_index("Gov Decision", ["reference_doctype", "reference_name", "round"])
