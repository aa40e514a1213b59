from frappe import _

no_cache = 1


def get_context(context):
    """What this portal promises people who use it differently."""
    context.title = _("Accessibility statement")
