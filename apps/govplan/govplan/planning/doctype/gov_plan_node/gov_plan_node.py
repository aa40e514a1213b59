import frappe
from frappe import _
from frappe.utils import cstr
from frappe.utils.nestedset import NestedSet

from govplan.behaviours.branching import Branching
from govplan.domain.quantity import parse_quantity
from govplan.errors import Fault, refuse_faults
from govplan.organisation.codes import code_from
from govplan.planning.goals import goal_rows_faults
from govplan.planning.plans import codes_of, name_of_node, refused_parent, require_open_plan
from govplan.typed import fill, place_of, quantity, text


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
        refuse_faults(
            [
                *self.parent_faults(),
                *self.weight_faults(),
                *self.approach_faults(),
                *goal_rows_faults(self),
                *self.twice_faults("population_groups", "population_group"),
                *self.twice_faults("related", "related_node"),
                *self.relation_faults(),
            ]
        )

    def on_trash(self) -> None:
        require_open_plan(self, self.plan)
        # A plan may have several roots, and a draft may drop one.
        super().on_trash(allow_root_deletion=True)

    def keep_name(self, before: "GovPlanNode | None") -> None:
        """Plan and code are its address."""
        if before:
            self.plan, self.code = before.plan, before.code

    def parent_faults(self) -> list[Fault]:
        wrong = refused_parent(self)
        return [Fault("", "parent_gov_plan_node", wrong)] if wrong else []

    def weight_faults(self) -> list[Fault]:
        faults = fill(self, {"weight": self.weight}, {"weight": quantity})
        weight = None if faults else parse_quantity(self.weight)
        if weight is not None and weight <= 0:
            faults.append(Fault("", "weight", _("Weight: write more than zero, or nothing.")))
        return faults

    def approach_faults(self) -> list[Fault]:
        """Kept one a line and once each; each is one of the plan's, as those it is copied from."""
        lines = [text(line) for line in cstr(self.approaches).splitlines()]
        chosen = list(dict.fromkeys(line for line in lines if line))
        self.approaches = "\n".join(chosen)
        if not chosen or self.flags.written_by_govplan:
            return []
        offered = {row.approach for row in frappe.get_doc("Gov Plan", self.plan).approaches}
        unknown = ", ".join(one for one in chosen if one not in offered)
        words = _("Approaches: the plan has none called {0}. Write it in the plan first.")
        return [Fault("", "approaches", words.format(unknown))] if unknown else []

    def twice_faults(self, table: str, field: str) -> list[Fault]:
        faults, seen = [], set()
        for row in self.get(table):
            key, where = place_of(self, table, row)
            if row.get(field) in seen:
                faults.append(Fault(key, field, _("{0}: it is there twice.").format(where)))
            seen.add(row.get(field))
        return faults

    def relation_faults(self) -> list[Fault]:
        """Within its own plan an element is above, below or beside another already."""
        if not self.related:
            return []
        plans = codes_of(row.related_node for row in self.related)
        own = frappe.db.get_value("Gov Plan", self.plan, "code")
        words = _("{0}: {1} is of the same plan. Name an element of another one.")
        return [
            Fault(key, "related_node", words.format(where, row.related_node))
            for row in self.related
            for key, where in [place_of(self, "related", row)]
            if plans.get(row.related_node, ("",))[0] == own
        ]
