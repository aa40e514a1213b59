"""User Permission: a record a user is restricted to."""

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.errors import DuplicateEntryError, ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.translate import _
from frappe_embedded.user_permissions import forget_user_permissions
from frappe_embedded.values import cint


class UserPermission(Document):
    """One restriction of one user."""

    def validate(self) -> None:
        """Refuse a second row that says the same, and a second default."""
        if cint(self.apply_to_all_doctypes):
            self.applicable_for = None
        same = {"user": self.user, "allow": self.allow, "name": ("!=", self.name or "")}
        rows = local.db.get_values(
            "User Permission", same, ["for_value", "applicable_for", "is_default"], as_dict=True
        )
        for row in rows:
            if (row.applicable_for or None) != (self.applicable_for or None):
                continue
            if row.for_value == self.for_value:
                throw(_("This permission exists already"), DuplicateEntryError)
            if cint(row.is_default) and cint(self.is_default):
                throw(_("{0} is the default already").format(row.for_value), ValidationError)

    def on_update(self) -> None:
        """Have it count from now on."""
        forget_user_permissions()

    def on_trash(self) -> None:
        """Have it count no longer."""
        forget_user_permissions()
