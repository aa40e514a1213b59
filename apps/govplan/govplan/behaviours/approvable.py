"""What plans, POAs, progress reports, events and agreements share: the approval path."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from govplan.approval import guard
from govplan.approval.acts import APPROVED, DRAFT, EDITABLE, RETURNED, SUPERSEDED, Act
from govplan.approval.content import content_of
from govplan.approval.decisions import record
from govplan.approval.notices import tell_after
from govplan.approval.remarks import unanswered_faults
from govplan.approval.versions import draft_copy
from govplan.errors import Fault, LogIsClosed, WrongState, refuse, refuse_faults


class Approvable:
    """A record that is decided on. Needs `workflow_state`, `round`, `decision_reason_code`,
    `decision_reason`; put it before Document among the bases.

    `flags.written_by_govplan` marks a draft written by the calendar or as the next version, not
    by a person: whose post it is to write is not asked then, the state still is.
    `flags.decided` holds the act being carried out, until it is in the log.
    """

    # Written after approval too, by those who may write the record at all.
    editable_fields_when_locked: frozenset[str] = frozenset()

    # What each kind of record says for itself

    def author_units(self) -> tuple[str | None, ...]:
        """The units whose director (promoter, planner) writes and submits the record."""
        return (self.get("unit"),)

    def check_content(self) -> None:
        """Normalise, compute and refuse what cannot be true; at every save of a draft."""

    def faults_before_submit(self) -> Sequence[Fault]:
        """What is still missing or not allowed yet; told all at once when it is submitted."""
        return ()

    def on_submitted_act(self) -> None:
        """Set what a submission fixes; the record is written right after."""

    def on_approved(self) -> None:
        """Do what follows from approval, in the same transaction; the record is written."""

    def after_act(self, act: Act) -> None:
        """Tell whom an act concerns; it is written and in the log."""
        tell_after(self, act)

    def content_for_hash(self) -> dict[str, object]:
        """What was decided on."""
        return content_of(self, self.editable_fields_when_locked)

    @classmethod
    def reasons_to_open(cls, names: Sequence[str]) -> dict[str, list[str]]:
        """Of these records those to be opened before they are reviewed or approved, and why."""
        return {}

    def copy_for_next_version(self, new: Any) -> None:
        """Make of a plain copy the draft that takes this record's place, before it is inserted."""

    # The path

    def validate(self) -> None:
        stored = self._stored()
        self.round = cint(stored.round if stored else 0) or 1
        self.workflow_state = self.workflow_state or guard.state_of(stored)
        guard.require_open_content(self, stored)
        self.flags.decided = guard.decide(self, stored)
        if guard.state_of(stored) in EDITABLE:
            self.check_content()
        self._carry_out()

    def before_update_after_submit(self) -> None:
        stored = self._stored()
        guard.require_open_content(self, stored)
        if guard.state_of(self) != guard.state_of(stored):
            guard.refuse_state(self, guard.state_of(stored), guard.state_of(self))
        self.round = stored.round

    def before_cancel(self) -> None:
        stored = self._stored()
        guard.require_open_content(self, stored)
        self.round = stored.round
        self.workflow_state = SUPERSEDED
        self.flags.decided = guard.decide(self, stored)
        self._carry_out()

    def on_update(self) -> None:
        self._refuse_undecided()
        self._write_decision()

    def on_cancel(self) -> None:
        self._write_decision()
        self._begin_next_version()

    def on_trash(self) -> None:
        if frappe.db.exists(
            "Gov Decision", {"reference_doctype": self.doctype, "reference_name": self.name}
        ):
            refuse(_("{0} has decisions on record and stays.").format(self.name), LogIsClosed)
        if guard.state_of(self._stored()) != DRAFT:
            refuse(_("Only a draft can be deleted."), WrongState)

    def _stored(self) -> Any:
        if self.is_new():
            return None
        return self.get_doc_before_save() or frappe.get_doc(self.doctype, self.name)

    def _carry_out(self) -> None:
        decided = self.flags.decided
        if not decided:
            return
        if decided.act.label == "Submit":
            self.round += decided.from_state == RETURNED
            answers = unanswered_faults(self) if decided.was_seen else []
            refuse_faults([*self.faults_before_submit(), *answers])
            self.on_submitted_act()
        self.decision_reason_code = self.decision_reason = ""

    def _refuse_undecided(self) -> None:
        # A caller that switches validation off is written before it can be told.
        before = self.get_doc_before_save()
        moved = guard.state_of(self) != guard.state_of(before)
        submitted = self.docstatus != (before.docstatus if before else 0)
        if (moved or submitted) and not self.flags.decided:
            guard.refuse_state(self, guard.state_of(before), guard.state_of(self))

    def _write_decision(self) -> None:
        decided, self.flags.decided = self.flags.decided, None
        if not decided:
            return
        record(
            self,
            decided.act.label,
            from_state=decided.from_state,
            to_state=decided.to_state,
            holding=decided.holding,
            reason_code=decided.reason_code,
            reason=decided.reason,
        )
        if decided.to_state == APPROVED:
            self.on_approved()
        self.after_act(decided.act)

    def _begin_next_version(self) -> None:
        new = draft_copy(self)
        new.amended_from = self.name
        new.flags.written_by_govplan = True
        self.copy_for_next_version(new)
        new.insert()
        self.flags.next_version = new.name
