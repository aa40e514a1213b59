"""The first file of an export: what is in it, and the fingerprint of each part."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from frappe import _

from govplan.errors import Refused
from govplan.moving.attachments import is_place

NAME = "manifest.json"
KIND = "govplan site"
FORM = 1
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One file of the export: rows are counted in tables only."""

    path: str
    sha256: str
    size: int
    rows: int = 0


@dataclass
class Manifest:
    """What an export holds. `tables` by table name, `files` by place in the site."""

    app_version: str
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Into the folder, the same bytes for the same content."""
        content = {"kind": KIND, "form": FORM, **asdict(self)}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", "utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a folder. Raises Refused when it is none of ours."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
        if (content.pop("kind"), content.pop("form")) != (KIND, FORM):
            raise ValueError(KIND)
        tables = {name: Part(**part) for name, part in content.pop("tables").items()}
        files = {name: Part(**part) for name, part in content.pop("files").items()}
        return Manifest(tables=tables, files=files, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(_("{0} is not a folder made by govplan-export.").format(folder)) from error


def faults(folder: Path, manifest: Manifest) -> list[str]:
    """What is not as the manifest says, one sentence each."""
    found = []
    for place in manifest.files:
        if not is_place(place):
            found.append(_("{0}: a file may not lie there.").format(place))
    for part in (*manifest.tables.values(), *manifest.files.values()):
        path = folder / part.path
        if not _is_inside(folder, path) or not path.is_file():
            found.append(_("{0}: the file is missing.").format(part.path))
        elif (digest := file_digest(path)) != part.sha256:
            told = _("{0}: the content has changed (expected {1}, found {2}).")
            found.append(told.format(part.path, part.sha256, digest))
    return found


def line(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON, always the same for the same row."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def rows_of(folder: Path, part: Part) -> Iterator[dict[str, Any]]:
    """The rows of a table's file."""
    with (folder / part.path).open("rb") as file:
        for text in file:
            yield json.loads(text)


def rows_digest(rows: Iterable[dict[str, Any]]) -> str:
    """The SHA-256 the file of these rows would have."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(line(row))
    return digest.hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_inside(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
