from frappe import _

from govplan.portal.organisation import chart_of, ended_in, relations_in
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """What the municipality is for, how it is organised and who answers for what."""
    context.title = _("Organisation")
    context.content = public.organisation()
    if context.content:
        context.units = chart_of(context.content)
        context.ended = ended_in(context.content)
        context.relations = relations_in(context.content)
