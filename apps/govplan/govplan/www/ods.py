from frappe import _

from govplan.planning import sdg
from govplan.portal.goals import served

no_cache = 1


def get_context(context):
    """The seventeen goals, and how many elements and indicators serve each."""
    context.title = _("Sustainable Development Goals")
    found = served()
    context.goals = [
        {
            "code": goal.code,
            "title": goal.title,
            "elements": len(found[goal.code]["elements"]),
            "indicators": len(found[goal.code]["indicators"]),
        }
        for goal in sdg.goals()
    ]
