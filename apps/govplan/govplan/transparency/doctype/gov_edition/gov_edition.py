import frappe
from frappe import _
from frappe.model.document import Document

from govplan.errors import LogIsClosed, refuse
from govplan.portal.static_site import refresh_later
from govplan.transparency.naming import edition_name


class GovEdition(Document):
    """What was published, frozen. Only a publication makes one; it ends by being withdrawn."""

    def autoname(self) -> None:
        self.name = edition_name(self.format, self.period or self.subject_name, self.number)

    def before_insert(self) -> None:
        self._require_publication()

    def validate(self) -> None:
        self._require_publication()

    def before_update_after_submit(self) -> None:
        self._require_publication()

    def on_submit(self) -> None:
        refresh_later()

    def on_update_after_submit(self) -> None:
        refresh_later()

    def before_cancel(self) -> None:
        refuse(_("A published edition is never cancelled: withdraw it."), LogIsClosed)

    def on_trash(self) -> None:
        refuse(_("A published edition is never deleted."), LogIsClosed)

    def content_for_hash(self) -> dict[str, object]:
        """What the decision to publish was about."""
        return {"content": self.content_hash, "manifest": self.manifest_hash}

    def _require_publication(self) -> None:
        if not self.flags.made_by_publication:
            refuse(_("Editions come about by publishing, not by hand."), LogIsClosed)


def on_doctype_update() -> None:
    """Index what every public page asks: the editions of a month, and of a record."""
    frappe.db.add_index("Gov Edition", ["format", "period", "number"])
    frappe.db.add_index("Gov Edition", ["format", "subject_name", "number"])
