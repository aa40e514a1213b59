"""Contract 2.8: versions, comments, addresses; 9: assignments."""

import json

import frappe
import pytest
from frappe.desk.form import assign_to

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def outside_tests():
    """Versions are only written outside tests."""
    frappe.flags.in_test = False
    yield
    frappe.flags.in_test = True


def versions_of(doc):
    filters = {"ref_doctype": doc.doctype, "docname": doc.name}
    rows = frappe.get_all("Version", filters=filters, pluck="data", order_by="creation asc")
    return [json.loads(row) for row in rows]


def test_no_version_is_written_on_insert_nor_in_tests(report):
    doc = report().insert()
    doc.title = "April"
    doc.save()
    assert versions_of(doc) == []


def test_a_version_says_what_changed_as_people_read_it(report, outside_tests):
    doc = report(amount=1, rows=[{"label": "a"}, {"label": "b"}]).insert()
    gone, changed = doc.rows
    doc.amount = 2.5
    changed.label = "c"
    doc.remove(gone)
    doc.append("rows", {"label": "d"})
    doc.save()
    (found,) = versions_of(doc)
    assert ["amount", "1.00", "2.50"] in [list(map(str, change)) for change in found["changed"]]
    assert [row[1]["label"] for row in found["added"]] == ["d"]
    assert [row[1]["label"] for row in found["removed"]] == ["a"]
    table, _index, name, changes = found["row_changed"][0]
    assert (table, name) == ("rows", changed.name)
    assert ["label", "b", "c"] in changes


def test_a_save_that_changes_nothing_writes_no_version(report, outside_tests):
    doc = report().insert().reload()
    doc.save()
    assert versions_of(doc) == []


def test_ignore_version_writes_none(report, outside_tests):
    doc = report().insert()
    doc.title = "April"
    doc.save(ignore_version=True)
    assert versions_of(doc) == []


def test_a_comment_is_kept_by_type_and_its_scripts_are_escaped(report):
    doc = report().insert()
    comment = doc.add_comment("Comment", "<b>good</b><script>x()</script>")
    assert comment.reference_name == doc.name
    assert "<script>" not in comment.content
    assert "<b>good</b>" in comment.content
    assert comment.comment_email == "Administrator"


def test_comments_are_mirrored_in_the_row_of_their_document(report):
    doc = report().insert()
    doc.add_comment("Comment", "first")
    doc.add_comment("Info", "not shown")
    stored = json.loads(frappe.db.get_value("Ct Report", doc.name, "_comments"))
    assert [row["comment"] for row in stored] == ["first"]


def test_a_comment_of_an_unknown_type_raises_validation_error(report):
    with pytest.raises(frappe.ValidationError):
        report().insert().add_comment("Gossip", "x")


def test_a_document_knows_its_address(report):
    doc = report().insert()
    assert doc.get_url().endswith(f"/ct-report/{doc.name}")


@pytest.fixture
def kept(report):
    """A report that is swept away: Frappe's mail about an assignment commits, in tests at once."""
    doc = report().insert()
    yield doc
    frappe.db.delete("ToDo", {"reference_name": doc.name})
    frappe.db.delete("DocShare", {"share_name": doc.name})
    frappe.delete_doc(doc.doctype, doc.name, force=True)
    frappe.db.commit()


def test_an_assignment_is_a_todo_mirrored_in_the_document_and_noted(kept):
    given = {"doctype": kept.doctype, "name": kept.name, "assign_to": ["ct.ana@example.com"]}
    assign_to.add({**given, "description": "look <script>x</script>"})
    filters = {"reference_type": kept.doctype, "reference_name": kept.name}
    todo = frappe.get_doc("ToDo", filters)
    assert (todo.status, todo.priority, todo.allocated_to) == (
        "Open",
        "Medium",
        given["assign_to"][0],
    )
    assert "<script>" not in todo.description
    assert json.loads(frappe.db.get_value("Ct Report", kept.name, "_assign")) == given["assign_to"]
    noted = {"reference_name": kept.name, "comment_type": "Assigned"}
    assert frappe.db.exists("Comment", noted)


def test_assigning_again_changes_nothing_and_removing_empties_the_mirror(kept):
    given = {"doctype": kept.doctype, "name": kept.name, "assign_to": ["ct.ana@example.com"]}
    assign_to.add(given)
    assign_to.add(given)
    filters = {"reference_type": kept.doctype, "reference_name": kept.name}
    assert frappe.db.count("ToDo", filters) == 1
    assign_to.remove(kept.doctype, kept.name, "ct.ana@example.com")
    assert json.loads(frappe.db.get_value("Ct Report", kept.name, "_assign") or "[]") == []


def test_an_assignee_who_may_not_read_the_document_is_given_a_share(kept):
    given = {"doctype": kept.doctype, "name": kept.name, "assign_to": ["ct.nadie@example.com"]}
    assign_to.add(given)
    assert kept.has_permission("read", user="ct.nadie@example.com")
