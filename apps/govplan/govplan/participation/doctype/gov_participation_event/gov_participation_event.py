from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime

from govplan import clock
from govplan.behaviours.approvable import Approvable
from govplan.behaviours.evidenced import Evidenced
from govplan.domain.quantity import parse_quantity
from govplan.errors import BadRecord, Fault, OutOfLegalRange, refuse_faults
from govplan.monitoring.attachments import require_own
from govplan.participation.agreements import agreements_of
from govplan.participation.attendance import above_total
from govplan.participation.legality import follow_type, step_faults
from govplan.transparency.publication import publish_record
from govplan.typed import fill, missing, missing_in_rows, quantity, text

_LIMITS = {"latitude": 90, "longitude": 180}
_ROWS = ("plan_nodes", "steps", "attendance", "demands")


class GovParticipationEvent(Approvable, Evidenced, Document):
    """A meeting with people: what it had to have, who came in counts, what they asked for."""

    def check_content(self) -> None:
        self.title = text(self.title)
        self.event_type = text(self.event_type)
        follow_type(self)
        refuse_faults(
            [
                *self.missing_faults(),
                *self.time_faults(),
                *self.coordinate_faults(),
                *self.attendance_faults(),
                *step_faults(self, clock.today()),
            ]
        )
        self.tie_agreements()
        self.require_own_documents()
        self.check_evidence()

    def faults_before_submit(self) -> list[Fault]:
        if self.mode == "Virtual" or text(self.place):
            return []
        words = _("Place: people who want to come need to know where.")
        return [Fault("", "place", words, BadRecord)]

    def on_approved(self) -> None:
        publish_record(self)

    def content_for_hash(self) -> dict[str, object]:
        """Without the agreements its demands became: those are made later, and decided apart."""
        content = super().content_for_hash()
        made_later = {"became_agreement", "agreement"}
        content["demands"] = [
            {name: value for name, value in row.items() if name not in made_later}
            for row in content.get("demands", [])
        ]
        return content

    def missing_faults(self) -> list[Fault]:
        return [*missing(self), *missing_in_rows(self, _ROWS)]

    def time_faults(self) -> list[Fault]:
        if not (self.starts_at and self.ends_at):
            return []
        if get_datetime(self.ends_at) > get_datetime(self.starts_at):
            return []
        return [Fault("", "ends_at", _("The event has to end after it starts."))]

    def coordinate_faults(self) -> list[Fault]:
        typed = {field: self.get(field) for field in _LIMITS}
        unreadable = fill(self, typed, dict.fromkeys(_LIMITS, quantity))
        return unreadable or [
            fault for field, limit in _LIMITS.items() for fault in self._outside(field, limit)
        ]

    def attendance_faults(self) -> list[Fault]:
        total = cint(self.attendance_total)
        if total and self.starts_at and get_datetime(self.starts_at) > clock.now():
            words = _("People are counted once the event has been held.")
            return [Fault("", "attendance_total", words)]
        words = _("{0}: the groups add up to {1}, more than the {2} people who came.")
        counted = [(row.grouping, cint(row.attendees)) for row in self.attendance]
        return [
            Fault("", "attendance_total", words.format(_(grouping), count, total))
            for grouping, count in above_total(total, counted).items()
        ]

    def tie_agreements(self) -> None:
        """Which demand became which agreement is told by the agreements, whatever a row claims."""
        tied = agreements_of(self.name, self.amended_from)
        stored = {row.name for row in self.demands}
        words = _("A demand that became the agreement {0} stays in the event.")
        refuse_faults(
            Fault("", "demands", words.format(one.name))
            for one in tied
            if one.event == self.name and one.demand_row not in stored
        )
        by_row = {one.demand_row: one.name for one in tied}
        by_text = {one.demand: one.name for one in tied if one.event != self.name}
        for row in self.demands:
            row.agreement = by_row.get(row.name) or by_text.get(row.demand)
            row.became_agreement = int(row.agreement is not None)

    def require_own_documents(self) -> None:
        before = self.get_doc_before_save()
        require_own(self, set(_documents(self)) - set(_documents(before) if before else ()))

    def _outside(self, field: str, limit: int) -> list[Fault]:
        number = parse_quantity(self.get(field))
        if number is None or abs(number) <= limit:
            return []
        words = _("{0}: a number between {1} and {2}.")
        label = _(self.meta.get_label(field))
        return [Fault("", field, words.format(label, -limit, limit), OutOfLegalRange)]


def _documents(event: Document) -> list[str]:
    return [event.minutes_file, *(row.document for row in event.steps)]
