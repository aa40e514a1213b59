"""The log of errors."""

from frappe_embedded.error_log import log_error as log_error
