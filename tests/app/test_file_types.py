"""Evidence is what its content says, whatever its name says."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from govplan.monitoring.file_types import ContentMismatch, UnknownFileType, media_type_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 20
EXIF_JPEG = b"\xff\xd8\xff\xe1\x00\x10Exif\0\0" + b"\0" * 30 + b"\xff\xd9"


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def iso_media(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"\0" * 40


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("acta.pdf", PDF, "application/pdf"),
        ("FOTO.JPG", EXIF_JPEG, "image/jpeg"),
        ("foto.jpeg", EXIF_JPEG, "image/jpeg"),
        ("plano.png", PNG, "image/png"),
        ("video.mp4", iso_media(b"isom"), "video/mp4"),
        ("video.mp4", iso_media(b"avc1"), "video/mp4"),
        ("telefono.3gp", iso_media(b"3gp4"), "video/3gpp"),
        ("foto.heic", iso_media(b"heic"), "image/heic"),
        ("voz.mp3", b"ID3\x03\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 10, "audio/mpeg"),
        ("lista.csv", "año;número\n2026;1\n".encode(), "text/csv"),
        ("lista.csv", "año;número\n2026;1\n".encode("cp1252"), "text/csv"),
        ("nota.txt", b"ID;hola\n", "text/plain"),
    ],
)
def test_an_accepted_file_is_known_by_its_content(name, content, media_type):
    assert media_type_of(name, content) == media_type


def test_office_files_are_told_from_any_other_zip():
    word = zipped(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<a/>"})
    assert media_type_of("a.xlsx", workbook()).endswith("spreadsheetml.sheet")
    assert media_type_of("a.docx", word).endswith("wordprocessingml.document")
    for name, content in (("a.xlsx", word), ("a.docx", zipped(a="b")), ("a.docx", workbook())):
        with pytest.raises(ContentMismatch):
            media_type_of(name, content)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("foto.jpg", PDF, "pdf"),
        ("acta.pdf", PNG, "png"),
        ("acta.pdf", b"<!DOCTYPE html><html></html>", "html"),
        ("acta.pdf", b"MZ\x90\0\x03" + b"\0" * 200, ""),
        ("acta.pdf", b"nothing known", ""),
        ("datos.csv", b"<script>alert(1)</script>", ""),
        ("datos.csv", b"a;b\0c", ""),
        ("nota.txt", PDF, "pdf"),
        ("nota.txt", b"  \n", ""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content, found):
    with pytest.raises(ContentMismatch) as refusal:
        media_type_of(name, content)
    assert found == "" or refusal.value.found == found


@pytest.mark.parametrize("name", ["dibujo.svg", "pagina.html", "macro.xlsm", "todo.zip", "sin"])
def test_kinds_of_file_that_are_not_taken_are_told_apart(name):
    with pytest.raises(UnknownFileType):
        media_type_of(name, PDF)
