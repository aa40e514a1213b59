"""Decorators that remember what a function answered."""

from frappe_embedded.cache import redis_cache as redis_cache
from frappe_embedded.cache import request_cache as request_cache
from frappe_embedded.cache import site_cache as site_cache
