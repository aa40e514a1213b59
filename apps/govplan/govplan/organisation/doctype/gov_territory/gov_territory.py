from frappe.utils.nestedset import NestedSet

from govplan.behaviours.branching import Branching
from govplan.organisation.codes import code_from
from govplan.typed import text


class GovTerritory(Branching, NestedSet):
    """A place the municipality plans and acts in, down to the neighbourhood."""

    nsm_parent_field = "parent_gov_territory"

    def before_naming(self) -> None:
        self.code = code_from(self.code)

    def validate(self) -> None:
        self.territory_name = text(self.territory_name)
        self.require_group_above()
