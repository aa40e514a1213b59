"""What is done with a record at the back office: submitted, cancelled, amended, talked about."""

import io

import frappe
import pytest
from filling import inputs_of, stored


@pytest.fixture
def paper(record):
    """A draft of Ct Paper with one row."""
    return record("Ct Paper", note="n", once_copied="o", rows=[{"label": "one"}])


def act(person, path, act, **sent):
    """Press a button that stands outside the form of the record."""
    person.open(path)
    seen = inputs_of(person.page).get("modified", "")
    return person.post(path, {"_act": act, "modified": seen, **sent})


def test_a_paper_is_submitted_with_what_was_typed_then_cancelled_then_amended(admin, paper):
    path = f"/ct-paper/{paper}"
    assert admin.send(path, _act="submit", note="final").status_code == 303
    doc = stored(paper, "Ct Paper")
    assert (doc.docstatus, doc.note) == (1, "final")
    assert admin.open(path).status_code == 200
    assert "title" not in inputs_of(admin.page) and "rows-rows" in inputs_of(admin.page)
    assert admin.send_again(path, title="x", note="later", **{"rows-rows": None}).status_code == 303
    doc = stored(paper, "Ct Paper")
    assert (doc.title, doc.note, len(doc.rows)) == (paper, "later", 1)
    assert act(admin, path, "delete").status_code == 417
    assert act(admin, path, "cancel").status_code == 303
    assert stored(paper, "Ct Paper").docstatus == 2
    assert admin.open(path).status_code == 200 and "note" not in inputs_of(admin.page)
    assert admin.send(f"/ct-paper/new?new-amend={paper}").status_code == 303
    amended = stored(f"{paper}-1", "Ct Paper")
    assert (amended.amended_from, amended.docstatus) == (paper, 0)
    assert (amended.once_copied, amended.rows[0].label) == ("o", "one")


def test_only_a_cancelled_paper_is_amended(admin, paper):
    assert admin.open(f"/ct-paper/new?new-amend={paper}").status_code == 417


def test_a_copy_leaves_out_what_is_not_copied(admin, paper):
    copied = admin.send(f"/ct-paper/new?new-copy={paper}", title=f"{paper} again")
    assert copied.status_code == 303
    doc = stored(f"{paper} again", "Ct Paper")
    assert (doc.note, doc.once_copied, doc.amended_from) == ("n", None, None)
    assert [row.label for row in doc.rows] == ["one"]
    assert doc.rows[0].name != stored(paper, "Ct Paper").rows[0].name


def test_a_record_is_renamed_and_deleted(admin, record):
    name = record()
    assert act(admin, f"/ct-form/{name}", "rename", name="").status_code == 417
    answer = act(admin, f"/ct-form/{name}", "rename", name=f"{name} new")
    assert answer.status_code == 303
    assert stored(f"{name} new").title == f"{name} new"
    other = record(other=f"{name} new")
    refused = act(admin, f"/ct-form/{name} new", "delete")
    assert refused.status_code == 417 and other in admin.page
    assert frappe.db.exists("Ct Form", f"{name} new")
    assert act(admin, f"/ct-form/{other}", "delete").headers["Location"] == "/app/ct-form"
    frappe.db.rollback()
    assert not frappe.db.exists("Ct Form", other)


def test_what_cannot_be_taken_back_is_about_the_version_one_saw(admin, record):
    name = record(a_data="old")
    seen = stored(name).modified
    frappe.get_doc("Ct Form", name).update({"a_data": "theirs"}).save()
    frappe.db.commit()
    for final in ("delete", "rename"):
        answer = act(admin, f"/ct-form/{name}", final, modified=str(seen), name="other")
        assert answer.status_code == 417 and "before you go on" in admin.page
    assert frappe.db.exists("Ct Form", name)


def test_those_without_the_right_are_refused_with_the_form(person, record):
    name, clerk = record(a_data="x"), person("clerk")
    assert act(clerk, f"/ct-form/{name}", "delete").status_code == 403
    assert 'role="alert"' in clerk.page
    assert frappe.db.exists("Ct Form", name)


def test_the_history_tells_who_changed_what_and_what_was_said(admin, person, record):
    name = record(a_data="old", secret="s")
    admin.send(f"/ct-form/{name}", a_data="new", secret="hidden word", a_password="pw")
    admin.send(f"/ct-form/{name}", **{"rows-rows": ["1"], "rows-1-label": "a row"})
    said = act(admin, f"/ct-form/{name}", "comment", comment="See <b>this</b>")
    assert said.status_code == 303
    assert act(admin, f"/ct-form/{name}", "comment", comment="  ").status_code == 417
    admin.open(f"/ct-form/{name}")
    assert "<del>old</del> → <ins>new</ins>" in admin.page
    assert "<ins>a row" in admin.page and "See &lt;b&gt;this&lt;/b&gt;" in admin.page
    assert "hidden word" in admin.page
    assert f"<b>{name}</b> was sealed" in admin.page and "<script>x()" not in admin.page
    clerk = person("clerk")
    clerk.open(f"/ct-form/{name}")
    assert "hidden word" not in clerk.page and "<del>old</del>" in clerk.page
    assert act(person("reader"), f"/ct-form/{name}", "comment", comment="read").status_code == 303


