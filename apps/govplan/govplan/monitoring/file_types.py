"""The kinds of file that may prove something, told by their content and not by their name."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import puremagic


class UnknownFileType(ValueError):
    """The name's extension is not one of those accepted."""


class ContentMismatch(ValueError):
    """The content is not what the extension says. `found` is what it looks like, if known."""

    def __init__(self, expected: str, found: str = "") -> None:
        super().__init__(f"{expected} expected, {found or 'something unknown'} found")
        self.expected = expected
        self.found = found


@dataclass(frozen=True)
class Signed:
    """A type known by its first bytes.

    `signatures` are the extensions the library of signatures may answer for it.
    """

    media_type: str
    signatures: frozenset[str]


@dataclass(frozen=True)
class Packed:
    """A ZIP known by a member, and by how that member begins."""

    media_type: str
    member: str
    begins: bytes = b""


def _types(media_type: str, signatures: str) -> Signed:
    return Signed(media_type, frozenset(signatures.split()))


def _open_document(kind: str) -> Packed:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return Packed(media_type, "mimetype", media_type.encode())


_OFFICE = "application/vnd.openxmlformats-officedocument."
_JPEG = _types("image/jpeg", "jpg jpeg jpe jfif")
_MP4 = _types("video/mp4", "mp4 m4v 3ga 3gp mov")
_SIGNED = {
    "pdf": _types("application/pdf", "pdf"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": _types("image/png", "png"),
    "webp": _types("image/webp", "webp"),
    "heic": _types("image/heic", "heic heif"),
    "mp4": _MP4,
    "m4v": _MP4,
    "3gp": _types("video/3gpp", "3gp 3ga mp4"),
    "mov": _types("video/quicktime", "mov mp4"),
    "webm": _types("video/webm", "webm"),
    "mp3": _types("audio/mpeg", "mp3 mpga"),
    "m4a": _types("audio/mp4", "m4a f4a mp4"),
    "ogg": _types("audio/ogg", "ogg oga opus"),
    "opus": _types("audio/ogg", "ogg oga opus"),
    "wav": _types("audio/wav", "wav"),
}
_PACKED = {
    "docx": Packed(_OFFICE + "wordprocessingml.document", "word/document.xml"),
    "xlsx": Packed(_OFFICE + "spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": Packed(_OFFICE + "presentationml.presentation", "ppt/presentation.xml"),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
}
_TEXT = {"csv": "text/csv", "txt": "text/plain"}
# Brands of the ISO media container are many and the library knows some; all start with this box.
_ISO_MEDIA_BOX = b"ftyp"
_ISO_MEDIA = {"heic", "mp4", "m4v", "3gp", "mov", "m4a"}
_MARKUP = (b"<", b"%PDF", b"{\\rtf")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0c")

ACCEPTED_EXTENSIONS = tuple(sorted({*_SIGNED, *_PACKED, *_TEXT}))


def media_type_of(file_name: str, content: bytes) -> str:
    """The media type of an accepted file whose content is what its name says.

    Raises UnknownFileType for a name outside ACCEPTED_EXTENSIONS, ContentMismatch for the rest.
    """
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    if extension in _TEXT:
        _require(_is_text(content), extension, content)
        return _TEXT[extension]
    if extension in _PACKED:
        _require(_holds(_PACKED[extension], content), extension, content)
        return _PACKED[extension].media_type
    if extension not in _SIGNED:
        raise UnknownFileType(extension)
    _require(_begins_as(extension, content), extension, content)
    return _SIGNED[extension].media_type


def _require(is_so: bool, extension: str, content: bytes) -> None:
    if not is_so:
        raise ContentMismatch(extension, next(iter(_signatures(content)), ""))


def _begins_as(extension: str, content: bytes) -> bool:
    found = _signatures(content)
    if not found and extension in _ISO_MEDIA:
        return content[4:8] == _ISO_MEDIA_BOX
    return bool(_SIGNED[extension].signatures.intersection(found))


def _signatures(content: bytes) -> list[str]:
    """The extensions whose signature the content bears, the likeliest first."""
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return []
    return [match.extension.lstrip(".") for match in matches]


def _holds(packed: Packed, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(packed.member) as member:
            return member.read(len(packed.begins)) == packed.begins
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        # RuntimeError is how an encrypted member says so.
        return False


def _is_text(content: bytes) -> bool:
    controls = {byte for byte in content if byte < 32} - _TEXT_CONTROLS
    starts = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(starts) and not controls and not starts.startswith(_MARKUP)
