"""The pages that ask to be found: those whose module sets `sitemap = 1`, and published records."""

from typing import Any
from urllib.parse import quote

from ..address import get_url
from ..pages import listed_pages
from ..web_view import published_routes

no_cache = 1


def get_context(context: Any) -> None:
    """`links` with `loc` and `lastmod`."""
    pages = [{"loc": get_url(quote(path)), "lastmod": None} for path in listed_pages()]
    records = [
        {"loc": get_url(quote(route)), "lastmod": str(modified)[:10]}
        for route, modified in published_routes()
    ]
    context.links = [*pages, *records]
