from frappe import _

from govplan.portal.agreements import as_of_today
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The published agreements, those due first on top."""
    context.title = _("Agreements")
    context.agreements = as_of_today(public.agreements())
