import frappe
from frappe import _
from frappe.model.document import Document

from govplan.errors import BadRecord, refuse
from govplan.typed import text


class GovHoliday(Document):
    """A day on which nothing falls due, everywhere or in one territory."""

    def validate(self) -> None:
        self.holiday_name = text(self.holiday_name)
        self.refuse_twin()

    def refuse_twin(self) -> None:
        same_place = {"territory": self.territory or ["is", "not set"]}
        others = frappe.get_all(
            "Gov Holiday",
            filters={"holiday_date": self.holiday_date, "name": ["!=", self.name], **same_place},
            pluck="holiday_name",
            order_by="name asc",
            limit=1,
        )
        if others:
            message = _("That day is a holiday there already: {0}.")
            refuse(message.format(others[0]), BadRecord)
