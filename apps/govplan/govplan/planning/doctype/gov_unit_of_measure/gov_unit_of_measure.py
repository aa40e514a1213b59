from frappe import _
from frappe.model.document import Document

from govplan.domain.quantity import parse_quantity
from govplan.errors import Fault, refuse_faults
from govplan.typed import fill, quantity, text


class GovUnitOfMeasure(Document):
    """What quantities are counted in, and which of them can be."""

    def before_naming(self) -> None:
        self.unit_name = text(self.unit_name)

    def validate(self) -> None:
        self.unit_name, self.symbol = text(self.unit_name), text(self.symbol)
        refuse_faults(self.quantity_faults())
        refuse_faults(self.range_faults())

    def quantity_faults(self) -> list[Fault]:
        bounds = dict.fromkeys(("legal_min", "legal_max"), quantity)
        return fill(self, {name: self.get(name) for name in bounds}, bounds)

    def range_faults(self) -> list[Fault]:
        smallest, largest = parse_quantity(self.legal_min), parse_quantity(self.legal_max)
        if smallest is None or largest is None or smallest <= largest:
            return []
        message = _("Largest legal value: it cannot be below the smallest.")
        return [Fault("", "legal_max", message)]
