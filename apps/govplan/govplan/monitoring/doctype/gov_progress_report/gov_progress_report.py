from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from govplan import clock
from govplan.approval.acts import Act
from govplan.approval.content import content_of
from govplan.approval.decisions import decisions_on
from govplan.behaviours.approvable import Approvable
from govplan.behaviours.evidenced import Evidenced
from govplan.errors import BadEvidence, Fault, refuse, refuse_faults
from govplan.monitoring.flags import flags_by_name
from govplan.monitoring.measuring import measure_report
from govplan.monitoring.notices import tell_after
from govplan.monitoring.submission import faults_of_report
from govplan.typed import fill, quantity, text

_QUANTITIES = ("value", "numerator", "denominator")
# Frappe's "read only" binds forms, not requests.
_FIXED = (
    "unit",
    "period",
    "poa",
    "version",
    "title",
    "on_time",
    "submitted_at",
    "correction_reason",
    "amended_from",
)
_FIXED_IN_LINES = (
    "row_key",
    "indicator",
    "indicator_name",
    "activity",
    "territory",
    "unit_of_measure",
    "accumulation",
    "weight",
    "annual_target",
    "checked_value",
)


class GovProgressReport(Approvable, Evidenced, Document):
    """What a unit did in a month, line by line of its POA, with proof."""

    def autoname(self) -> None:
        self.name = f"{self.unit}-{self.period}"

    def check_content(self) -> None:
        self.keep_what_is_fixed()
        self.narrative = text(self.narrative)
        refuse_faults([*self.quantity_faults(), *self.evidence_line_faults()])
        self.check_evidence()
        measure_report(self)

    def content_for_hash(self) -> dict[str, object]:
        """When it was sent, and whether in time, is how it travelled and not what it says."""
        return content_of(self, frozenset({"submitted_at", "on_time"}))

    def faults_before_submit(self) -> list[Fault]:
        return faults_of_report(self)

    def on_submitted_act(self) -> None:
        """Punctuality is the first round's: a report returned was not late for that.

        A corrected version keeps that of the version it replaces.
        """
        self.submitted_at = clock.now().replace(microsecond=0)
        if self.version == 1 and self.round == 1:
            period = frappe.get_cached_doc("Gov Reporting Period", self.period)
            self.on_time = int(clock.today() <= getdate(period.unit_cutoff))

    def after_act(self, act: Act) -> None:
        tell_after(self, act)

    @classmethod
    def reasons_to_open(cls, names: Sequence[str]) -> dict[str, list[str]]:
        return flags_by_name(names)

    def copy_for_next_version(self, new: Document) -> None:
        new.version = self.version + 1
        new.on_time = self.on_time
        decisions = decisions_on(self.doctype, self.name)
        new.correction_reason = next(
            one.reason for one in reversed(decisions) if one.act == "Supersede"
        )

    def keep_what_is_fixed(self) -> None:
        """The unit writes what it did; what it was to do comes from the POA."""
        before = self.get_doc_before_save()
        if before is None or self.flags.written_by_govplan:
            return
        self.update({field: before.get(field) for field in _FIXED})
        stored = {row.name: row for row in before.rows}
        if [row.name for row in self.rows] != list(stored):
            refuse(_("The lines of a report are those of the POA: none is added or taken away."))
        for row in self.rows:
            row.update({field: stored[row.name].get(field) for field in _FIXED_IN_LINES})

    def quantity_faults(self) -> list[Fault]:
        """Quantities in their one form, however the record was written."""
        return [
            fault
            for row in self.rows
            for fault in fill(
                row,
                {field: row.get(field) for field in _QUANTITIES},
                dict.fromkeys(_QUANTITIES, quantity),
                row.row_key,
                row.indicator_name,
            )
        ]

    def evidence_line_faults(self) -> list[Fault]:
        lines = {"", *(row.row_key for row in self.rows)}
        words = _("{0}: this evidence names a line the report does not have.")
        return [
            Fault("", "evidence", words.format(proof.title), BadEvidence)
            for proof in self.evidence
            if (proof.row_key or "") not in lines
        ]


def on_doctype_update() -> None:
    """Index what every save asks (the unit's year so far), every month's lists, a unit's list."""
    frappe.db.add_index("Gov Progress Report", ["unit", "period"])
    frappe.db.add_index("Gov Progress Report", ["period", "workflow_state"])
    frappe.db.add_index("Gov Progress Report", ["unit", "workflow_state", "period"])