def test_a_file_is_attached_privately_and_taken_away(admin, person, record):
    name, path = record(), None
    path = f"/ct-form/{name}"
    sent = {"file": (io.BytesIO(b"%PDF-1.4 file"), "act.pdf")}
    assert act(admin, path, "attach", **sent).status_code == 303
    frappe.db.rollback()
    file = frappe.get_last_doc("File", {"attached_to_name": name})
    assert file.is_private and file.attached_to_doctype == "Ct Form"
    assert act(admin, path, "attach").status_code == 417
    clerk = person("clerk")
    assert clerk.open(path).status_code == 200 and file.file_url in clerk.page
    other = record()
    assert act(admin, f"/ct-form/{other}", f"detach:{file.name}").status_code == 404
    assert act(person("reader"), path, f"detach:{file.name}").status_code == 403
    assert frappe.db.exists("File", file.name)
    assert act(clerk, path, f"detach:{file.name}").status_code == 303
    frappe.db.rollback()
    assert not frappe.db.exists("File", file.name)


def test_a_file_that_a_field_shows_stays(admin, record):
    name = record()
    admin.send(f"/ct-form/{name}", a_attach=(io.BytesIO(b"%PDF-1.4 shown"), "shown.pdf"))
    file = frappe.get_last_doc("File", {"attached_to_name": name})
    assert act(admin, f"/ct-form/{name}", f"detach:{file.name}").status_code == 417
    assert frappe.db.exists("File", file.name)


def test_a_refused_form_leaves_no_file_behind(admin, record):
    name = record()
    files = frappe.db.count("File")
    sent = {"a_attach": (io.BytesIO(b"%PDF-1.4 half"), "half.pdf"), "a_int": "many"}
    assert admin.send(f"/ct-form/{name}", **sent).status_code == 417
    frappe.db.rollback()
    assert frappe.db.count("File") == files


def test_what_refers_to_a_record_is_counted_for_those_who_may_see_it(admin, record):
    name = record()
    record(other=name)
    record(other=name)
    admin.open(f"/ct-form/{name}")
    assert f'<a href="/app/ct-form?other={name}">Ct Form (Other)</a>' in admin.page
    assert '<span class="soft">2</span>' in admin.page


@pytest.fixture
def workflow(ct, person):
    """Ct Form goes from Open to Closed, by System Managers, when its text is not empty."""
    for state in ("Open", "Closed"):
        if not frappe.db.exists("Workflow State", state):
            frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    if not frappe.db.exists("Workflow Action Master", "Close"):
        action = {"doctype": "Workflow Action Master", "workflow_action_name": "Close"}
        frappe.get_doc(action).insert()
    step = {"state": "Open", "action": "Close", "next_state": "Closed"}
    made = frappe.get_doc(
        {
            "doctype": "Workflow",
            "workflow_name": "Ct Closing",
            "document_type": "Ct Form",
            "workflow_state_field": "fixed",
            "is_active": 1,
            "states": [
                {"state": "Open", "doc_status": "0", "allow_edit": "System Manager"},
                {"state": "Closed", "doc_status": "0", "allow_edit": "System Manager"},
            ],
            "transitions": [
                {**step, "allowed": "System Manager", "condition": "doc.a_data"},
                {**step, "allowed": "Administrator", "condition": "doc.a_data"},
            ],
        }
    ).insert()
    frappe.db.commit()
    yield
    frappe.db.rollback()
    made.reload().delete()
    frappe.db.commit()


def test_a_step_of_the_workflow_takes_along_what_was_typed(admin, person, record, workflow):
    name = record(a_data="reason", a_int=1)
    admin.open(f"/ct-form/{name}")
    # One button, although both roles of the administrator may take the step.
    assert admin.page.count('value="step:Close"') == 1
    assert admin.send_again(f"/ct-form/{name}", _act="step:Close", a_int="2").status_code == 303
    assert (stored(name).fixed, stored(name).a_int) == ("Closed", 2)
    admin.open(f"/ct-form/{name}")
    assert 'value="step:Close"' not in admin.page and '<p class="state">Closed</p>' in admin.page


def test_a_step_that_is_not_open_is_refused_and_nothing_is_kept(admin, person, record, workflow):
    name = record(a_int=1)
    answer = admin.send(f"/ct-form/{name}", _act="step:Close", a_int="2")
    assert answer.status_code == 417
    assert inputs_of(admin.page)["a_int"] == "2"
    assert (stored(name).fixed, stored(name).a_int) == ("Open", 1)
    clerk = person("clerk")
    refused = clerk.send(f"/ct-form/{record(a_data='x')}", _act="step:Close")
    assert refused.status_code == 417
