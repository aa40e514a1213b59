"""What every answer carries: what a browser may do with it, and the id the logs know it by."""

from werkzeug.wrappers import Request, Response

from .context import local
from .website import NO_STORE

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"


_SECURITY = tuple((name.lower(), name, value) for name, value in SECURITY.items())


def add_headers(request: Request, response: Response) -> None:
    """Add what the answer does not say itself."""
    headers = response.headers
    said = {name.lower() for name, _value in headers}
    for known, name, value in _SECURITY:
        if known not in said:
            headers.add(name, value)
    if request.scheme == "https":
        headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith("/api/") and "cache-control" not in said:
        headers.add("Cache-Control", NO_STORE)
    headers.add("X-Request-Id", local.request_id)
    if local.flags.retry_after:
        headers["Retry-After"] = str(local.flags.retry_after)
    if local.rate_limiter is not None:
        headers.extend(local.rate_limiter.headers())
