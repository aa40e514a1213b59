from frappe import _

no_cache = 1


def get_context(context):
    """What is not there, told in the portal's own frame."""
    context.title = _("This page does not exist")
    # Frappe would answer 200 where a page found by its route turns out to have nothing to show.
    context.http_status_code = 404
