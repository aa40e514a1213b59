"""What makes two proofs the same one."""

from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit


def link_fingerprint(address: str) -> str:
    """SHA-256 (hexadecimal) of a web address in its one form.

    Scheme and host in small letters, no place inside the page, no slash at the end: two links
    with the same fingerprint open the same page. Raises ValueError for what is no address.
    """
    parts = urlsplit(address.strip())
    plain = urlunsplit(
        (parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, "")
    )
    return sha256(plain.encode()).hexdigest()
