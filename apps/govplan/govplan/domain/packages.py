"""A set of files to be checked, in a folder or a ZIP, read without trusting it.

Nothing is ever unpacked to disk, no link is followed, and no more is read than a file says it has.
"""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Protocol

MAX_FILES = 10_000
MAX_TOTAL_BYTES = 2 * 1024**3
CHUNK = 64 * 1024

_ENCRYPTED = 0x1
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


class PackageError(Exception):
    """The folder or ZIP as a whole cannot be read."""


class UnreadableFile(Exception):
    """One file of the package cannot be read."""


class Package(Protocol):
    """Files by name (POSIX, relative); a name may come twice in a ZIP."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int: ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content piece by piece. Raises UnreadableFile."""
        ...


class Folder:
    """A folder's files; links and devices have a name but cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        return [path.relative_to(self.root).as_posix() for path in self._paths()]

    def size(self, name: str) -> int:
        return (self.root / name).lstat().st_size

    def chunks(self, name: str) -> Iterator[bytes]:
        path = self.root / name
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                raise UnreadableFile(name)
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise UnreadableFile(name) from error

    def _paths(self) -> Iterator[Path]:
        for folder, subfolders, files in os.walk(self.root, onerror=_refuse):
            links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
            yield from (Path(folder) / name for name in (*files, *links))


class Zip:
    """A ZIP's entries, folders aside."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries = [one for one in archive.infolist() if one.file_size or not one.is_dir()]
        if len(self.entries) > MAX_FILES:
            raise PackageError(f"more than {MAX_FILES} files")
        if sum(one.file_size for one in self.entries) > MAX_TOTAL_BYTES:
            raise PackageError(f"more than {MAX_TOTAL_BYTES} bytes")

    def names(self) -> list[str]:
        return [entry.filename for entry in self.entries]

    def size(self, name: str) -> int:
        return self.archive.getinfo(name).file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        entry = self.archive.getinfo(name)
        known = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not known or entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile(name)
        try:
            with self.archive.open(entry) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except _BROKEN_ZIP as error:
            raise UnreadableFile(name) from error


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The folder or ZIP at `path`. Raises PackageError."""
    if path.is_dir():
        yield Folder(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN_ZIP as error:
        raise PackageError(str(error)) from error
    with archive:
        yield Zip(archive)


def _refuse(error: OSError) -> NoReturn:
    raise PackageError(str(error)) from error
