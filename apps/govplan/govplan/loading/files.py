"""A file people bring, told by its content and read whole into sheets, within limits."""

import importlib
import io
import zipfile
import zlib

from frappe import _

from govplan.loading.csv_text import read_csv
from govplan.loading.sheets import Sheet, UnreadableFile, require_limits

MAX_BYTES = 10 * 1024 * 1024
_MAX_UNPACKED = 120 * 1024 * 1024
_CHUNK = 1024 * 1024

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def read_file(content: bytes) -> list[Sheet]:
    """The sheets that hold something. Raises UnreadableFile."""
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if len(content) > MAX_BYTES:
        words = _("The file is larger than {0} MB. Divide it in two.")
        raise UnreadableFile(words.format(MAX_BYTES // _CHUNK))
    sheets = [sheet for sheet in _read(content) if sheet.lines]
    if not sheets:
        raise UnreadableFile(_("The file has no rows."))
    for sheet in sheets:
        require_limits(sheet.name, len(sheet.lines), sheet.width)
    return sheets


def form_of(content: bytes) -> str:
    """What a file that could be read is (xlsx, ods, csv), whatever its name says."""
    if not content.startswith(b"PK"):
        return "csv"
    return "ods" if _inspect(content)[1].startswith(_OPEN_DOCUMENT) else "xlsx"


def _read(content: bytes) -> list[Sheet]:
    if content.startswith(b"PK"):
        return _unpacked(content)
    if content.startswith(_OLD_OFFICE):
        words = _(
            "The file is of an old Excel or has a password. Save it as .xlsx without password."
        )
        raise UnreadableFile(words)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_kind()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf")):
        _refuse_kind()
    return read_csv(content)


def _unpacked(content: bytes) -> list[Sheet]:
    names, mimetype = _inspect(content)
    if mimetype.startswith(_OPEN_DOCUMENT):
        return _by_library("open_documents", content)
    if "xl/workbook.xml" in names:
        return _by_library("workbooks", content)
    return _refuse_kind()


def _by_library(module: str, content: bytes) -> list[Sheet]:
    """Read with a library, loaded when the first such file comes: most commands never need it."""
    sheets: list[Sheet] = importlib.import_module(f"govplan.loading.{module}").read(content)
    return sheets


def _inspect(content: bytes) -> tuple[set[str], bytes]:
    """The names in an archive and what it says it is, once every part was looked at.

    What it unpacks to is counted, not believed; and no spreadsheet declares entities, which is
    how a small XML becomes a huge one.
    """
    room, mimetype = _MAX_UNPACKED, b""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                room, begins = _swallow(archive, part, room)
                if part.filename == "mimetype":
                    mimetype = begins
            return set(archive.namelist()), mimetype
    except _BROKEN as error:
        raise UnreadableFile(_("The file is damaged. Save it again and bring it.")) from error


def _swallow(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> tuple[int, bytes]:
    begins = tail = b""
    with archive.open(part) as member:
        while piece := member.read(_CHUNK):
            begins = begins or piece[:100]
            room -= len(piece)
            if room < 0:
                raise UnreadableFile(_("The file unpacks to more than can be read. Divide it."))
            if _declares(tail + piece, part.filename.endswith((".xml", ".rels"))):
                raise UnreadableFile(_("The file declares entities, which no spreadsheet does."))
            tail = piece[-40:]
    return room, begins


def _declares(piece: bytes, is_markup: bool) -> bool:
    """A sheet may be kept under any name; pictures name what kind of document they are."""
    plain = piece.replace(b"\x00", b"").upper()
    return b"<!ENTITY" in plain or (is_markup and b"<!DOCTYPE" in plain)


def _refuse_kind() -> list[Sheet]:
    raise UnreadableFile(_("This is no spreadsheet. Bring one of: XLSX, ODS, CSV."))
