from frappe import _

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The yearly reports that were published."""
    context.title = _("Annual reports")
    context.reports = public.annual_reports()
