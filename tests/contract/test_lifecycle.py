"""Contract 2.1 to 2.4 and 2.9: what happens to a document, in which order, what forbids it."""

import datetime

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")

EVENTS = (
    "before_insert", "before_naming", "before_validate", "validate", "before_save", "before_submit",
    "before_cancel", "before_update_after_submit", "after_insert", "on_update", "on_submit",
    "on_cancel", "on_update_after_submit", "on_change", "before_change",
)  # fmt: skip


def listening(doc):
    """A list that grows as the document's events come."""
    heard = []
    for event in EVENTS:
        setattr(doc, event, lambda *_args, event=event: heard.append(event))
    return heard


def loaded(doc):
    return frappe.get_doc(doc.doctype, doc.name)


# Order


def test_insert_calls_its_events_in_order(report):
    doc = report()
    heard = listening(doc)
    doc.insert()
    assert heard == [
        "before_insert",
        "before_naming",
        "before_validate",
        "validate",
        "before_save",
        "after_insert",
        "on_update",
        "on_change",
    ]


def test_save_calls_its_events_in_order(report):
    doc = report().insert()
    heard = listening(doc)
    doc.title = "April"
    doc.save()
    assert heard == ["before_validate", "validate", "before_save", "on_update", "on_change"]


def test_submit_calls_validate_and_before_submit_but_never_before_save(report):
    doc = report().insert()
    heard = listening(doc)
    doc.submit()
    assert heard == [
        "before_validate",
        "validate",
        "before_submit",
        "on_update",
        "on_submit",
        "on_change",
    ]


def test_save_of_a_submitted_document_calls_only_the_update_after_submit_events(report):
    doc = report().insert().submit()
    heard = listening(doc)
    doc.remark = "seen"
    doc.save()
    assert heard == ["before_update_after_submit", "on_update_after_submit", "on_change"]


def test_cancel_runs_no_validate_so_an_invalid_document_can_still_be_cancelled(report):
    doc = report().insert().submit()
    frappe.db.set_value("Ct Report", doc.name, {"title": "", "status": "Nowhere"})
    doc = loaded(doc)
    heard = listening(doc)
    doc.cancel()
    assert heard == ["before_cancel", "on_cancel", "on_change"]
    assert loaded(doc).docstatus.is_cancelled()


def test_insert_with_docstatus_one_submits_at_once(report):
    doc = report(docstatus=1)
    heard = listening(doc)
    doc.insert()
    assert [event for event in heard if event != "before_naming"] == [
        "before_insert",
        "before_validate",
        "validate",
        "before_submit",
        "after_insert",
        "on_update",
        "on_submit",
        "on_change",
    ]


def test_flags_in_insert_is_true_but_while_the_row_is_written_and_after_insert_runs(report):
    doc, seen = report(), {}
    for event in ("validate", "after_insert", "on_update"):
        setattr(doc, event, lambda event=event: seen.update({event: bool(doc.flags.in_insert)}))
    doc.insert()
    assert seen == {"validate": True, "after_insert": False, "on_update": True}
    assert not doc.flags.in_insert


def test_run_method_calls_a_method_of_the_document_by_name(report):
    doc = report()
    doc.greet = lambda whom: f"hello {whom}"
    assert doc.run_method("greet", "Ana") == "hello Ana"
    assert doc.run_method("no_such_method") is None


def test_ignore_validate_skips_before_validate_and_validate(report):
    doc = report()
    heard = listening(doc)
    doc.flags.ignore_validate = True
    doc.insert()
    assert "validate" not in heard
    assert "on_update" in heard


def test_an_exception_in_on_update_leaves_the_row_in_the_open_transaction(report):
    doc = report()

    def fail():
        raise frappe.ValidationError("no")

    doc.on_update = fail
    with pytest.raises(frappe.ValidationError):
        doc.insert()
    assert frappe.db.exists("Ct Report", doc.name)


