from frappe import _

from govplan.portal.agreements import as_of_today
from govplan.portal.plans import plans_told
from govplan.portal.units import reporting_units
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The town at a glance: the latest published month, and ways into everything else."""
    context.title = _("Home")
    context.content = public.latest_open_data()
    if context.content:
        context.units = reporting_units(context.content)
    context.plans = plans_told(context.content)
    context.organisation = public.organisation()
    context.events = public.events()[:3]
    context.agreements = as_of_today(public.agreements()[:3])
