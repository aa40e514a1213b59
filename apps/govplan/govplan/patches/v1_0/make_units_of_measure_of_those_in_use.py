import frappe

from govplan.planning.units_of_measure import ensure


def execute() -> None:
    """Indicators named their unit of measure in free text; each text in use becomes a record.

    Without limits: what was allowed on a site before stays allowed.
    """
    ensure(
        frappe.get_all(
            "Gov Indicator",
            fields=["unit_of_measure"],
            distinct=True,
            pluck="unit_of_measure",
            order_by="unit_of_measure asc",
            limit=0,
        )
    )
