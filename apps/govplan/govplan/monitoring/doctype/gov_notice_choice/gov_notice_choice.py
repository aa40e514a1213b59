import frappe
from frappe import _
from frappe.model.document import Document

from govplan.errors import NotYourAct, refuse


class GovNoticeChoice(Document):
    """How a person wants their mail: each at once, or one a day. Named after the person."""

    def validate(self) -> None:
        if self.user != frappe.session.user and "System Manager" not in frappe.get_roles():
            refuse(_("Everybody chooses for themselves how mail comes."), NotYourAct)
