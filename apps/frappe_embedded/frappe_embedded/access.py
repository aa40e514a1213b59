"""What a document says about who may do what with it."""

from . import permissions
from .base_document import BaseDocument
from .context import current_user
from .roles import ADMINISTRATOR
from .values import cint


class Guarded(BaseDocument):
    """A document that asks `permissions` before acts. `flags.ignore_permissions` answers for it."""

    def has_permission(
        self,
        permtype: str = "read",
        verbose: bool = False,
        *,
        user: str | None = None,
        debug: bool = False,
    ) -> bool:
        """True when the user may do it to this document as it is in memory."""
        if self.flags.ignore_permissions:
            return True
        return permissions.has_permission(self.doctype, permtype, self, user)

    def check_permission(self, permtype: str = "read", permlevel: int | None = None) -> None:
        """Raise PermissionError unless this user may do it; the reason is in the messages."""
        if self.flags.ignore_permissions:
            return
        reason = permissions.refusal(self.meta, permtype, self, current_user())
        if reason is not None:
            permissions.refuse(reason)

    def apply_fieldlevel_read_permissions(self) -> None:
        """Drop the values of fields above the levels this user may read."""
        if current_user() == ADMINISTRATOR or self.flags.ignore_permissions:
            return
        levels = permissions.readable_levels(self.meta, current_user()) | {0}
        for part in (self, *self.get_all_children()):
            for df in part.meta.get_high_permlevel_fields():
                if cint(df.permlevel) not in levels:
                    part.__dict__.pop(df.fieldname, None)
