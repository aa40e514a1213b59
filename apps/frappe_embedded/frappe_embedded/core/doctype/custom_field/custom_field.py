"""Custom Field: a field a site adds to a DocType."""

from typing import Any

from frappe_embedded.customising import apply
from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.meta import get_meta
from frappe_embedded.text import scrub, unscrub
from frappe_embedded.translate import _


class CustomField(Document):
    """One added field. Its column is added at once, and stays when the field goes."""

    fieldname: Any
    label: Any
    insert_after: Any

    def autoname(self) -> None:
        """DocType and field."""
        self._set_fieldname()
        self.name = f"{self.dt}-{self.fieldname}"

    def _set_fieldname(self) -> None:
        self.fieldname = self.fieldname or scrub(self.label or "")
        if not self.fieldname.isidentifier():
            throw(_("{0} cannot be the name of a field").format(self.fieldname), ValidationError)

    def validate(self) -> None:
        """The DocType has no such field yet; it goes where it is wanted, or last."""
        self.label = self.label or unscrub(self.fieldname)
        meta = get_meta(self.dt)
        if self.is_new() and meta.has_field(self.fieldname):
            message = _("{0} has a field {1} already")
            throw(message.format(_(self.dt), self.fieldname), ValidationError)
        if not self.insert_after and meta.fields:
            self.insert_after = meta.fields[-1].fieldname

    def on_update(self) -> None:
        """Have it count from now on."""
        apply(self.dt)

    def after_delete(self) -> None:
        """Have it count no longer."""
        apply(self.dt)
