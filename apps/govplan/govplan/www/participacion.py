from frappe import _

from govplan.transparency import public

no_cache = 1


def get_context(context):
    """The published participation events, newest first."""
    context.title = _("Participation")
    context.events = public.events()
