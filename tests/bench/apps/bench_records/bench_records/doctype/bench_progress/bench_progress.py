import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from govplan.approval.content import content_of
from govplan.approval.decisions import record

ACTS = {"Draft": "Return", "Submitted": "Submit", "Reviewed": "Review", "Approved": "Approve"}


class BenchProgress(Document):
    """A unit's month as the baseline defines it, with govplan's decision log on top."""

    def validate(self) -> None:
        if getdate(self.period).day != 1:
            frappe.throw("The period is the first of a month")
        self._require_alone_and_active()
        for row in self.rows:
            row.percent = 100 * row.achieved / row.planned if row.planned else 0
        self.total_planned = sum(row.planned for row in self.rows)
        self.total_achieved = sum(row.achieved for row in self.rows)
        self.percent = 100 * self.total_achieved / self.total_planned if self.total_planned else 0
        self.title = f"{self.unit} {getdate(self.period):%Y-%m}"

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        if before is not None and before.workflow_state != self.workflow_state:
            before, now = before.workflow_state, self.workflow_state
            record(self, ACTS[now], from_state=before, to_state=now)

    def content_for_hash(self) -> dict[str, object]:
        """What a decision was about."""
        return content_of(self)

    def _require_alone_and_active(self) -> None:
        """No other live report of the unit and month; every indicator is in use. One statement."""
        found = frappe.db.sql(
            "select name from `tabBench Progress` where unit = %s and period = %s"
            " and docstatus < 2 and name <> %s union all"
            " select name from `tabGov Indicator` where name in %s and enabled = 0",
            (self.unit, self.period, self.name, tuple({row.indicator for row in self.rows})),
        )
        if found:
            frappe.throw(f"In the way: {found[0][0]}")


def on_doctype_update() -> None:
    """The permission's field, the state, the order of the list."""
    frappe.db.add_index("Bench Progress", ["unit", "workflow_state", "period"])
    frappe.db.add_index("Bench Progress", ["unit", "period"])
    # What the aggregates read, so that no table has to be.
    figures = ["planned", "achieved", "percent"]
    frappe.db.add_index("Bench Progress", ["docstatus", "unit", "name"])
    frappe.db.add_index("Bench Progress Row", ["parent", *figures])
    frappe.db.add_index("Bench Progress Row", ["docstatus", "indicator", *figures])
