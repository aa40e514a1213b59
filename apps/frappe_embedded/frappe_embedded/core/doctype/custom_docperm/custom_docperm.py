"""Custom DocPerm: a permission row of a site, in place of those the app ships."""

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.field_checks import refuse
from frappe_embedded.messages import msgprint
from frappe_embedded.meta import Meta, clear_meta_cache, exists_doctype, get_meta
from frappe_embedded.permissions import rights
from frappe_embedded.roles import forget_roles
from frappe_embedded.translate import _
from frappe_embedded.values import cint

_OF_SUBMITTABLE = ("submit", "cancel", "amend")
_NEEDS = {"write": "read", "create": "write", "submit": "write", "cancel": "submit",
          "amend": "write", "delete": "read"}  # fmt: skip
# Above level 0 a row says which fields are seen and written, nothing else.
_OF_LEVELS = ("read", "write")


class CustomDocPerm(Document):
    """One row. As soon as there is one, the DocType's own rows do not count."""

    def validate(self) -> None:
        """Only rights that make sense together."""
        if not exists_doctype(self.parent) or get_meta(self.parent).istable:
            refuse(_("There is no kind of record called {0}."), self.parent)
        meta = get_meta(self.parent)
        if cint(self.permlevel):
            self._require_level(meta)
        else:
            self._require_sense(meta)
        self._tell_what_it_replaces()

    def _require_level(self, meta: Meta) -> None:
        if cint(self.permlevel) not in {cint(df.permlevel) for df in meta.fields}:
            refuse(_("{0} has no field of level {1}."), _(meta.name), self.permlevel)
        for right in rights:
            if cint(self.get(right)) and right not in _OF_LEVELS:
                refuse(_("Above level 0 only reading and writing are given, not {0}."), _(right))

    def _require_sense(self, meta: Meta) -> None:
        for right in _OF_SUBMITTABLE:
            if cint(self.get(right)) and not cint(meta.is_submittable):
                refuse(_("{0} is not submitted, so nobody can be given {1}."), _(meta.name),
                       _(right))  # fmt: skip
        for right, needed in _NEEDS.items():
            if cint(self.get(right)) and not cint(self.get(needed)):
                refuse(_("Who is given {0} needs {1} too."), _(right), _(needed))

    def _tell_what_it_replaces(self) -> None:
        if self.is_new() and not local.db.exists("Custom DocPerm", {"parent": self.parent}):
            message = _("From now on only the rows made here count for {0}, and none of the app's.")
            msgprint(message.format(_(self.parent)), indicator="orange")

    def on_update(self) -> None:
        """Have it count from now on."""
        clear_meta_cache(self.parent)
        forget_roles()

    def after_delete(self) -> None:
        """Have it count no longer."""
        clear_meta_cache(self.parent)
        forget_roles()
