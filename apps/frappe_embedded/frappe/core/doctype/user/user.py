"""The class of User records."""

from frappe_embedded.core.doctype.user.user import User as User
from frappe_embedded.core.doctype.user.user import generate_keys as generate_keys
