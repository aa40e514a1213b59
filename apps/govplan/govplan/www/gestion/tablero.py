import frappe
from frappe import _

from govplan.staff.months import reports
from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """Timeliness and completeness by unit, for the months the person may see."""
    open_page(context, _("Board"))
    context.periods = frappe.get_all(
        "Gov Reporting Period",
        fields=["name", "period", "state", "unit_cutoff", "publish_on"],
        order_by="period desc",
        limit=12,
    )
    asked = frappe.form_dict.mes
    names = [period.name for period in context.periods]
    context.period = asked if asked in names else _latest_begun(context.periods)
    context.reports = reports(period=context.period) if context.period else []


def _latest_begun(periods: list) -> str | None:
    """The newest month that takes or took reports; the newest there is before the first one."""
    begun = [period.name for period in periods if period.state != "Planned"]
    return next(iter(begun or [period.name for period in periods]), None)
