from frappe.model.document import Document

from govplan.typed import text


class GovUnitKind(Document):
    """A kind of unit, and the post that answers for a unit of it."""

    def before_naming(self) -> None:
        self.kind_name = text(self.kind_name)
