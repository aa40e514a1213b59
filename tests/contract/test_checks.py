"""Contract 2.5: what the framework checks before a document is written."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")


def refused(error, doc):
    frappe.clear_messages()
    with pytest.raises(error) as caught:
        doc.insert()
    return str(caught.value)


# Mandatory


def test_a_missing_value_raises_mandatory_error_naming_the_fields(report):
    message = refused(frappe.MandatoryError, report(title=None, rows=[{"value": 1}]))
    assert message.startswith("[Ct Report, CTR-")
    assert "title" in message
    assert "label" in message
    assert len(frappe.get_message_log()) >= 2


def test_an_empty_table_that_is_mandatory_raises_mandatory_error():
    refused(frappe.MandatoryError, frappe.get_doc({"doctype": "Ct Need", "title": "x"}))


@pytest.mark.parametrize("body", ["<p></p>", "<div><br></div>", ""])
def test_markup_without_content_counts_as_missing(body):
    refused(frappe.MandatoryError, frappe.get_doc({"doctype": "Ct Plain", "body": body}))


@pytest.mark.parametrize("body", ["<p>&nbsp;</p>", '<p><img src="/files/a.png"></p>'])
def test_a_non_breaking_space_and_an_image_pass_as_content(body):
    frappe.get_doc({"doctype": "Ct Plain", "body": body}).insert()


def test_a_mandatory_number_of_zero_passes():
    frappe.get_doc({"doctype": "Ct Counted", "quantity": 0}).insert()
    refused(frappe.MandatoryError, frappe.get_doc({"doctype": "Ct Counted"}))


def test_ignore_mandatory_lets_a_document_through(report):
    assert report(title=None).insert(ignore_mandatory=True).name


def test_a_row_inserted_by_itself_needs_its_parent_and_with_one_leaves_it_alone(report):
    row = {"doctype": "Ct Row", "label": "alone"}
    refused(frappe.MandatoryError, frappe.get_doc(row))
    doc = report().insert()
    before = frappe.db.get_value("Ct Report", doc.name, "modified")
    place = {"parent": doc.name, "parenttype": "Ct Report", "parentfield": "rows"}
    frappe.get_doc({**row, **place}).insert()
    assert frappe.db.get_value("Ct Report", doc.name, "modified") == before
    assert [r.label for r in frappe.get_doc("Ct Report", doc.name).rows] == ["alone"]


# Links


def test_a_link_to_nothing_raises_link_validation_error_in_rows_too(report):
    refused(frappe.LinkValidationError, report(rows=[{"label": "a", "unit": "Nowhere"}]))
    refused(frappe.LinkValidationError, report(subject_type="No Such DocType"))


def test_a_link_with_fetched_values_is_checked_by_v16_only(report):
    try:
        doc = report(unit="Nowhere").insert()
    except frappe.LinkValidationError:
        return
    assert frappe.db.get_value("Ct Report", doc.name, "unit") == "Nowhere"


def test_a_link_takes_the_letters_of_its_target(unit, report):
    unit("Obras")
    doc = report(rows=[{"label": "a", "unit": "oBRAS"}]).insert()
    assert doc.rows[0].unit == "Obras"
    assert frappe.db.get_value("Ct Row", doc.rows[0].name, "unit") == "Obras"


def test_names_with_accents_are_found_without_them(unit, report):
    unit("Planificación")
    doc = report(rows=[{"label": "a", "unit": "PLANIFICACIÓN"}]).insert()
    assert doc.rows[0].unit == "Planificación"


def test_a_dynamic_link_to_nothing_raises_link_validation_error(report):
    refused(frappe.LinkValidationError, report(subject_type="Ct Unit", subject="Nowhere"))


def test_a_dynamic_link_without_its_type_raises_validation_error(report):
    refused(frappe.ValidationError, report(subject="Obras"))


def test_a_submittable_document_cannot_link_to_a_cancelled_one(report):
    target = report().insert().submit()
    target.cancel()
    bad = report(subject_type="Ct Report", subject=target.name)
    refused(frappe.CancelledLinkError, bad)


def test_ignore_links_lets_a_document_through(report):
    row = {"label": "a", "unit": "Nowhere"}
    assert report(rows=[row]).insert(ignore_links=True).rows[0].unit == "Nowhere"


# Fetched values


def test_fetch_from_overwrites_what_was_typed_on_every_save(unit, report):
    unit("Obras", acronym="OB")
    doc = report(unit="Obras", unit_acronym="typed").insert()
    assert doc.unit_acronym == "OB"
    doc.unit_acronym = "typed"
    doc.save()
    assert frappe.db.get_value("Ct Report", doc.name, "unit_acronym") == "OB"


def test_fetch_if_empty_keeps_what_was_typed(unit, report):
    unit("Obras", acronym="OB")
    assert report(unit="Obras", alias="typed").insert().alias == "typed"
    assert report(unit="Obras").insert().alias == "OB"


def test_clearing_the_link_leaves_the_fetched_text(unit, report):
    unit("Obras", acronym="OB")
    doc = report(unit="Obras").insert()
    doc.unit = None
    doc.save()
    assert frappe.db.get_value("Ct Report", doc.name, "unit_acronym") == "OB"


# Options, shapes, sizes


def test_a_value_that_is_no_option_raises_validation_error_and_blanks_pass(report):
    refused(frappe.ValidationError, report(status="Nowhere"))
    assert report(status=" Closed ").insert().status == "Closed"
    assert report(kind="").insert().kind == ""


@pytest.mark.parametrize(
    ("fieldname", "bad", "good"),
    [
        ("email", "a@b", "ana@example.com"),
        ("phone", "call me", "+593 98 123-4567"),
        ("web", "nowhere", "https://example.org/x"),
        ("person", "<x>{}", "Ana María"),
    ],
)
def test_data_with_a_shape_is_checked_and_blank_passes(report, fieldname, bad, good):
    refused(frappe.ValidationError, report(**{fieldname: bad}))
    assert report(**{fieldname: good}).insert().get(fieldname) == good
    report(**{fieldname: ""}).insert()


@pytest.mark.parametrize("values", [{"title": "x" * 141}, {"short": "123456"}])
def test_text_longer_than_its_column_raises_character_length_exceeded_error(report, values):
    refused(frappe.CharacterLengthExceededError, report(**values))


def test_an_int_beyond_its_column_raises_character_length_exceeded_error(report):
    refused(frappe.CharacterLengthExceededError, report(quantity=2**31 + 1))


def test_a_negative_number_where_none_is_allowed_raises_non_negative_error(report):
    refused(frappe.NonNegativeError, report(positive=-1))


# Unique


def test_blanks_in_a_unique_field_coexist_and_a_repeated_value_raises(report):
    report(code="").insert()
    report(code="").insert()
    report(code="A").insert()
    refused(frappe.UniqueValidationError, report(code="A"))


def test_unique_values_compare_without_case_accents_and_trailing_spaces(report):
    report(code="Árbol").insert()
    refused(frappe.UniqueValidationError, report(code="arbol "))


# Once, and after submission


@pytest.mark.parametrize("first", ["first", None])
def test_a_field_set_only_once_keeps_what_it_was_inserted_with_even_nothing(report, first):
    doc = report(once=first).insert()
    doc.save()
    doc.once = "second"
    with pytest.raises(frappe.CannotChangeConstantError):
        doc.save()


def test_changing_a_field_of_a_submitted_document_raises_update_after_submit_error(report):
    doc = report().insert().submit()
    doc.title = "April"
    with pytest.raises(frappe.UpdateAfterSubmitError):
        doc.save()


def test_adding_and_removing_rows_of_a_submitted_document_raises_too(report):
    doc = report(rows=[{"label": "a"}]).insert().submit()
    doc.append("rows", {"label": "b"})
    with pytest.raises(frappe.UpdateAfterSubmitError):
        doc.save()
    doc = frappe.get_doc("Ct Report", doc.name)
    doc.set("rows", [])
    with pytest.raises(frappe.UpdateAfterSubmitError):
        doc.save()


def test_a_field_that_allows_it_changes_after_submission(report):
    doc = report().insert().submit()
    doc.remark = "seen"
    doc.save()
    assert frappe.db.get_value("Ct Report", doc.name, "remark") == "seen"


# Not checked, converted


def test_read_only_and_precision_are_not_enforced(report):
    doc = report(locked="written", ratio=1.123456789).insert()
    stored = frappe.db.get_value("Ct Report", doc.name, ["locked", "ratio"])
    assert stored == ("written", 1.123456789)


def test_values_become_what_their_columns_hold(report):
    doc = report(done="yes", quantity="7.9", ratio="1,234.5", stars=1.7).insert().reload()
    assert (doc.done, doc.quantity, doc.ratio, doc.stars) == (0, 7, 1234.5, 1)


def test_json_comes_back_as_text(report):
    doc = report(data='{"a": 1}').insert().reload()
    assert isinstance(doc.data, str)
    assert frappe.parse_json(doc.data) == {"a": 1}


def test_markup_is_cleaned_but_json_looking_text_is_not(report):
    doc = report(
        title="<script>alert(1)</script>", remark='{"a":"<script>"}', body="1 < 2 > 0"
    ).insert()
    stored = frappe.db.get_value("Ct Report", doc.name, ["title", "remark", "body"])
    assert "<script>" not in stored[0]
    assert "&lt;script&gt;" in stored[0]
    assert stored[1] == '{"a":"<script>"}'
    assert stored[2] == "1 < 2 > 0"


def test_bold_survives_and_event_handlers_do_not(report):
    doc = report(title="<b>x</b>", body='<p onclick="x()">y</p>').insert()
    stored = frappe.db.get_value("Ct Report", doc.name, ["title", "body"])
    assert stored[0] == "<b>x</b>"
    assert "onclick" not in stored[1]


# Permission levels


def test_a_change_above_the_users_level_is_put_back_without_exception(report, acting):
    name = report(secret="kept").insert().name
    acting("ana")
    doc = frappe.get_doc("Ct Report", name)
    doc.update({"secret": "changed", "title": "April"})
    doc.save()
    assert frappe.db.get_value("Ct Report", name, ["secret", "title"]) == ("kept", "April")
    acting("jefa")
    doc = frappe.get_doc("Ct Report", name)
    doc.secret = "changed"
    doc.save()
    assert frappe.db.get_value("Ct Report", name, "secret") == "changed"
