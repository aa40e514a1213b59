"""Where the content of a File record lies, in a site and in an export."""

from collections.abc import Iterator
from pathlib import Path

import frappe

ROOTS = ("public/files", "private/files")
_FOLDERS = {"/files/": "public/files", "/private/files/": "private/files"}


def place_of(address: str) -> str | None:
    """`private/files/x` for `/private/files/x`; None for an address outside the site's files."""
    for prefix, folder in _FOLDERS.items():
        if address.startswith(prefix):
            place = f"{folder}/{address.removeprefix(prefix)}"
            return place if is_place(place) else None
    return None


def is_place(name: str) -> bool:
    """True for a relative path that stays within the site's two folders of files."""
    parts = Path(name).parts
    return (
        "/".join(parts[:2]) in ROOTS and len(parts) > 2 and ".." not in parts and "\\" not in name
    )


def in_site(place: str) -> Path:
    """The path of a place in the open site."""
    return Path(frappe.get_site_path(*Path(place).parts))


def places(addresses: Iterator[str]) -> list[str]:
    """The places of the addresses that have one, each once, in order."""
    return sorted({place for address in addresses if (place := place_of(address))})
