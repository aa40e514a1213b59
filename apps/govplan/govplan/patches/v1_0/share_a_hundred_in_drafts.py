import frappe

from govplan.approval.acts import EDITABLE
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.weights import as_percents


def execute() -> None:
    """Weights were free numbers, one by default; drafts get the same shares as percents or blank.

    What was decided on keeps the weights it was decided with.
    """
    drafts = frappe.get_all(
        "Gov POA",
        filters={"workflow_state": ["in", sorted(EDITABLE)]},
        pluck="name",
        order_by="name asc",
        limit=0,
    )
    for name in drafts:
        _share(name)


def _share(poa: str) -> None:
    rows = frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "parent": poa},
        fields=["name", "weight"],
        order_by="idx asc, name asc",
        limit=0,
    )
    weights = as_percents([parse_quantity(row.weight) for row in rows])
    for row, weight in zip(rows, weights, strict=True):
        text = "" if weight is None else canonical(weight)
        if text != (row.weight or ""):
            frappe.db.set_value("Gov POA Row", row.name, "weight", text, update_modified=False)
