from frappe import _

from govplan.portal.plans import progress_of
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The published plans, each with how far it is."""
    context.title = _("Plans")
    content = public.latest_open_data()
    context.plans = [
        {**plan, "told": progress_of(content, plan["code"])} for plan in public.plans()
    ]
