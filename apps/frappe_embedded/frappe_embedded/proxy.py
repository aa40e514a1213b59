"""Who asks and how, as a proxy that the configuration trusts reports it.

`trusted_proxies` lists addresses and networks; without it, proxies on this machine are trusted.
"""

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

from werkzeug.wrappers import Request

from .context import local

THIS_MACHINE = ("127.0.0.1", "::1")
_REQUEST_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)


def is_trusted(request: Request) -> bool:
    """True when the connection comes from a proxy whose word is taken.

    A connection by a unix socket has no address: only processes of this machine make those.
    """
    named = local.conf.get("trusted_proxies")
    trusted = tuple(THIS_MACHINE if named is None else named)
    return _is_among(request.remote_addr or "127.0.0.1", trusted)


def request_ip() -> str:
    """The address of whoever asks; behind a trusted proxy the one it reports."""
    request = local.request
    if request is None:
        return "127.0.0.1"
    peer = request.remote_addr or "127.0.0.1"
    reported = request.environ.get("HTTP_X_FORWARDED_FOR")
    if not reported or not is_trusted(request):
        return peer
    # The last one is what the proxy saw; those before it are what its caller claims.
    return _as_address(reported.rpartition(",")[2].strip()) or peer


def is_of_this_machine(request: Request) -> bool:
    """True for a request made here and not passed on by a proxy."""
    peer = request.remote_addr or "127.0.0.1"
    return peer in THIS_MACHINE and "HTTP_X_FORWARDED_FOR" not in request.environ


def note_https(request: Request) -> None:
    """Make the request https when a trusted proxy says that it came so."""
    if request.environ.get("HTTP_X_FORWARDED_PROTO") == "https" and is_trusted(request):
        request.scheme = "https"


def reported_id(request: Request) -> str | None:
    """The id a trusted proxy gave the request, None for none or one that is not plain."""
    told = request.environ.get("HTTP_X_REQUEST_ID")
    return told if told and _REQUEST_ID.fullmatch(told) and is_trusted(request) else None


@lru_cache(maxsize=1024)
def _is_among(peer: str, trusted: Iterable[str]) -> bool:
    address = _as_address(peer)
    return bool(address) and any(
        ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
        for network in trusted
    )


@lru_cache(maxsize=4096)
def _as_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
