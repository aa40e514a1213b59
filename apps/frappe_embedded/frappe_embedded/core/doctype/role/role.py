"""Role: a name under which rights are given."""

from typing import Any

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.roles import AUTOMATIC, forget_roles
from frappe_embedded.translate import _


class Role(Document):
    """A role; one that is disabled is taken from everybody."""

    def validate(self) -> None:
        """The automatic roles cannot be disabled."""
        if self.disabled and self.name in AUTOMATIC:
            throw(_("{0} cannot be disabled").format(_(self.name)), ValidationError)

    def on_update(self) -> None:
        """Forget what was worked out from roles."""
        if self.disabled:
            local.db.delete("Has Role", {"role": self.name})
        forget_roles()

    def on_trash(self) -> None:
        """The automatic roles stay."""
        if self.name in AUTOMATIC and not self.flags.ignore_permissions:
            throw(_("{0} cannot be deleted").format(_(self.name)), ValidationError)

    def after_rename(self, old: str, new: str, merge: bool = False) -> Any:
        """Forget what was worked out from the old name."""
        forget_roles()
