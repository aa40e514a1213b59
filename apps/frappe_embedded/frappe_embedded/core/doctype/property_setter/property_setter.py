"""Property Setter: a property of a DocType or field that a site sets otherwise."""

from frappe_embedded.context import local
from frappe_embedded.customising import apply
from frappe_embedded.document import Document


class PropertySetter(Document):
    """One property; a new one replaces the one before."""

    def autoname(self) -> None:
        """DocType, field and property."""
        self.name = f"{self.doc_type}-{self.field_name or 'main'}-{self.property}"

    def before_insert(self) -> None:
        """Make room."""
        same = {"doc_type": self.doc_type, "property": self.property}
        local.db.delete("Property Setter", {**same, "field_name": self.field_name or None})

    def on_update(self) -> None:
        """Have it count from now on."""
        apply(self.doc_type)

    def after_delete(self) -> None:
        """Have it count no longer."""
        apply(self.doc_type)
