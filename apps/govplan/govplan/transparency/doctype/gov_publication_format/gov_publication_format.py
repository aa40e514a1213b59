from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from govplan.errors import BadRecord, LogIsClosed, refuse
from govplan.transparency.packaging import slug


class GovPublicationFormat(Document):
    """What the law, or the town itself, wants published: texts, holder, and how it is built."""

    def validate(self) -> None:
        self._require_plain_code()
        self._require_dates_in_order()
        self._require_one_note_per_family()

    def on_trash(self) -> None:
        if frappe.db.exists("Gov Edition", {"format": self.name}):
            words = _("{0} has published editions and stays; disable it instead.")
            refuse(words.format(self.name), LogIsClosed)

    def _require_plain_code(self) -> None:
        """The code is part of addresses and file names."""
        if self.format_code != slug(self.format_code or ""):
            refuse(_("The code has only letters without accents, digits, dots and hyphens."))

    def _require_dates_in_order(self) -> None:
        if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
            refuse(_("The format ends before it begins."), BadRecord)

    def _require_one_note_per_family(self) -> None:
        repeated = [
            family
            for family, times in Counter(row.process_family for row in self.section_notes).items()
            if times > 1
        ]
        if repeated:
            refuse(_("There are two notes for {0}.").format(_(repeated[0])), BadRecord)
