from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.domain.process_families import LEGAL, LEGAL_ORDER
from govplan.errors import BadRecord, Fault, LogIsClosed, refuse, refuse_faults
from govplan.organisation.memory import forget
from govplan.typed import text

_HEADINGS = {family.name: family.title for family in LEGAL}


class GovProcessFamily(Document):
    """A family of processes; the law's four keep their headings and their order."""

    def before_naming(self) -> None:
        self.family_name = text(self.family_name)

    def validate(self) -> None:
        self.printed_heading, self.empty_note = text(self.printed_heading), text(self.empty_note)
        if self.name in _HEADINGS:
            refuse_faults(self.legal_faults())

    def on_update(self) -> None:
        forget()

    def on_trash(self) -> None:
        if self.name in _HEADINGS:
            message = _("{0} is one of the four families the law prints and stays.")
            refuse(message.format(_(self.name)), LogIsClosed)

    def after_delete(self) -> None:
        forget()

    def legal_faults(self) -> list[Fault]:
        """Formats for the authority are compared with its own template, letter by letter."""
        fixed = {"printed_heading": _HEADINGS[self.name], "print_order": LEGAL_ORDER[self.name]}
        given = {"printed_heading": self.printed_heading, "print_order": cint(self.print_order)}
        message = _("{0}: the law fixes it for this family as “{1}”.")
        return [
            Fault("", field, message.format(_(self.meta.get_label(field)), value), BadRecord)
            for field, value in fixed.items()
            if given[field] != value
        ]
