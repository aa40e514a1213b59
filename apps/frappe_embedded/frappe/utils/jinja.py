"""Templates."""

from frappe_embedded.templates import get_jenv as get_jenv
from frappe_embedded.templates import get_template as get_template
from frappe_embedded.templates import render_template as render_template
