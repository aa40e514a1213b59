from frappe.model.document import Document

from govplan.typed import text


class GovPopulationGroup(Document):
    """People a plan thinks of by name."""

    def before_naming(self) -> None:
        self.group_name = text(self.group_name)
