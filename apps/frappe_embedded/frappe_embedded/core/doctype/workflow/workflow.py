"""Workflow: states and transitions of the documents of one DocType."""

from frappe_embedded.context import local
from frappe_embedded.customising import create_custom_field
from frappe_embedded.document import Document
from frappe_embedded.errors import NotSupported, ValidationError
from frappe_embedded.field_checks import refuse
from frappe_embedded.messages import throw
from frappe_embedded.meta import get_meta
from frappe_embedded.translate import _
from frappe_embedded.values import cint
from frappe_embedded.workflow import forget_workflows
from frappe_embedded.workflow_checks import check_workflow


class Workflow(Document):
    """A workflow; saving an active one ends the others of its DocType."""

    def validate(self) -> None:
        """Only steps that can be taken."""
        if cint(self.send_email_alert):
            raise NotSupported("Workflow e-mails are not supported; clear `send_email_alert`.")
        self._require_same()
        self._require_known_states()
        self._require_possible_transitions()
        check_workflow(self)

    def _require_same(self) -> None:
        before = self.get_doc_before_save()
        keys = ("document_type", "workflow_state_field")
        if before is not None and any(before.get(key) != self.get(key) for key in keys):
            refuse(_("What a workflow is about stays. Make another one instead."))

    def _require_known_states(self) -> None:
        known = {row.state for row in self.states}
        for row in self.transitions:
            for state in (row.state, row.next_state):
                if state not in known:
                    message = _("{0} is used in a transition but is not a state of the workflow")
                    throw(message.format(_(state)), ValidationError)

    def _require_possible_transitions(self) -> None:
        status = {row.state: cint(row.doc_status) for row in self.states}
        refused = {
            (1, 0): _("A submitted document cannot become a draft again: {0} to {1}"),
            (0, 2): _("A draft cannot be cancelled: {0} to {1}"),
        }
        for row in self.transitions:
            change = (status[row.state], status[row.next_state])
            if change[0] == 2:
                refused[change] = _("A cancelled document stays as it is: {0} to {1}")
            if change in refused:
                message = refused[change].format(_(row.state), _(row.next_state))
                throw(message, ValidationError)

    def on_update(self) -> None:
        """Make it the one that counts, with a field and a state for every document."""
        if cint(self.is_active):
            local.db.sql(
                "UPDATE tabWorkflow SET is_active = 0 WHERE document_type = %s AND name != %s",
                (self.document_type, self.name),
            )
            self._add_state_field()
            self._fill_blank_states()
        forget_workflows()

    def _add_state_field(self) -> None:
        field = {
            "fieldname": self.workflow_state_field,
            "label": "Workflow State",
            "fieldtype": "Link",
            "options": "Workflow State",
            "hidden": 1,
            "no_copy": 1,
            "allow_on_submit": 1,
        }
        if not get_meta(self.document_type).has_field(self.workflow_state_field):
            create_custom_field(self.document_type, field)

    def _fill_blank_states(self) -> None:
        first: dict[int, str] = {}
        for row in self.states:
            first.setdefault(cint(row.doc_status), row.state)
        field = self.workflow_state_field
        for status, state in first.items():
            local.db.sql(
                f"UPDATE `tab{self.document_type}` SET `{field}` = %s "  # noqa: S608 - names from descriptions
                f"WHERE IFNULL(`{field}`, '') = '' AND docstatus = %s",
                (state, status),
            )

    def after_delete(self) -> None:
        """Have it count no longer."""
        forget_workflows()
