"""The cache of pages and the page a user starts from."""

from frappe_embedded.homepage import get_home_page as get_home_page
from frappe_embedded.website import clear_website_cache as clear_website_cache
