from frappe import _

from govplan.portal.units import by_family
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """Every unit of the latest edition, by process family."""
    context.title = _("Units")
    context.content = public.latest_open_data()
    if context.content:
        context.families = by_family(context.content["units"])
