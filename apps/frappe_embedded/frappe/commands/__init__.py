"""What an app's own commands need."""

from frappe_embedded.command_context import get_site as get_site
from frappe_embedded.command_context import pass_context as pass_context
