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


def add_headers(request: Request, response: Response) -> None:
    """Add what the answer does not say itself."""
    headers = response.headers
    for name, value in SECURITY.items():
        headers.setdefault(name, value)
    if request.scheme == "https":
        headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", NO_STORE)
    headers["X-Request-Id"] = local.request_id
    if local.flags.retry_after:
        headers["Retry-After"] = str(local.flags.retry_after)
    if local.rate_limiter is not None:
        headers.extend(local.rate_limiter.headers())
