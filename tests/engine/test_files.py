"""Files: their content on disk, their records, who may have them."""

import base64
from pathlib import Path

import frappe
import pytest
from frappe.utils.file_manager import save_file

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def person(site):
    for email in ("fi.ana@example.com", "fi.beto@example.com"):
        made = {"doctype": "User", "email": email, "first_name": email[3:6]}
        frappe.get_doc(made).insert()
    return "fi.ana@example.com"


@pytest.fixture
def task(site):
    return frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()


def on_disk(doc):
    return Path(doc.get_full_path())


def test_content_is_written_read_back_and_described():
    doc = save_file("a.txt", b"hello", None, None, is_private=1)
    assert doc.file_url == "/private/files/a.txt"
    assert (doc.file_size, doc.file_type, len(doc.content_hash)) == (5, "TXT", 64)
    assert doc.get_content() == "hello"
    assert frappe.get_doc("File", doc.name).get_content() == "hello"


def test_bytes_that_are_no_text_come_back_as_bytes():
    assert save_file("a.bin", b"\xff\xfe\x00", None, None).get_content() == b"\xff\xfe\x00"


def test_base64_is_decoded_when_asked():
    coded = base64.b64encode(b"hello")
    assert save_file("b.txt", coded, None, None, decode=True).get_content() == "hello"


def test_parts_of_a_path_are_taken_out_of_the_name():
    doc = save_file("../../e.txt", b"path", None, None, is_private=1)
    assert doc.file_name == "....e.txt"
    assert on_disk(doc).parent == Path(frappe.get_site_path("private", "files"))


def test_the_same_content_is_kept_once():
    one = save_file("same.txt", b"same", None, None, is_private=1)
    two = save_file("other.txt", b"same", None, None, is_private=1)
    assert one.file_url == two.file_url
    assert one.name != two.name


def test_another_content_of_the_same_name_gets_a_suffix():
    one = save_file("n.txt", b"one", None, None)
    two = save_file("n.txt", b"two", None, None)
    assert one.file_url != two.file_url
    assert two.get_content() == "two"


def test_a_rollback_takes_the_file_back():
    path = on_disk(save_file("gone.txt", b"gone", None, None))
    assert path.exists()
    frappe.db.rollback()
    assert not path.exists()


def test_deleting_the_last_record_deletes_the_file_once_that_is_committed():
    one = save_file("last.txt", b"last words", None, None)
    two = save_file("last2.txt", b"last words", None, None)
    path = on_disk(one)
    frappe.db.commit()
    one.delete()
    frappe.db.commit()
    assert path.exists()
    two.delete()
    assert path.exists()
    frappe.db.commit()
    assert not path.exists()


def test_a_file_larger_than_allowed_or_of_another_type_is_refused():
    frappe.db.set_single_value("System Settings", "max_file_size", 1)
    with pytest.raises(frappe.MaxFileSizeReachedError):
        save_file("big.txt", b"x" * (1024 * 1024 + 1), None, None)
    frappe.db.set_single_value("System Settings", "allowed_file_extensions", "PDF\nPNG")
    with pytest.raises(frappe.FileTypeNotAllowed):
        save_file("a.exe", b"x", None, None)
    assert save_file("a.pdf", b"%PDF-1.7", None, None).name


@pytest.mark.parametrize("url", ["/private/files/../../site_config.json", "/files/../x", "/etc/x"])
def test_an_address_outside_the_folders_is_no_file(url):
    doc = frappe.get_doc({"doctype": "File", "file_url": url})
    with pytest.raises(frappe.ValidationError):
        doc.get_full_path()


def test_attaching_and_removing_are_noted_on_the_record(task):
    doc = save_file("a.txt", b"attached", "ToDo", task.name)
    doc.delete()
    kinds = frappe.get_all("Comment", {"reference_name": task.name}, pluck="comment_type")
    assert sorted(kinds) == ["Attachment", "Attachment Removed"]


def test_the_files_of_a_record_go_with_it(task):
    doc = save_file("a.txt", b"goes too", "ToDo", task.name)
    frappe.delete_doc("ToDo", task.name)
    assert frappe.db.exists("File", doc.name)
    page = frappe.get_doc({"doctype": "Language", "language_code": "xx", "language_name": "X"})
    page.insert()
    doc = save_file("b.txt", b"goes along", "Language", "xx")
    page.delete()
    assert not frappe.db.exists("File", doc.name)


def test_a_private_file_of_nobodys_record_is_its_owners(person):
    frappe.set_user(person)
    doc = frappe.get_doc("File", save_file("mine.txt", b"mine", None, None, is_private=1).name)
    assert doc.has_permission("read", user=person)
    assert not doc.has_permission("read", user="fi.beto@example.com")
    assert not doc.has_permission("read", user="Guest")
    frappe.set_user("fi.beto@example.com")
    assert frappe.get_list("File", filters={"name": doc.name}) == []


def test_a_private_file_of_a_record_is_for_its_readers_and_changed_by_its_writers(person, task):
    name = save_file("of_task.txt", b"of task", "ToDo", task.name, is_private=1).name
    doc = frappe.get_doc("File", name)
    assert not doc.has_permission("read", user=person)
    task.allocated_to = person
    task.save()
    assert doc.has_permission("read", user=person)
    assert not doc.has_permission("read", user="fi.beto@example.com")


