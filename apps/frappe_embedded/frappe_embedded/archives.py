"""Backup and restore: one archive with the database, the files, the configuration and checksums."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .cache import forget_site
from .context import local
from .databases import DEFAULT_DATABASE, database_kind, open_database, root_account
from .dates import now_datetime
from .errors import ValidationError
from .records import Records
from .site import (
    SITE_CONFIG,
    announce_change,
    connect,
    destroy,
    init,
    make_folders,
    own_config,
    read_config,
    write_config,
)

MANIFEST = "manifest.json"
FILE_FOLDERS = ("public/files", "private/files")
FORMAT = 1


def backup(folder: str | Path | None = None) -> Path:
    """Write an archive of the open site, also while it is in use; returns its path.

    The database is copied as of one moment. Files are only ever added beside it, so each one a
    record names is there.
    """
    place = Path(folder or Path(local.site_path, "private", "backups"))
    place.mkdir(parents=True, exist_ok=True)
    stamp = now_datetime().strftime("%Y%m%d_%H%M%S_%f")
    # A folder nobody else looks into: what is in it is a whole town, passwords included.
    with TemporaryDirectory(prefix=".backup-", dir=place) as work:
        draft, snapshot = Path(work, "archive"), Path(work, "snapshot")
        local.db.dump(snapshot)
        _write(draft, snapshot)
        draft.chmod(0o600)
        return draft.replace(place / f"{stamp}-{local.site}.tar.gz")


def _write(draft: Path, snapshot: Path) -> None:
    site = Path(local.site_path)
    content = {local.db.dump_file: snapshot, SITE_CONFIG: site / SITE_CONFIG}
    content |= {path.relative_to(site).as_posix(): path for path in _uploads(site)}
    sums = {name: _sha256(path) for name, path in content.items()}
    manifest = {"format": FORMAT, "site": local.site, "files": sums}
    listed = snapshot.with_suffix(".manifest")
    try:
        listed.write_text(json.dumps(manifest, indent=1), "utf-8")
        with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
            archive.add(listed, MANIFEST)
            for name, path in content.items():
                archive.add(path, name)
    finally:
        listed.unlink(missing_ok=True)


def _uploads(site: Path) -> Iterator[Path]:
    for folder in FILE_FOLDERS:
        yield from (path for path in sorted((site / folder).rglob("*")) if path.is_file())


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def restore(site: str, sites_path: str | Path, archive: str | Path) -> None:
    """Put a site back as it was when `archive` was written, and open it as Administrator.

    It goes into the database that the site's configuration names now, or into a new one. What is
    there stays until the archive is unpacked and checked. Raises ValidationError for an archive
    that is damaged, is none, or is of another kind of database.
    """
    folder = Path(sites_path).resolve()
    draft, place, old = (folder / name for name in (f".{site}.restored", site, f".{site}.replaced"))
    for leftover in (draft, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        _unpack(Path(archive), draft)
        database = _staged(folder, draft, place)
    except BaseException:  # whatever it was, nothing half made stays; it is raised again
        shutil.rmtree(draft, ignore_errors=True)
        raise
    destroy()
    database.forget_connections()
    forget_site(site)
    if place.exists():
        open_database(read_config(folder, draft), place).forget_connections()
        place.rename(old)
    draft.rename(place)
    database.adopt(place / database.dump_file)
    shutil.rmtree(old, ignore_errors=True)
    init(site, folder, force=True)
    connect()
    announce_change()


def _staged(folder: Path, draft: Path, place: Path) -> Records:
    """The database that is to hold the site, with the unpacked copy ready in it."""
    unpacked = own_config(draft)
    packed = unpacked.pop("db_type", None) or DEFAULT_DATABASE
    present = read_config(folder, place)
    kind = present.db_type or packed
    if kind != packed:
        raise ValidationError(
            f"The backup is of a site on {packed} and this one is on {kind}: "
            "move it with govplan-export and govplan-import-site"
        )
    # Where the database is belongs to the place, not to what was packed elsewhere.
    kept = {key: value for key, value in unpacked.items() if not key.startswith("db_")}
    there = {key: value for key, value in own_config(place).items() if key.startswith("db_")}
    own = there or database_kind(kind).new_account(place)
    write_config(draft / SITE_CONFIG, {"db_type": kind, **kept, **own})
    conf = read_config(folder, draft)
    database = open_database(conf, draft)
    if not there:
        database.provide(root_account(conf))
    try:
        database.stage(draft / database.dump_file)
    finally:
        database.close()
    return database


def _unpack(archive: Path, draft: Path) -> None:
    make_folders(draft)
    try:
        with tarfile.open(archive) as packed:
            sums = _manifest(packed)["files"]
            for name in sums:
                _extract(packed, name, draft)
    except (tarfile.TarError, KeyError, ValueError, EOFError) as problem:
        raise ValidationError(f"{archive} is not a backup of a site: {problem}") from problem
    wrong = [name for name, expected in sums.items() if _sha256(draft / name) != expected]
    if wrong:
        raise ValidationError(f"{archive} is damaged: {', '.join(wrong)}")


def _manifest(packed: tarfile.TarFile) -> dict[str, Any]:
    file = packed.extractfile(MANIFEST)
    manifest: dict[str, Any] = json.load(file) if file else {}
    if manifest.get("format") != FORMAT:
        raise ValueError("its format is unknown")
    return manifest


def _extract(packed: tarfile.TarFile, name: str, draft: Path) -> None:
    target = (draft / name).resolve()
    source = packed.extractfile(name)
    if source is None or not target.is_relative_to(draft):
        raise ValueError(f"{name} is not a file of the site")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not name.startswith("public/"):
        target.touch(mode=0o600)
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
