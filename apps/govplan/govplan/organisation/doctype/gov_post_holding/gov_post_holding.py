import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from govplan.errors import BadRecord, Fault, LogIsClosed, refuse, refuse_faults
from govplan.organisation.memory import forget
from govplan.organisation.roles import follow_posts
from govplan.presentation import day
from govplan.typed import text

# One person at a time answers for these; the others may be shared.
_SINGLE = frozenset({"Director", "Coordinator", "Mayor"})


class GovPostHolding(Document):
    """A person holds a post of a unit from one day to another, by an act with a number."""

    def validate(self) -> None:
        self.instrument, self.holder_title = text(self.instrument), text(self.holder_title)
        self.post_title = text(self.post_title)
        self.fill_holder_name()
        self.fill_principal()
        self.refuse_own_appointment()
        refuse_faults([*self.account_faults(), *self.date_faults(), *self.capacity_faults()])
        self.refuse_second_titular()

    def on_update(self) -> None:
        forget()
        before = self.get_doc_before_save()
        for user in {self.user, before.user if before else self.user}:
            follow_posts(user)

    def on_trash(self) -> None:
        self.refuse_own_appointment()
        if frappe.db.exists("Gov Decision", {"person": self.user, "post": self.post}):
            message = _("{0} decided by this post: give it a last day instead of deleting it.")
            refuse(message.format(self.holder_name), LogIsClosed)

    def after_delete(self) -> None:
        forget()
        follow_posts(self.user)

    def refuse_own_appointment(self) -> None:
        """Who writes posts would otherwise hold them all."""
        before = self.get_doc_before_save()
        if frappe.session.user in (self.user, before and before.user):
            message = _("Nobody appoints themselves or changes their own post.")
            refuse(message, BadRecord)

    def fill_holder_name(self) -> None:
        self.holder_name = text(self.holder_name) or frappe.db.get_value(
            "User", self.user, "full_name"
        )

    def fill_principal(self) -> None:
        """Who acts while there is a titular stands in for them, said or not."""
        if self.capacity == "Acting" and not self.on_behalf_of:
            others = (row.user for row in self._titulars() if row.user != self.user)
            self.on_behalf_of = next(others, None)

    def account_faults(self) -> list[Fault]:
        if self.user not in ("Administrator", "Guest"):
            return []
        return [Fault("", "user", _("User: a post is held by a person with an own account."))]

    def date_faults(self) -> list[Fault]:
        if self.to_date and getdate(self.to_date) < getdate(self.from_date):
            return [Fault("", "to_date", _("To: the last day cannot come before the first."))]
        ended = frappe.db.get_value("Gov Unit", self.unit, "valid_to")
        if ended and getdate(ended) < getdate(self.from_date):
            message = _("From: the unit existed until {0}.")
            return [Fault("", "from_date", message.format(day(ended)))]
        return []

    def capacity_faults(self) -> list[Fault]:
        faults = []
        if self.capacity == "Titular" and self.on_behalf_of:
            message = _("Stands in for: a titular stands in for nobody.")
            faults.append(Fault("", "on_behalf_of", message))
        if self.capacity == "Delegate" and not self.on_behalf_of:
            message = _("Stands in for: name the person who delegates.")
            faults.append(Fault("", "on_behalf_of", message))
        if self.on_behalf_of == self.user:
            message = _("Stands in for: nobody stands in for themselves.")
            faults.append(Fault("", "on_behalf_of", message))
        if self.capacity != "Titular" and not self.instrument:
            message = _("Decree or resolution no.: needed to act for another.")
            faults.append(Fault("", "instrument", message))
        return faults

    def refuse_second_titular(self) -> None:
        if self.capacity != "Titular" or self.post not in _SINGLE:
            return
        others = self._titulars()
        if others:
            message = _("{0} holds this post as titular in those days. Give that a last day first.")
            refuse(message.format(others[0].holder_name), BadRecord)

    def _titulars(self) -> list[frappe._dict]:
        """Others' holdings of the same post as titular, while this one lasts."""
        rows = frappe.get_all(
            "Gov Post Holding",
            filters={"unit": self.unit, "post": self.post, "capacity": "Titular"},
            fields=["name", "user", "holder_name", "from_date", "to_date"],
            order_by="from_date asc, name asc",
            limit=0,
        )
        first, last = getdate(self.from_date), self.to_date and getdate(self.to_date)
        return [
            row
            for row in rows
            if row.name != self.name
            and (not row.to_date or getdate(row.to_date) >= first)
            and (not last or getdate(row.from_date) <= last)
        ]
