"""A site into a folder."""

import hashlib
import shutil
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import cstr

from govplan import __version__
from govplan.errors import Refused
from govplan.moving import manifest as manifests
from govplan.moving.attachments import in_site, places
from govplan.moving.manifest import Manifest, Part
from govplan.moving.tables import Table, tables

RECORDS, FILES = "records", "files"


def export_site(folder: Path, with_logins: bool = False) -> Manifest:
    """Write everything of the open site that is govplan's; the folder appears when it is whole.

    Reads in the caller's transaction: begin one, so that all is of one moment. Raises Refused when
    the folder has something in it or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(_("{0} has something in it. Name a new folder.").format(folder))
    draft = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        made = _export(draft, with_logins)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise Refused(_("{0} cannot be written: {1}.").format(folder, error.strerror)) from error
    return made


def _export(draft: Path, with_logins: bool) -> Manifest:
    draft.mkdir(parents=True, mode=0o700)
    (draft / RECORDS).mkdir()
    made = Manifest(app_version=__version__)
    for table in tables(with_logins):
        made.tables[table.name] = _write_table(draft, table)
    addresses = [row["file_url"] for row in _rows(draft, made, "File") if row["file_url"]]
    for place in places(iter(addresses)):
        _copy_file(draft, made, place)
    made.write(draft)
    return made


def _write_table(draft: Path, table: Table) -> Part:
    path = f"{RECORDS}/{frappe.scrub(table.name)}.jsonl"
    digest, size, count = hashlib.sha256(), 0, 0
    with (draft / path).open("wb") as file:
        for row in table.read():
            written = manifests.line(row)
            file.write(written)
            digest.update(written)
            size, count = size + len(written), count + 1
    return Part(path, digest.hexdigest(), size, count)


def _rows(draft: Path, made: Manifest, table: str) -> list[dict[str, str]]:
    return list(manifests.rows_of(draft, made.tables[table]))


def _copy_file(draft: Path, made: Manifest, place: str) -> None:
    target = draft / FILES / place
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(in_site(place), target)
    except FileNotFoundError:
        made.missing.append(cstr(place))
        return
    path = f"{FILES}/{place}"
    made.files[place] = Part(path, manifests.file_digest(target), target.stat().st_size)
