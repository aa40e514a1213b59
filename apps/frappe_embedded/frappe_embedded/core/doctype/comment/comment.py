"""Comment: what somebody said about a record, or the framework noted."""

from frappe_embedded.comments import mirror
from frappe_embedded.document import Document


class Comment(Document):
    """A comment, kept in short in the row of its record as well."""

    def after_insert(self) -> None:
        """Show it in lists."""
        mirror(self)

    def on_update(self) -> None:
        """Show what it says now."""
        if not self.is_new():
            mirror(self)

    def on_trash(self) -> None:
        """Show it no longer."""
        mirror(self, removed=True)
