"""One archive with every file of an edition, the same bytes for the same content."""

import io
import zipfile
from collections.abc import Mapping

MEDIA_TYPE = "application/zip"
# ZIP knows no time before 1980 and no time zone: a fixed moment keeps the bytes reproducible.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE_BY_ALL = 0o100644 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files by name, in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(entry(name), content)
    return out.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """How a file of any of our archives is told: no time, no zone, readable by all."""
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE_BY_ALL
    return entry
