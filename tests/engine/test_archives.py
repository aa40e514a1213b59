"""Backup and restore: all of a site or nothing."""

import io
import json
import tarfile
import threading

import frappe
import pytest

from frappe_embedded.archives import backup, restore
from frappe_embedded.testing import make_site


@pytest.fixture
def town(apart_from, tmp_path):
    """A site with a record and a file of each kind."""
    make_site(tmp_path / "sites", "town.site")
    frappe.db.set_default("mark", "kept")
    save = frappe.get_attr("frappe.utils.file_manager.save_file")
    for name, private in (("open.txt", 0), ("closed.txt", 1)):
        save(name, b"content of " + name.encode(), None, None, is_private=private)
    frappe.db.commit()
    return tmp_path / "sites"


def content(sites, *parts):
    return sites.joinpath("town.site", *parts).read_bytes()


def test_everything_comes_back(town, tmp_path):
    archive = backup()
    key = frappe.conf.encryption_key
    frappe.db.set_default("mark", "changed")
    frappe.db.commit()
    (town / "town.site" / "public" / "files" / "open.txt").unlink()
    (town / "town.site" / "site_config.json").write_text("{}")
    kept = archive.rename(tmp_path / "kept.tar.gz")
    restore("town.site", town, kept)
    assert frappe.db.get_default("mark") == "kept"
    assert frappe.conf.encryption_key == key
    assert content(town, "public", "files", "open.txt") == b"content of open.txt"
    assert content(town, "private", "files", "closed.txt") == b"content of closed.txt"
    assert [path.name for path in town.iterdir() if path.is_dir()] == ["town.site"]


def test_what_comes_back_is_for_its_owner(town):
    restore("town.site", town, backup().rename(town / "kept.tar.gz"))
    site = town / "town.site"
    private = [site / "private", site / "site_config.json"]
    private += [site / "private" / "files" / "closed.txt", *site.glob("site.db")]
    assert [path for path in private if path.stat().st_mode & 0o077] == []
    assert (site / "public" / "files" / "open.txt").stat().st_mode & 0o004


def test_an_archive_is_for_its_owner_and_names_its_content(town):
    archive = backup()
    assert archive.parent == town / "town.site" / "private" / "backups"
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as packed:
        manifest = json.load(packed.extractfile("manifest.json"))
        assert set(packed.getnames()) == {"manifest.json", *manifest["files"]}
    assert "private/files/closed.txt" in manifest["files"]
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_a_backup_in_the_middle_of_writing_is_of_one_moment(town, tmp_path):
    frappe.db.sql("create table pairs (a integer, b integer)")
    frappe.db.commit()
    stop = threading.Event()

    def write():
        frappe.init("town.site", town)
        frappe.connect()
        number = 0
        while not stop.is_set():
            number += 1
            frappe.db.sql("insert into pairs (a, b) values (%s, 0)", (number,))
            frappe.db.sql("update pairs set b = a where a = %s", (number,))
            frappe.db.commit()
        frappe.destroy()

    writer = threading.Thread(target=write)
    writer.start()
    archives = [backup(tmp_path / "out") for _number in range(3)]
    stop.set()
    writer.join()
    for archive in archives:
        restore("copy.site", town, archive)
        assert frappe.db.sql("select count(*) from pairs where a != b") == ((0,),)


def rewritten(archive, changed, tmp_path):
    """The archive with one member's content replaced."""
    name, new = changed
    copy = tmp_path / "changed.tar.gz"
    with tarfile.open(archive) as old, tarfile.open(copy, "w:gz") as made:
        for member in old.getmembers():
            data = old.extractfile(member).read()
            data = new(data) if member.name == name else data
            member.size = len(data)
            made.addfile(member, io.BytesIO(data))
    return copy


@pytest.mark.parametrize(
    ("member", "change", "told"),
    [
        ("public/files/open.txt", lambda data: data + b"!", "public/files/open.txt"),
        ("DATABASE", lambda data: data[:-1] + b"x", "DATABASE"),
        ("manifest.json", lambda data: b"{}", "format"),
        ("manifest.json", lambda data: data.replace(b"open.txt", b"../../../../x"), "not a backup"),
    ],
)
def test_a_damaged_archive_is_refused_and_the_site_stays(town, tmp_path, member, change, told):
    member, told = (text.replace("DATABASE", frappe.db.dump_file) for text in (member, told))
    archive = rewritten(backup(), (member, change), tmp_path)
    with pytest.raises(frappe.ValidationError, match=told):
        restore("town.site", town, archive)
    assert frappe.db.get_default("mark") == "kept"
    assert [path.name for path in town.iterdir() if path.is_dir()] == ["town.site"]


def test_something_that_is_no_archive_is_refused(town, tmp_path):
    (tmp_path / "x.tar.gz").write_text("hello")
    with pytest.raises(frappe.ValidationError, match="not a backup"):
        restore("town.site", town, tmp_path / "x.tar.gz")