def test_db_set_runs_on_change_but_not_validate_and_bumps_modified(report):
    doc = report().insert()
    before = doc.modified
    heard = listening(doc)
    doc.db_set("title", "April")
    assert "on_change" in heard
    assert "validate" not in heard
    assert str(doc.modified) > str(before)
    assert frappe.db.get_value("Ct Report", doc.name, "title") == "April"


def test_db_set_can_leave_modified_alone_and_take_several_fields(report):
    doc = report().insert()
    before = frappe.db.get_value("Ct Report", doc.name, "modified")
    doc.db_set({"title": "April", "quantity": 4}, update_modified=False)
    row = frappe.db.get_value("Ct Report", doc.name, ["title", "quantity", "modified"])
    assert row == ("April", 4, before)


def test_db_set_value_runs_nothing_yet_makes_an_object_loaded_earlier_stale(report):
    doc = loaded(report().insert())
    heard = listening(doc)
    frappe.db.set_value("Ct Report", doc.name, "title", "April")
    assert heard == []
    with pytest.raises(frappe.TimestampMismatchError):
        doc.save()


# Stamps and types in memory


def test_owner_and_stamps_are_the_frameworks(report):
    doc = report(owner="ct.ana@example.com", creation="2001-01-01", modified_by="x").insert()
    row = frappe.db.get_value("Ct Report", doc.name, ["owner", "modified_by", "creation"])
    assert row[:2] == ("Administrator", "Administrator")
    assert row[2].year > 2001


@pytest.mark.parametrize(("fieldname", "value"), [("owner", "x@y.z"), ("creation", "2001-01-01")])
def test_changing_owner_or_creation_raises_cannot_change_constant_error(report, fieldname, value):
    doc = loaded(report().insert())
    doc.set(fieldname, value)
    with pytest.raises(frappe.CannotChangeConstantError):
        doc.save()


def test_after_insert_modified_is_text_and_after_loading_a_datetime(report):
    doc = report().insert()
    assert isinstance(doc.modified, str)
    assert isinstance(doc.creation, str)
    assert isinstance(loaded(doc).modified, datetime.datetime)


def test_values_given_as_text_stay_text_in_memory_until_reload(report):
    doc = report(amount="12.5", day="2026-01-05", quantity="7").insert()
    assert (doc.amount, doc.day, doc.quantity) == ("12.5", "2026-01-05", "7")
    doc.reload()
    assert (doc.amount, doc.day, doc.quantity) == (12.5, datetime.date(2026, 1, 5), 7)


def test_unset_numbers_are_none_in_memory_although_the_database_has_zero(report):
    doc = report().insert()
    assert doc.amount is None
    assert loaded(doc).amount == 0.0


def test_is_new_is_true_for_new_doc_and_not_after_insert(report):
    doc = frappe.new_doc("Ct Report")
    assert doc.is_new()
    doc.title = "March"
    doc.insert()
    assert not doc.is_new()


def test_unknown_keys_stay_in_memory_and_are_not_saved(report):
    doc = report(nonsense="x").insert()
    assert doc.nonsense == "x"
    assert loaded(doc).get("nonsense") is None


def test_a_missing_attribute_raises_attribute_error_and_get_answers_none(report):
    doc = report()
    assert doc.get("missing") is None
    with pytest.raises(AttributeError):
        _ = doc.missing


def test_name_is_none_before_insert_and_on_a_copy(report):
    doc = report()
    assert doc.name is None
    assert frappe.copy_doc(doc.insert()).name is None


# docstatus


def test_docstatus_knows_its_words(report):
    doc = report().insert()
    assert doc.docstatus.is_draft()
    doc.submit()
    assert doc.docstatus.is_submitted()
    assert doc.docstatus == 1


@pytest.mark.parametrize(("start", "end"), [(1, 0), (0, 2)])
def test_going_back_to_draft_or_from_draft_to_cancelled_is_refused(report, start, end):
    doc = report(docstatus=start).insert()
    doc.docstatus = end
    with pytest.raises(frappe.DocstatusTransitionError):
        doc.save()


