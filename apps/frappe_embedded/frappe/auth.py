"""Logging in and out."""

from frappe_embedded.auth import CookieManager as CookieManager
from frappe_embedded.auth import LoginAttemptTracker as LoginAttemptTracker
from frappe_embedded.auth import LoginManager as LoginManager
from frappe_embedded.auth import get_logged_user as get_logged_user
