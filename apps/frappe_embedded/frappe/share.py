"""Single records opened to single users."""

from frappe_embedded.sharing import add as add
from frappe_embedded.sharing import remove as remove
