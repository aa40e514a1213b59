from frappe import _

from govplan.portal.plans import plans_told
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The published plans, each with how far it is."""
    context.title = _("Plans")
    context.plans = plans_told(public.latest_open_data())