def test_saving_a_cancelled_document_raises_validation_error(report):
    doc = report().insert().submit()
    doc.cancel()
    with pytest.raises(frappe.ValidationError):
        doc.save()


def test_a_doctype_that_is_not_submittable_accepts_submit_silently():
    doc = frappe.get_doc({"doctype": "Ct Prompt", "name": "A1"}).insert()
    doc.submit()
    assert frappe.db.get_value("Ct Prompt", "A1", "docstatus") == 1


def test_rows_follow_the_docstatus_of_their_parent(report):
    doc = report(rows=[{"label": "a"}]).insert().submit()
    assert frappe.db.get_value("Ct Row", doc.rows[0].name, "docstatus") == 1


# Concurrency


def test_saving_what_somebody_else_saved_meanwhile_raises_timestamp_mismatch_error(report):
    name = report().insert().name
    mine, theirs = frappe.get_doc("Ct Report", name), frappe.get_doc("Ct Report", name)
    theirs.title = "April"
    theirs.save()
    mine.title = "May"
    with pytest.raises(frappe.TimestampMismatchError):
        mine.save()


def test_saving_twice_in_a_row_needs_no_reload(report):
    doc = report().insert()
    for title in ("April", "May"):
        doc.title = title
        doc.save()
    assert frappe.db.get_value("Ct Report", doc.name, "title") == "May"


def test_a_locked_document_cannot_be_saved_through_another_object(report):
    doc = report().insert()
    doc.lock()
    try:
        with pytest.raises(frappe.DocumentLockedError):
            loaded(doc).save()
    finally:
        doc.unlock()
    loaded(doc).save()


def test_get_doc_before_save_is_none_on_insert_and_the_stored_version_on_save(report):
    doc, seen = report(rows=[{"label": "a"}]), []
    doc.on_update = lambda: seen.append(doc.get_doc_before_save())
    doc.insert()
    doc.title = "April"
    doc.rows[0].label = "b"
    doc.save()
    assert seen[0] is None
    assert (seen[1].title, seen[1].rows[0].label) == ("March", "a")


def test_has_value_changed_is_true_on_a_new_document_and_for_text_against_number(report):
    doc = report(quantity=5, day="2026-01-05").insert()
    doc, seen = loaded(doc), {}

    def look():
        seen.update({name: doc.has_value_changed(name) for name in ("quantity", "day", "title")})

    doc.validate = look
    doc.update({"quantity": "5", "day": "2026-01-05"})
    doc.save()
    assert seen == {"quantity": True, "day": False, "title": False}
    fresh, new = report(), {}
    fresh.validate = lambda: new.update(title=fresh.has_value_changed("title"))
    fresh.insert()
    assert new == {"title": True}


# Deleting


def test_delete_doc_on_a_missing_name_returns_false_unless_told_otherwise():
    assert frappe.delete_doc("Ct Report", "NONE") is False
    with pytest.raises(frappe.DoesNotExistError):
        frappe.delete_doc("Ct Report", "NONE", ignore_missing=False)


def test_deleting_takes_the_rows_along_and_keeps_a_deleted_document(report):
    doc = report(rows=[{"label": "a"}]).insert()
    doc.delete()
    assert not frappe.db.exists("Ct Report", doc.name)
    assert not frappe.db.exists("Ct Row", {"parent": doc.name})
    kept = {"deleted_doctype": "Ct Report", "deleted_name": doc.name}
    assert frappe.db.exists("Deleted Document", kept)


def test_a_submitted_document_cannot_be_deleted(report):
    doc = report().insert().submit()
    with pytest.raises(frappe.ValidationError):
        doc.delete()


@pytest.fixture
def obras(unit):
    unit("Alcaldía")
    return unit("Obras", "Alcaldía")


def test_deleting_a_linked_document_raises_link_exists_error_and_force_deletes_it(obras, report):
    report(unit="Obras").insert()
    with pytest.raises(frappe.LinkExistsError):
        frappe.delete_doc("Ct Unit", "Obras")
    frappe.delete_doc("Ct Unit", "Obras", force=True)
    assert not frappe.db.exists("Ct Unit", "Obras")


