from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.behaviours.approvable import Approvable
from govplan.errors import Fault, ValueMissing, refuse_faults
from govplan.organisation.codes import code_from
from govplan.planning.plans import (
    content_of_nodes,
    copy_nodes,
    move_indicators,
    nodes_of,
    weight_faults,
)
from govplan.transparency.publication import publish_record
from govplan.typed import place_of, text


class GovPlan(Approvable, Document):
    """What the municipality promises over several years."""

    def autoname(self) -> None:
        self.code = code_from(self.code)
        self.name = self.code

    def check_content(self) -> None:
        self.plan_name = text(self.plan_name)
        self.keep_code()
        refuse_faults([*self.year_faults(), *self.approach_faults()])

    def faults_before_submit(self) -> list[Fault]:
        nodes = nodes_of(self.name)
        return [*self.reform_faults(), *self.empty_faults(nodes), *weight_faults(nodes)]

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

    def approach_faults(self) -> list[Fault]:
        """Each once, and those that elements are tagged with stay."""
        faults, offered = [], set()
        for row in self.approaches:
            row.approach = text(row.approach)
            key, where = place_of(self, "approaches", row)
            if row.approach in offered:
                faults.append(Fault(key, "approach", _("{0}: it is there twice.").format(where)))
            offered.add(row.approach)
        words = _("Approaches: elements are tagged with {0}. Take it from them first.")
        lost = ", ".join(sorted(self.approaches_in_use() - offered))
        return [*faults, Fault("", "approaches", words.format(lost))] if lost else faults

    def approaches_in_use(self) -> set[str]:
        if self.is_new():
            return set()
        tagged = frappe.get_all(
            "Gov Plan Node",
            filters={"plan": self.name, "approaches": ["is", "set"]},
            pluck="approaches",
            order_by="name asc",
            limit=0,
        )
        return {line for lines in tagged for line in lines.splitlines()}

    def reform_faults(self) -> list[Fault]:
        if self.version == 1 or text(self.reform_act):
            return []
        message = _("Act of the reform: write the act that orders it.")
        return [Fault("", "reform_act", message, ValueMissing)]

    def empty_faults(self, nodes: list[Any]) -> list[Fault]:
        if nodes:
            return []
        message = _("Elements: the plan has none yet. Write at least its first axis.")
        return [Fault("", "nodes", message, ValueMissing)]
