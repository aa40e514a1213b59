from frappe import _

from govplan.portal.units import by_family
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """Every unit by process family: with its figures once a month is published."""
    context.title = _("Units")
    context.content = public.latest_open_data()
    organisation = public.organisation()
    if context.content:
        context.families = by_family(context.content["units"], organisation)
    elif organisation:
        living = [unit for unit in organisation["units"] if not unit["has_ended"]]
        context.described = by_family(living, organisation)
