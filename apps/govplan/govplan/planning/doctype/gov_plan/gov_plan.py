from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.behaviours.approvable import Approvable
from govplan.errors import Fault, ValueMissing, refuse_faults
from govplan.organisation.codes import code_from
from govplan.planning.plans import content_of_nodes, copy_nodes, move_indicators
from govplan.transparency.publication import publish_record
from govplan.typed import text


class GovPlan(Approvable, Document):
    """What the municipality promises over several years."""

    def autoname(self) -> None:
        self.code = code_from(self.code)
        self.name = self.code

    def check_content(self) -> None:
        self.plan_name = text(self.plan_name)
        self.keep_code()
        refuse_faults(self.year_faults())

    def faults_before_submit(self) -> list[Fault]:
        if self.version == 1 or text(self.reform_act):
            return []
        message = _("Act of the reform: write the act that orders it.")
        return [Fault("", "reform_act", message, ValueMissing)]

    def after_insert(self) -> None:
        if self.amended_from:
            copy_nodes(self.amended_from, self.name)

    def on_approved(self) -> None:
        if self.amended_from:
            move_indicators(self.amended_from, self.name)
        publish_record(self)

    def content_for_hash(self) -> dict[str, object]:
        return {**super().content_for_hash(), "nodes": content_of_nodes(self.name)}

    def copy_for_next_version(self, new: Document) -> None:
        new.version = cint(self.version) + 1
        new.reform_act = None

    def keep_code(self) -> None:
        """The code is the plan's address."""
        before = self.get_doc_before_save()
        self.version = cint(before.version if before else self.version) or 1
        self.code = before.code if before else code_from(self.code)

    def year_faults(self) -> list[Fault]:
        if cint(self.year_to) >= cint(self.year_from) >= 1900:
            return []
        return [Fault("", "year_to", _("Last year: it cannot come before the first, after 1900."))]
