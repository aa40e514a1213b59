"""A downloaded edition is whole or the wrong file is named; an a4 edition equals its source."""

import shutil
import zipfile

import pytest
from alausi import PERIOD, alone, imported, stored  # noqa: F401 — `alone` is a fixture
from matrices import TEXT, changed, without

from govplan.domain.packages import PackageError
from govplan.transparency.a4.faults import MatrixRefused
from govplan.transparency.publication import publish_period
from govplan.transparency.verifying import verify_package, verify_source

EDITION = "EC-a4-2021-10-E1"


@pytest.fixture
def archive(alone, tmp_path):  # noqa: F811 — the fixture of that name
    """The ZIP as the public downloads it."""
    imported(TEXT)
    publish_period(PERIOD)
    path = tmp_path / f"{EDITION}.zip"
    path.write_bytes(stored(EDITION, path.name))
    return path


@pytest.fixture
def folder(archive, tmp_path):
    path = tmp_path / "unzipped"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(path)
    return path


def told(path) -> str:
    return "\n".join(verify_package(path).lines)


def names(archive) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def test_the_archive_and_the_folder_unpacked_from_it_are_whole(archive, folder):
    assert verify_package(archive).is_good
    assert verify_package(folder).is_good


def test_one_changed_byte_in_any_file_names_that_file(archive, folder):
    for name in names(archive):
        content = (folder / name).read_bytes()
        middle = len(content) // 2
        (folder / name).write_bytes(
            content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        )
        report = verify_package(folder)
        assert not report.is_good
        assert any(line.startswith(f"{name}:") for line in report.lines), name
        (folder / name).write_bytes(content)
    assert verify_package(folder).is_good


@pytest.mark.parametrize("part", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_one_changed_byte_anywhere_in_the_archive_is_noticed(archive, part):
    content = bytearray(archive.read_bytes())
    content[int(len(content) * part)] ^= 1
    archive.write_bytes(bytes(content))
    try:
        assert not verify_package(archive).is_good
    except PackageError:
        return


def test_a_file_missing_or_added_is_named(folder):
    (folder / f"{EDITION}.csv").unlink()
    (folder / "otro.csv").write_text("otro")
    lines = verify_package(folder).lines
    assert any(line.startswith(f"{EDITION}.csv:") for line in lines)
    assert any(line.startswith("otro.csv:") for line in lines)


def test_a_package_made_again_with_its_own_manifest_is_not_the_published_one(
    archive, folder, tmp_path
):
    """Files and manifest agree with each other, but the site published another manifest."""
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"number": 1', '"number": 1 '), encoding="utf-8")
    assert "manifest.json" in told(folder)
    assert not verify_package(folder).is_good


def test_every_cell_of_the_edition_equals_the_source(archive, folder):
    for path in (archive, folder):
        report = verify_source(path, TEXT.name, TEXT.read_bytes())
        assert report.is_good, report.lines


def test_a_cell_that_is_not_the_sources_is_named_in_every_form(archive):
    source = changed((9, "Asumir las funciones", "Asumir todas las funciones"))
    report = verify_source(archive, "matriz.txt", source)
    assert not report.is_good
    # Title and heading take three rows, the section one: the third unit is row seven.
    forms = (".csv", "-excel.csv", ".html", ".xlsx")
    for form in forms:
        assert any(line.startswith(f"{EDITION}{form}, ") for line in report.lines), form
    assert "7" in report.lines[0]


def test_a_damaged_form_is_told_and_the_others_are_still_compared(folder):
    workbook = folder / f"{EDITION}.xlsx"
    content = bytearray(workbook.read_bytes())
    content[len(content) // 2] ^= 0xFF
    workbook.write_bytes(bytes(content))
    report = verify_source(folder, TEXT.name, TEXT.read_bytes())
    assert not report.is_good
    assert [line.partition(":")[0] for line in report.lines[:-1]] == [workbook.name]


def test_a_source_that_is_no_matrix_is_refused(archive):
    with pytest.raises(MatrixRefused):
        verify_source(archive, "matriz.txt", without(7))


def test_what_is_neither_folder_nor_zip_cannot_be_checked(tmp_path):
    path = tmp_path / "edicion.zip"
    path.write_text("no es un ZIP")
    with pytest.raises(PackageError):
        verify_package(path)


def test_a_folder_without_manifest_is_not_whole(folder):
    shutil.move(folder / "manifest.json", folder.parent / "manifest.json")
    report = verify_package(folder)
    assert not report.is_good
    assert report.lines[0].startswith("manifest.json:")
