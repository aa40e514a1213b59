"""Answers of the website."""

from frappe_embedded.website import get_response as get_response
