"""The session of the request."""

from frappe_embedded.sessions import Session as Session
from frappe_embedded.sessions import clear_expired_sessions as clear_expired_sessions
from frappe_embedded.sessions import clear_sessions as clear_sessions
from frappe_embedded.sessions import delete_session as delete_session
from frappe_embedded.sessions import get_csrf_token as get_csrf_token
