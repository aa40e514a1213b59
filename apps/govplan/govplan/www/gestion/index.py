import frappe
from frappe import _

from govplan import clock
from govplan.approval.acts import AUTHORS
from govplan.presentation import month_name
from govplan.staff.months import open_periods, own_reports, reports, split_clean, unsent
from govplan.staff.pages import open_page
from govplan.staff.queue import in_preparation, other_records

no_cache = 1

_JOBS = {
    "open": "Opening of {0}",
    "close": "Closing of {0}",
    "publish": "Publication of {0}",
}
_TITLES = {
    "Gov Plan": "Plans",
    "Gov POA": "Annual plans",
    "Gov Participation Event": "Events",
    "Gov Agreement": "Agreements",
    "Gov Annual Report": "Annual reports",
}


def get_context(context):
    """What waits for the person who came in, by the posts they hold."""
    open_page(context, _("Home"))
    context.periods = open_periods()
    posts = context.posts
    if "Director" in posts:
        context.mine = unsent(own_reports())
    if "Coordinator" in posts:
        context.to_review = split_clean(reports(workflow_state="Submitted"))
    if "Mayor" in posts:
        context.to_approve = split_clean(reports(workflow_state="Reviewed"))
    context.others = other_records(posts)
    context.in_preparation = in_preparation(posts)
    context.titles = _TITLES
    context.writes_events = bool(posts & set(AUTHORS["Gov Participation Event"]))
    if posts & {"Planner", "Transparency Officer", "Auditor"} or not posts:
        context.late = _late()
        context.runs = _runs()


def _runs() -> list:
    """The latest jobs of the calendar, told in words."""
    if not frappe.has_permission("Gov Job Run", "read"):
        return []
    runs = frappe.get_list(
        "Gov Job Run",
        filters={"job": ["in", list(_JOBS)]},
        fields=["job", "period", "state", "finished_at"],
        order_by="started_at desc, name desc",
        limit=5,
    )
    for run in runs:
        run.told = _(_JOBS[run.job]).format(month_name(run.period))
    return runs


def _late() -> list:
    """Reports not submitted though their month's cut-off has passed, exceptions included."""
    found = unsent(reports(workflow_state=["in", ["Draft", "Returned"]]))
    cutoffs = dict(
        frappe.get_all(
            "Gov Reporting Period",
            filters={"name": ["in", sorted({report.period for report in found})]},
            fields=["name", "unit_cutoff"],
            order_by="name asc",
            as_list=True,
        )
    )
    return [report for report in found if cutoffs[report.period] < clock.today()]