def test_nobody_gets_at_a_file_by_making_a_record_of_its_address(person):
    secret = save_file("secret.txt", b"secret", None, None, is_private=1)
    frappe.set_user(person)
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc({"doctype": "File", "file_url": secret.file_url}).insert()


@pytest.mark.parametrize("is_private", [0, 1])
def test_nobody_gets_at_a_file_by_pointing_one_of_their_own_at_it(person, is_private):
    secret = save_file("secret2.txt", b"secret2", None, None, is_private=1)
    frappe.set_user(person)
    own = frappe.get_doc("File", save_file("own.txt", b"own", None, None, is_private=1).name)
    own.update({"file_url": secret.file_url, "is_private": is_private})
    with pytest.raises(frappe.PermissionError):
        own.save()
    assert not frappe.get_doc("File", secret.name).has_permission("read", user=person)


def test_a_file_is_made_on_a_record_by_its_writers_only(person, task):
    frappe.set_user(person)
    made = {"doctype": "File", "file_name": "a.txt", "content": "x"}
    attached = {"attached_to_doctype": "ToDo", "attached_to_name": task.name}
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc({**made, **attached}).insert()
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc({**made, **attached, "attached_to_name": "yet to come"}).insert()
    own = frappe.get_doc(made).insert()
    with pytest.raises(frappe.PermissionError):
        own.update(attached).save()


def test_a_file_is_taken_from_a_record_by_its_writers_only(person, task):
    task.allocated_to = person
    task.save()
    frappe.set_user(person)
    made = {"doctype": "File", "file_name": "a.txt", "content": "x"}
    kept = {"attached_to_doctype": "ToDo", "attached_to_name": task.name}
    doc = frappe.get_doc({**made, **kept}).insert()
    frappe.set_user("Administrator")
    task.update({"allocated_to": None, "owner": "Administrator"}).save()
    frappe.set_user(person)
    doc = frappe.get_doc("File", doc.name)
    with pytest.raises(frappe.PermissionError):
        doc.update({"attached_to_doctype": None, "attached_to_name": None}).save()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x"])
def test_an_address_leads_to_the_site_or_the_web(url):
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc({"doctype": "File", "file_url": url}).insert()


def test_people_who_are_not_staff_send_documents_by_every_door(person):
    frappe.set_user(person)
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc({"doctype": "File", "file_name": "x.html", "content": "<p>"}).insert()


DISGUISED = [
    ("page.png", b"<html><script>alert(1)</script>"),
    ("drawing.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("script.gif", b"GIF88a=1;alert(1)"),
    ("page.pdf", b"<html>%PDF-1.4"),
    ("program.docx", b"MZ\x90\0"),
    ("page.html.png", b"<script>alert(1)</script>"),
    ("page.PNG", b"<script>alert(1)</script>"),
]


@pytest.mark.parametrize(("name", "content"), DISGUISED)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    with pytest.raises(frappe.FileTypeNotAllowed):
        save_file(name, content, None, None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "....etcpasswd"),
        ("a\0.html\0.txt", "a.html.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.exe"),
        ("a\u200b\r\nb.txt", "ab.txt"),
        ("Año Ñandú 2026.txt", "Año Ñandú 2026.txt"),
        ("..\\..\\x.txt", "....x.txt"),
        ("ñ" * 400 + ".txt", "ñ" * 98 + ".txt"),
        ("a." + "ñ" * 400, "a." + "ñ" * 99),
    ],
)
def test_a_name_holds_nothing_a_disk_or_a_reader_would_mistake(given, kept):
    doc = save_file(given, b"named", None, None)
    assert doc.file_name == kept
    assert on_disk(doc).read_bytes() == b"named"
    assert on_disk(doc).parent.name == "files"


def test_making_a_file_private_moves_it():
    doc = save_file("moved.txt", b"moved", None, None)
    old = on_disk(doc)
    frappe.db.commit()
    doc.is_private = 1
    doc.save()
    assert doc.file_url.startswith("/private/files/moved")
    frappe.db.commit()
    assert doc.get_content() == "moved"
    assert not old.exists()
    doc.delete()
    frappe.db.commit()


def test_an_amendment_keeps_the_files_of_the_record_it_amends():
    fields = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
    made = {"doctype": "DocType", "name": "Fi Paper", "module": "Core", "custom": 1}
    frappe.get_doc({**made, "is_submittable": 1, "autoname": "hash", "fields": fields}).insert()
    paper = frappe.get_doc({"doctype": "Fi Paper", "title": "x"}).insert().submit()
    save_file("of_paper.txt", b"of paper", "Fi Paper", paper.name, is_private=1)
    paper.cancel()
    copy = frappe.copy_doc(paper)
    copy.amended_from = paper.name
    copy.insert()
    attached = {"attached_to_doctype": "Fi Paper", "attached_to_name": copy.name}
    (url,) = frappe.get_all("File", filters=attached, pluck="file_url")
    assert url == "/private/files/of_paper.txt"
