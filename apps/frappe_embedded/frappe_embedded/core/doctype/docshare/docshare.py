"""DocShare: one record opened to one user, or to everybody."""

from frappe_embedded.document import Document
from frappe_embedded.errors import PermissionError, ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.sharing import forget_shares, require_share_right
from frappe_embedded.translate import _
from frappe_embedded.values import cint


class DocShare(Document):
    """A share. Writing or submitting includes reading."""

    def validate(self) -> None:
        """Say who it is for, and let only those share who may."""
        if cint(self.everyone):
            self.user = None
        elif not self.user:
            throw(_("A share needs a user"), ValidationError)
        if cint(self.write) or cint(self.submit) or cint(self.share):
            self.read = 1
        if not (self.flags.ignore_share_permission or self.flags.ignore_permissions):
            self._require_right()

    def _require_right(self) -> None:
        try:
            require_share_right(self.share_doctype, self.share_name)
        except ImportError as problem:
            throw(str(problem), PermissionError)

    def on_update(self) -> None:
        """Have it count from now on."""
        forget_shares()

    def on_trash(self) -> None:
        """Have it count no longer."""
        forget_shares()
