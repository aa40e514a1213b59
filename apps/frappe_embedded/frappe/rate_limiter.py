"""How often somebody may call."""

from frappe_embedded.rate_limits import rate_limit as rate_limit
