from frappe import _

from govplan.staff.months import own_reports
from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """The reports of the director's units, newest month first."""
    open_page(context, _("My month"))
    context.reports = own_reports()
