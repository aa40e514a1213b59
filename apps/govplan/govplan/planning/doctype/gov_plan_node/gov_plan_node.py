from frappe.utils.nestedset import NestedSet

from govplan.behaviours.branching import Branching
from govplan.errors import Fault, refuse_faults
from govplan.organisation.codes import code_from
from govplan.planning.goals import goal_faults
from govplan.planning.plans import name_of_node, refused_parent, require_open_plan
from govplan.typed import text


class GovPlanNode(Branching, NestedSet):
    """An element of a plan: an axis, a programme, a project, in the plan's own words."""

    nsm_parent_field = "parent_gov_plan_node"

    def autoname(self) -> None:
        self.code = code_from(self.code)
        self.name = name_of_node(self.plan, self.code)

    def validate(self) -> None:
        before = self.get_doc_before_save()
        require_open_plan(self, self.plan, before.plan if before else self.plan)
        self.title, self.level_name = text(self.title), text(self.level_name)
        self.keep_name(before)
        self.require_group_above()
        refuse_faults([*self.parent_faults(), *goal_faults(self)])

    def on_trash(self) -> None:
        require_open_plan(self, self.plan)
        # A plan may have several roots, and a draft may drop one.
        super().on_trash(allow_root_deletion=True)

    def keep_name(self, before: "GovPlanNode | None") -> None:
        """Plan and code are its address."""
        if before:
            self.plan, self.code = before.plan, before.code

    def parent_faults(self) -> list[Fault]:
        wrong = refused_parent(self.parent_gov_plan_node, self.plan)
        return [Fault("", "parent_gov_plan_node", wrong)] if wrong else []
