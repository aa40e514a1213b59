"""The address of the site as its users know it."""

from urllib.parse import urljoin

from .context import local
from .values import cint

DEFAULT_PORT = 8000


def get_url(uri: str | None = None, full_address: bool = False) -> str:
    """The absolute address of `uri` on this site; of the site without one.

    From `host_name` of the configuration, else the request, else the site's name and
    `webserver_port`. `full_address` is Frappe's and has no meaning.
    """
    if uri and uri.startswith(("http://", "https://")):
        return uri
    return urljoin(_host() + "/", (uri or "").lstrip("/")).rstrip("/" if not uri else "")


def _host() -> str:
    configured = local.conf.get("host_name") or local.conf.get("hostname")
    if configured:
        host = str(configured).rstrip("/")
        return host if "://" in host else f"http://{host}"
    request = getattr(local, "request", None)
    if request is not None:
        return f"{request.scheme}://{request.host}"
    port = cint(local.conf.get("webserver_port")) or DEFAULT_PORT
    return f"http://{local.site}:{port}"
