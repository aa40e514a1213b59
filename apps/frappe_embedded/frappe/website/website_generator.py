"""Records that are pages."""

from frappe_embedded.web_view import WebsiteGenerator as WebsiteGenerator
