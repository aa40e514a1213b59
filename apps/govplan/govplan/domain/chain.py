"""Fingerprints of content, and the chain that ties each record to the one before it."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from govplan.domain.periods import Month
from govplan.domain.quantity import canonical, exact

GENESIS = "0" * 64
_WRITTEN_AS_THEY_ARE = frozenset((str, int, bool))
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Link(NamedTuple):
    """One record's place in a chain; the first has GENESIS before it."""

    previous_hash: str
    content_hash: str
    chain_hash: str


def canonical_json(content: object) -> bytes:
    """The one way to write content: sorted keys, UTF-8, no spaces, quantities as strings.

    Floats count as the quantities they stand for, dates as ISO 8601, months as YYYY-MM, choices
    by value. Raises QuantityError for a number that is not finite and TypeError for the rest.
    """
    plain = content if _is_plain(content) else _plain(content)
    written = json.dumps(
        plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return written.encode("utf-8")


def content_hash(content: object) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def chain_hash(previous_hash: str | None, content_hash: str) -> str:
    """SHA-256 of the two hashes written one after the other; None before means GENESIS.

    Raises ValueError when either is no SHA-256 in lower case.
    """
    before = previous_hash or GENESIS
    for digest in (before, content_hash):
        if not is_sha256(digest):
            raise ValueError(f"Not a SHA-256 in lower case: {digest[:80]!r}")
    return hashlib.sha256((before + content_hash).encode("ascii")).hexdigest()


def verify_chain(links: Sequence[Link], start: str = GENESIS) -> int | None:
    """The index of the first link that does not follow from the one before; None if all do."""
    before = start
    for index, link in enumerate(links):
        if link.previous_hash != before or not _holds(link):
            return index
        before = link.chain_hash
    return None


def is_sha256(text: str) -> bool:
    return bool(_SHA256.fullmatch(text))


def _holds(link: Link) -> bool:
    hashes = is_sha256(link.previous_hash) and is_sha256(link.content_hash)
    return hashes and chain_hash(link.previous_hash, link.content_hash) == link.chain_hash


def _is_plain(content: object) -> bool:
    """Whether content can be written as it is: a whole dataset is not copied without need."""
    if content is None or type(content) in _WRITTEN_AS_THEY_ARE:
        return True
    if type(content) is dict:
        return all(type(key) is str and _is_plain(value) for key, value in content.items())
    return type(content) is list and all(map(_is_plain, content))


def _plain(content: object) -> object:
    if content is None or type(content) in _WRITTEN_AS_THEY_ARE:
        return content
    if isinstance(content, Mapping):
        return {_key(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(item) for item in content]
    return _plain_scalar(content)


def _plain_scalar(content: object) -> object:
    if isinstance(content, Enum):
        return _plain_scalar(content.value)
    if content is None or isinstance(content, str | bool | int):
        return content
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Month):
        return str(content)
    if isinstance(content, Decimal | float):
        return canonical(exact(content) or Decimal(0))
    raise TypeError(f"No canonical form for {type(content).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"Keys must be text, not {type(key).__name__}")
    return str(key)
