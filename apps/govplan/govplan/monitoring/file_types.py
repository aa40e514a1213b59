"""The kinds of file that may prove something, told by their content and not by their name."""

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
class FileType:
    """`signatures` are the extensions the library of signatures may answer for this type."""

    media_type: str
    signatures: frozenset[str]


def _types(media_type: str, signatures: str) -> FileType:
    return FileType(media_type, frozenset(signatures.split()))


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
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
    "docx": _types(_OFFICE + "wordprocessingml.document", "docx"),
    "xlsx": _types(_OFFICE + "spreadsheetml.sheet", "xlsx"),
    "pptx": _types(_OFFICE + "presentationml.presentation", "pptx"),
    "odt": _types(_OPEN_DOCUMENT + "text", "odt"),
    "ods": _types(_OPEN_DOCUMENT + "spreadsheet", "ods"),
}
_TEXT = {"csv": "text/csv", "txt": "text/plain"}
# Brands of the ISO media container are many and the library knows some; all start with this box.
_ISO_MEDIA_BOX = b"ftyp"
_ISO_MEDIA = {"heic", "mp4", "m4v", "3gp", "mov", "m4a"}
_MARKUP = (b"<", b"%PDF", b"{\\rtf")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0c")

ACCEPTED_EXTENSIONS = tuple(sorted({*_SIGNED, *_TEXT}))


def media_type_of(file_name: str, content: bytes) -> str:
    """The media type of an accepted file whose content is what its name says.

    Raises UnknownFileType for a name outside ACCEPTED_EXTENSIONS, ContentMismatch for the rest.
    """
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    if extension in _TEXT:
        _require_text(extension, content)
        return _TEXT[extension]
    if extension not in _SIGNED:
        raise UnknownFileType(extension)
    _require_signature(extension, content)
    return _SIGNED[extension].media_type


def _require_signature(extension: str, content: bytes) -> None:
    found = _signatures(content)
    if found & _SIGNED[extension].signatures:
        return
    if not found and extension in _ISO_MEDIA and content[4:8] == _ISO_MEDIA_BOX:
        return
    raise ContentMismatch(extension, min(found, default=""))


def _signatures(content: bytes) -> set[str]:
    """The extensions that fit the content best; several share one signature."""
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return set()
    best = max(match.confidence for match in matches)
    return {match.extension.lstrip(".") for match in matches if match.confidence == best}


def _require_text(extension: str, content: bytes) -> None:
    controls = {byte for byte in content if byte < 32} - _TEXT_CONTROLS
    starts = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if controls or not content.strip() or starts.startswith(_MARKUP):
        raise ContentMismatch(extension, min(_signatures(content), default=""))
