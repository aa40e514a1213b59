import frappe
from frappe.model.document import Document


class CtThing(Document):
    def validate(self):
        if self.colour == "mud":
            frappe.throw("No colour of this town")

    @frappe.whitelist()
    def paint(self, colour: str):
        self.colour = colour
        self.save()
        return self.colour


def on_doctype_update():
    frappe.db.add_index("Ct Thing", ["colour", "rank"], "colour_rank")
