from frappe import _
from frappe.model.document import Document

from govplan.errors import LogIsClosed, refuse
from govplan.loading.kinds.registry import KINDS

# What a person says; all else is written by the load itself.
_SAID = frozenset({"plan"})


class GovImport(Document):
    """A file brought to be loaded: its mapping, what it would change or changed, who, when."""

    def validate(self) -> None:
        if self.kind not in KINDS:
            refuse(_("There is no kind of sheet “{0}”.").format(self.kind))
        if self.flags.written_by_load:
            return
        before = self.get_doc_before_save()
        if before is None:
            refuse(_("Bring the file on the page of loads."), LogIsClosed)
        changed = [
            field.fieldname
            for field in self.meta.fields
            if field.fieldname not in _SAID
            and (self.get(field.fieldname) or "") != (before.get(field.fieldname) or "")
        ]
        if changed or before.state == "Loaded":
            refuse(_("What a load says of itself is not written by hand."), LogIsClosed)

    def on_trash(self) -> None:
        if self.state in ("Loaded", "Working"):
            refuse(_("A load that is done or under way stays on record."), LogIsClosed)
