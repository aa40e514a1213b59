"""Custom Field: a field a site adds to a DocType."""

import unicodedata
from typing import Any

from frappe_embedded.context import local
from frappe_embedded.customising import apply
from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.field_checks import (
    check_field,
    refuse,
    require_compatible,
    require_customisable,
    require_free_name,
    require_no_repeats,
)
from frappe_embedded.messages import msgprint, throw
from frappe_embedded.meta import Field, Meta
from frappe_embedded.text import scrub, unscrub
from frappe_embedded.translate import _
from frappe_embedded.values import cint, is_empty

# What a person adds begins so, that no field of a later version of the app has its name.
PREFIX = "custom_"


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
        if not self.fieldname:
            if not self.label:
                refuse(_("Write what the field is called."))
            self.fieldname = PREFIX + _plain_letters(self.label)
        self.fieldname = self.fieldname.lower()

    def validate(self) -> None:
        """The DocType can have such a field; it goes where it is wanted, or last."""
        meta = require_customisable(self.dt)
        self.label = self.label or unscrub(self.fieldname)
        if self.is_new():
            self._require_new(meta)
        else:
            self._require_same(self.get_doc_before_save())
        self._place(meta)
        field = Field(self.as_dict())
        check_field(meta, field)
        if cint(self.unique):
            require_no_repeats(self.dt, field)
        self._warn_of_programs()

    def _require_new(self, meta: Meta) -> None:
        if meta.has_field(self.fieldname):
            message = _("{0} has a field {1} already")
            throw(message.format(_(self.dt), self.fieldname), ValidationError)
        require_free_name(meta, self.fieldname)

    def _require_same(self, before: Any) -> None:
        if before is None:
            return
        if (before.dt, before.fieldname) != (self.dt, self.fieldname):
            refuse(_("The kind of record and the name of a field stay. Add another field instead."))
        require_compatible(before.fieldtype, self.fieldtype)

    def _place(self, meta: Meta) -> None:
        others = [df.fieldname for df in meta.fields if df.fieldname != self.fieldname]
        if not self.insert_after and others:
            self.insert_after = others[-1]
        # Only a person at a form mistypes; programs may add fields in any order.
        if local.request is not None and others and self.insert_after not in others:
            message = _("{0} has no field {1} to put this one after.")
            refuse(message, _(self.dt), self.insert_after)

    def _warn_of_programs(self) -> None:
        if cint(self.reqd) and is_empty(self.default) and not local.flags.in_import:
            message = _("Records that the system makes by itself will be refused while {0} is"
                        " mandatory and has no default value.")  # fmt: skip
            msgprint(message.format(_(self.label)), indicator="orange")

    def on_update(self) -> None:
        """Have it count from now on."""
        apply(self.dt)

    def on_trash(self) -> None:
        """The field in which a workflow keeps the state stays while there is the workflow."""
        used = local.db.exists(
            "Workflow", {"document_type": self.dt, "workflow_state_field": self.fieldname}
        )
        if used:
            refuse(_("The workflow {0} keeps its state in this field."), used)

    def after_delete(self) -> None:
        """Have it count no longer."""
        apply(self.dt)


def _plain_letters(label: str) -> str:
    bare = unicodedata.normalize("NFKD", label.strip())
    kept = "".join(c if c.isalnum() else "_" for c in bare if not unicodedata.combining(c))
    return scrub("_".join(part for part in kept.split("_") if part))[:50]
