"""The manifest of an edition: what was published, on what it rests, and proof of both."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from govplan.domain.chain import chain_hash, content_hash, is_sha256

MANIFEST_NAME = "manifest.json"
MAX_NAME = 200


class ManifestError(ValueError):
    """The text is no manifest, or a manifest cannot be made of this."""


@dataclass(frozen=True)
class FileEntry:
    """One published file: relative POSIX name, SHA-256 in hexadecimal, size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """An edition's identity and its files, in order of name.

    `previous` is the hash of the manifest of the edition before, None for the first. `decisions`
    are the references of the decisions the figures rest on. Raises ManifestError.
    """

    format: str
    period: str
    number: int
    files: tuple[FileEntry, ...]
    made_at: str
    chain_hash: str
    previous: str | None = None
    decisions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.files:
            _require_entry(entry)
        _require_distinct([entry.name for entry in self.files])
        for text in (self.format, self.period, self.made_at, self.chain_hash, *self.decisions):
            if not text.isprintable():
                raise ManifestError(f"a text cannot be shown: {text[:MAX_NAME]!r}")
        if self.previous is not None and not is_sha256(self.previous):
            raise ManifestError("previous is not a SHA-256")

    @property
    def expected_chain_hash(self) -> str:
        """What `chain_hash` must be: the previous manifest and everything else in this one."""
        body = {key: value for key, value in asdict(self).items() if key != "chain_hash"}
        return chain_hash(self.previous, content_hash(body))

    @property
    def hash(self) -> str:
        """SHA-256 of the file as written; the next edition names it as `previous`."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """The content of manifest.json."""
        written = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, indent=2)
        return f"{written}\n".encode()


def build_manifest(
    *,
    format: str,
    period: str,
    number: int,
    files: Mapping[str, bytes],
    made_at: datetime,
    previous: str | None = None,
    decisions: Iterable[str] = (),
) -> Manifest:
    """The manifest of these files, `made_at` a time with its zone. Raises ManifestError."""
    if made_at.tzinfo is None:
        raise ManifestError("made_at needs a time zone")
    body: dict[str, Any] = {
        "format": format,
        "period": period,
        "number": number,
        "files": tuple(_entry_of(name, files[name]) for name in sorted(files)),
        "made_at": made_at.isoformat(timespec="seconds"),
        "previous": previous,
        "decisions": tuple(decisions),
    }
    unchained = Manifest(**body, chain_hash="")
    return Manifest(**body, chain_hash=unchained.expected_chain_hash)


def read_manifest(content: bytes) -> Manifest:
    """The manifest written in these bytes. Raises ManifestError."""
    try:
        told = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"not JSON: {error}") from error
    if not isinstance(told, dict) or told.keys() != _SHAPE.keys():
        raise ManifestError(f"must have exactly these keys: {', '.join(sorted(_SHAPE))}")
    for key, kinds in _SHAPE.items():
        _require_kind(key, told[key], kinds)
    for decision in told["decisions"]:
        _require_kind("decisions", decision, (str,))
    files = tuple(_entry(one) for one in told.pop("files"))
    return Manifest(**{**told, "decisions": tuple(told["decisions"])}, files=files)


_SHAPE: dict[str, tuple[type, ...]] = {
    "format": (str,),
    "period": (str,),
    "number": (int,),
    "files": (list,),
    "made_at": (str,),
    "chain_hash": (str,),
    "previous": (str, type(None)),
    "decisions": (list,),
}


def _entry_of(name: str, content: bytes) -> FileEntry:
    return FileEntry(name, hashlib.sha256(content).hexdigest(), len(content))


def _entry(told: object) -> FileEntry:
    if not isinstance(told, dict) or told.keys() != {"name", "sha256", "bytes"}:
        raise ManifestError("a file needs name, sha256 and bytes")
    _require_kind("name", told["name"], (str,))
    _require_kind("sha256", told["sha256"], (str,))
    _require_kind("bytes", told["bytes"], (int,))
    return FileEntry(**told)


def _require_kind(key: str, value: object, kinds: tuple[type, ...]) -> None:
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise ManifestError(f"{key} has a value of the wrong kind")


def _require_entry(entry: FileEntry) -> None:
    if not is_safe_name(entry.name):
        raise ManifestError(f"unsafe file name {entry.name[:MAX_NAME]!r}")
    if not is_sha256(entry.sha256) or entry.bytes < 0:
        raise ManifestError(f"{entry.name} has no valid hash and size")


def _require_distinct(names: list[str]) -> None:
    """Also apart from capitals, since some file systems keep only one of such a pair."""
    if len({name.casefold() for name in names}) != len(names):
        raise ManifestError("two files share a name")


def is_safe_name(name: str) -> bool:
    """Whether a file name stays inside the folder it is put in, on any system."""
    inside = all(part not in ("", ".", "..") for part in name.split("/"))
    plain = name.isprintable() and not set(name) & set('\\:*?"<>|')
    return inside and plain and len(name) <= MAX_NAME and name.casefold() != MANIFEST_NAME
