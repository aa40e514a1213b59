"""Whether a file is what its name says, as far as its first bytes tell."""

from pathlib import PurePath

_PACKED = ((0, b"PK\x03\x04"),)
_MEDIA_BOX = ((4, b"ftyp"),)
_JPEG = ((0, b"\xff\xd8\xff"),)
_TIFF = ((0, b"II*\0"), (0, b"MM\0*"))
_OGG = ((0, b"OggS"),)
_MATROSKA = ((0, b"\x1a\x45\xdf\xa3"),)
# For each extension where one of which bytes must stand. Others have no beginning of their own.
BEGINNINGS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "gif": ((0, b"GIF87a"), (0, b"GIF89a")),
    "bmp": ((0, b"BM"),),
    "webp": ((8, b"WEBP"),),
    "wav": ((8, b"WAVE"),),
    "pdf": ((0, b"%PDF-"),),
    **dict.fromkeys(("jpg", "jpeg"), _JPEG),
    **dict.fromkeys(("tif", "tiff"), _TIFF),
    **dict.fromkeys(("ogg", "oga", "opus"), _OGG),
    **dict.fromkeys(("webm", "mkv"), _MATROSKA),
    **dict.fromkeys(("avif", "heic", "mp4", "m4v", "m4a", "mov", "3gp"), _MEDIA_BOX),
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"), _PACKED),
}


def is_as_named(file_name: str, content: bytes) -> bool:
    """False when the content begins otherwise than files of that extension do."""
    wanted = BEGINNINGS.get(PurePath(file_name).suffix.lstrip(".").lower())
    return wanted is None or any(content.startswith(sign, place) for place, sign in wanted)
