import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from govplan import clock
from govplan.behaviours.approvable import Approvable
from govplan.errors import BadRecord, Fault, OutOfLegalRange, refuse_faults
from govplan.monitoring.attachments import require_own
from govplan.organisation.holders import scope
from govplan.participation.agreements import DONE, NOT_FEASIBLE
from govplan.transparency.publication import publish_record
from govplan.typed import missing, missing_in_rows, place_of, text

_TITLE_LENGTH = 140


class GovAgreement(Approvable, Document):
    """What a unit promised people to do, by when, and how far it got."""

    def check_content(self) -> None:
        self.agreement_text = text(self.agreement_text)
        self.title = text(self.title) or self.agreement_text[:_TITLE_LENGTH]
        self.sign_updates()
        self.settle_percent()
        refuse_faults(
            [
                *self.missing_faults(),
                *self.percent_faults(),
                *self.due_date_faults(),
                *self.update_faults(),
                *self.demand_faults(),
            ]
        )
        self.require_own_documents()

    def faults_before_submit(self) -> list[Fault]:
        if self.status != NOT_FEASIBLE or text(self.public_answer):
            return []
        words = _("Public answer: tell people why it cannot be done.")
        return [Fault("", "public_answer", words, BadRecord)]

    def on_approved(self) -> None:
        publish_record(self)

    def on_update(self) -> None:
        super().on_update()
        self._tell_demand(self.name)

    def on_trash(self) -> None:
        super().on_trash()
        self._tell_demand(None)

    def sign_updates(self) -> None:
        """An update is its first writer's, whatever the row claims."""
        before = self.get_doc_before_save()
        authors = {row.name: row.author for row in before.updates} if before else {}
        for row in self.updates:
            row.author = authors.get(row.name) or frappe.session.user

    def settle_percent(self) -> None:
        """What is done is done whole, and what has begun is in progress."""
        if self.status == DONE:
            self.percent = 100
        elif self.status == "Pending" and cint(self.percent):
            self.status = "In progress"

    def missing_faults(self) -> list[Fault]:
        return [*missing(self), *missing_in_rows(self, ("updates",))]

    def percent_faults(self) -> list[Fault]:
        places = [("", _("Percent"), self.percent)]
        for row in self.updates:
            places.append((*place_of(self, "updates", row), row.percent))
        words = _("{0}: a percent lies between 0 and 100.")
        return [
            Fault(key, "percent", words.format(where), OutOfLegalRange)
            for key, where, percent in places
            if not 0 <= cint(percent) <= 100
        ]

    def due_date_faults(self) -> list[Fault]:
        if not (self.due_date and self.event):
            return []
        held = frappe.db.get_value("Gov Participation Event", self.event, "starts_at")
        if not held or getdate(self.due_date) >= getdate(held):
            return []
        words = _("Due date: it cannot come before the event where it was agreed.")
        return [Fault("", "due_date", words)]

    def update_faults(self) -> list[Fault]:
        words = _("{0}: an update tells what was done, so its day has come.")
        faults = []
        for row in self.updates:
            if row.update_date and getdate(row.update_date) > clock.today():
                key, where = place_of(self, "updates", row)
                faults.append(Fault(key, "update_date", words.format(where)))
        return faults

    def demand_faults(self) -> list[Fault]:
        """A demand is its event's, and became one agreement: saying so takes it from no other."""
        before = self.get_doc_before_save()
        stored = (before.event, before.demand_row) if before else (None, None)
        if not self.demand_row or (self.event, self.demand_row) == stored:
            return []
        asked = {"name": self.demand_row, "parent": self.event or ""}
        taken = {"demand_row": self.demand_row, "name": ["!=", self.name or ""]}
        free = frappe.db.exists("Gov Event Demand", asked) and not frappe.db.exists(
            "Gov Agreement", taken
        )
        if free and self._may_answer():
            return []
        words = _("Demand: it is not of this event or of your unit, or it became an agreement.")
        return [Fault("", "demand_row", words)]

    def _may_answer(self) -> bool:
        """Whether the event, or the demand in it, is of a unit this person works for."""
        seen = scope()
        event = frappe.db.get_value("Gov Participation Event", self.event, "unit")
        demand = frappe.db.get_value("Gov Event Demand", self.demand_row, "unit")
        return seen.everything or bool({event, demand} & seen.units)

    def require_own_documents(self) -> None:
        before = self.get_doc_before_save()
        known = {row.evidence_file for row in before.updates} if before else set()
        require_own(self, {row.evidence_file for row in self.updates} - known)

    def _tell_demand(self, agreement: str | None) -> None:
        """The demand shows what it became, also in an approved event, whose content this is not."""
        if self.demand_row:
            shown = {"agreement": agreement, "became_agreement": int(bool(agreement))}
            frappe.db.set_value("Gov Event Demand", self.demand_row, shown, update_modified=False)
