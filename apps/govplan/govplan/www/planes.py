from frappe import _

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The published plans."""
    context.title = _("Plans")
    context.plans = public.plans()
