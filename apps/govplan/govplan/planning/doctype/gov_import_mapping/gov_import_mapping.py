import json

from frappe import _
from frappe.model.document import Document

from govplan.errors import refuse
from govplan.loading.kinds.registry import KINDS
from govplan.typed import text


class GovImportMapping(Document):
    """What the headings of a layout mean, kept under a name for the next file like it."""

    def validate(self) -> None:
        self.mapping_name = text(self.mapping_name)
        if self.kind not in KINDS:
            refuse(_("There is no kind of sheet “{0}”.").format(self.kind))
        try:
            said = json.loads(self.headings or "")
        except ValueError:
            said = None
        if not isinstance(said, dict):
            refuse(_("Headings: the mapping cannot be read. Save it from a load."))
        columns = KINDS[self.kind].columns()
        unknown = [key for key in said.values() if key and not columns.get(str(key))]
        if unknown:
            refuse(_("Headings: there is no column “{0}”.").format(unknown[0]))
