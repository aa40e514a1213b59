from frappe import _
from frappe.model.document import Document

from govplan.errors import Fault, refuse_faults
from govplan.typed import place_of, text


class GovEventType(Document):
    """A way of meeting with people and the steps the law or the municipality asks of it."""

    def before_naming(self) -> None:
        self.type_name = text(self.type_name)

    def validate(self) -> None:
        self.type_name = text(self.type_name)
        self.refuse_steps_named_twice()

    def refuse_steps_named_twice(self) -> None:
        faults, seen = [], set()
        for row in self.steps:
            row.step = text(row.step)
            key, where = place_of(self, "steps", row)
            if row.step.casefold() in seen:
                words = _("{0}: this step is there twice.").format(where)
                faults.append(Fault(key, "step", words))
            seen.add(row.step.casefold())
        refuse_faults(faults)
