from frappe import _

no_cache = 1


def get_context(context):
    """What is not there, told in the portal's own frame."""
    context.title = _("This page does not exist")
