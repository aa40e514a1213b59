"""Comment: what somebody said about a record, or the framework noted."""

from typing import Any

from frappe_embedded.comments import mirror
from frappe_embedded.context import current_user
from frappe_embedded.document import Document
from frappe_embedded.documents import get_doc
from frappe_embedded.errors import PermissionError, ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.roles import ADMINISTRATOR
from frappe_embedded.translate import _
from frappe_embedded.users import get_fullname


class Comment(Document):
    """A comment, kept in short in the row of its record as well."""

    comment_by: Any
    comment_email: Any
    comment_type: Any

    def validate(self) -> None:
        """Whoever says something by a form says it in their own name, where they may read."""
        if self.flags.ignore_permissions:
            return
        if not (self.reference_doctype and self.reference_name):
            throw(_("A comment is about a record"), ValidationError)
        get_doc(self.reference_doctype, self.reference_name).check_permission("read")
        before = self.get_doc_before_save()
        if before:
            before.require_said_by_a_person()
        author = before.comment_email if before else current_user()
        self.comment_type = before.comment_type if before else "Comment"
        self.comment_email, self.comment_by = author, get_fullname(author)

    def require_said_by_a_person(self) -> None:
        """What the framework noted about somebody's acts is not theirs to change."""
        if self.comment_type != "Comment" and current_user() != ADMINISTRATOR:
            throw(_("What was noted about a record stays as it is."), PermissionError)

    def after_insert(self) -> None:
        """Show it in lists."""
        mirror(self)

    def on_update(self) -> None:
        """Show what it says now."""
        if not self.is_new():
            mirror(self)

    def on_trash(self) -> None:
        """Show it no longer."""
        if not self.flags.ignore_permissions:
            self.require_said_by_a_person()
        mirror(self, removed=True)