def test_a_link_in_a_child_row_keeps_its_target_too(obras, report):
    report(rows=[{"label": "a", "unit": "Obras"}]).insert()
    with pytest.raises(frappe.LinkExistsError):
        frappe.delete_doc("Ct Unit", "Obras")


def test_even_a_cancelled_document_keeps_the_targets_of_its_links(obras, report):
    report(unit="Obras").insert().submit().cancel()
    with pytest.raises(frappe.LinkExistsError):
        frappe.delete_doc("Ct Unit", "Obras")


def test_a_cancelled_document_does_not_keep_the_target_of_a_dynamic_link(report):
    frappe.get_doc({"doctype": "Ct Prompt", "name": "P1"}).insert()
    report(subject_type="Ct Prompt", subject="P1").insert().submit().cancel()
    frappe.delete_doc("Ct Prompt", "P1")
    assert not frappe.db.exists("Ct Prompt", "P1")


def test_a_dynamic_link_keeps_its_target(report):
    frappe.get_doc({"doctype": "Ct Prompt", "name": "P1"}).insert()
    report(subject_type="Ct Prompt", subject="P1").insert()
    with pytest.raises(frappe.LinkExistsError):
        frappe.delete_doc("Ct Prompt", "P1")


def test_cancelling_a_document_a_submitted_one_refers_to_raises_link_exists_error(report):
    target = report().insert().submit()
    report(subject_type="Ct Report", subject=target.name).insert().submit()
    with pytest.raises(frappe.LinkExistsError):
        target.cancel()


# Renaming


def test_renaming_changes_every_link_and_the_naming_field(unit, report):
    unit("Obras")
    doc = report(unit="Obras", rows=[{"label": "a", "unit": "Obras"}]).insert()
    assert frappe.rename_doc("Ct Unit", "Obras", "Vialidad") == "Vialidad"
    loaded_doc = loaded(doc)
    assert (loaded_doc.unit, loaded_doc.rows[0].unit) == ("Vialidad", "Vialidad")
    assert frappe.db.get_value("Ct Unit", "Vialidad", "unit_name") == "Vialidad"
    assert not frappe.db.exists("Ct Unit", "Obras")
    edits = {"reference_name": "Vialidad", "comment_type": "Edit"}
    assert frappe.db.exists("Comment", edits)


def test_renaming_moves_dynamic_links_and_rows(report):
    frappe.get_doc({"doctype": "Ct Prompt", "name": "P1"}).insert()
    doc = report(subject_type="Ct Prompt", subject="P1").insert()
    frappe.rename_doc("Ct Prompt", "P1", "P2")
    assert loaded(doc).subject == "P2"


def test_renaming_needs_allow_rename_unless_forced(report):
    doc = report(rows=[{"label": "a"}]).insert()
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("Ct Report", doc.name, "OTHER")
    frappe.rename_doc("Ct Report", doc.name, "OTHER", force=True)
    assert [row.label for row in frappe.get_doc("Ct Report", "OTHER").rows] == ["a"]


def test_renaming_to_a_taken_name_is_refused_and_merging_needs_the_target():
    for name in ("P1", "P2"):
        frappe.get_doc({"doctype": "Ct Prompt", "name": name}).insert()
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("Ct Prompt", "P1", "P2")
    with pytest.raises(frappe.ValidationError):
        frappe.rename_doc("Ct Prompt", "P1", "P3", merge=True)


def test_merging_moves_the_links_and_removes_the_old_record(report):
    for name in ("P1", "P2"):
        frappe.get_doc({"doctype": "Ct Prompt", "name": name}).insert()
    doc = report(subject_type="Ct Prompt", subject="P1").insert()
    assert frappe.rename_doc("Ct Prompt", "P1", "P2", merge=True) == "P2"
    assert loaded(doc).subject == "P2"
    assert not frappe.db.exists("Ct Prompt", "P1")
