"""The form of a record in the back office: what it takes, what it refuses, what it keeps."""

import datetime
import io
import re

import frappe
import pytest
from filling import inputs_of, stored

TYPED = {
    "a_data": ("Año & <b>", "Año &amp; &lt;b&gt;"),
    "a_int": ("-42", -42),
    "a_float": ("1234.567891", 1234.567891),
    "a_currency": ("0.1", 0.1),
    "a_percent": ("99.5", 99.5),
    "a_check": ("1", 1),
    "a_date": ("2024-02-29", datetime.date(2024, 2, 29)),
    "a_datetime": ("2024-02-29T23:59:58", datetime.datetime(2024, 2, 29, 23, 59, 58)),
    "a_time": ("07:08:09", datetime.timedelta(hours=7, minutes=8, seconds=9)),
    "a_small_text": ("one\r\ntwo", "one\ntwo"),
    "a_text": ("  kept as typed ", "  kept as typed "),
    "a_long_text": ("long", "long"),
    "a_text_editor": ("<p>ok</p><script>x()</script>", "<p>ok</p>&lt;script&gt;x()&lt;/script&gt;"),
    "a_markdown_editor": ("# one", "# one"),
    "a_code": ("if a < b: pass", "if a < b: pass"),
    "a_json": ('{"a": [1]}', '{"a": [1]}'),
    "a_color": ("#0b5563", "#0b5563"),
    "a_duration": ("1d 2h 30m", 95400.0),
    "a_phone": ("+593 7 123", "+593 7 123"),
    "a_autocomplete": ("any", "any"),
    "stars": ("3", 0.6),
    "size": ("Large", "Large"),
    "email": ("ana@example.org", "ana@example.org"),
}


def test_every_type_goes_in_and_comes_out_alike(admin, record):
    name = record()
    typed = {field: text for field, (text, _value) in TYPED.items()}
    assert admin.send(f"/ct-form/{name}", **typed).status_code == 303
    doc = stored(name)
    for field, (_text, value) in TYPED.items():
        if field not in ("a_data", "a_text_editor"):
            assert doc.get(field) == value, field
    assert "<script" not in doc.a_text_editor
    admin.open(f"/ct-form/{name}")
    shown = inputs_of(admin.page)
    for field, (text, _value) in TYPED.items():
        if field not in ("a_data", "a_text_editor", "a_small_text"):
            assert shown[field] == text, field
    assert admin.send_again(f"/ct-form/{name}").status_code == 303
    again = stored(name)
    assert again.modified == doc.modified, "nothing had changed, and something was written"


def test_what_is_drawn_stays_to_the_last_digit(admin, record):
    moment = "2024-05-06 07:08:09.123456"
    name = record(a_datetime=moment, a_float=0.123456789, a_small_text="a\nb", stars=0.33)
    before = stored(name)
    admin.send(f"/ct-form/{name}", a_data="touched")
    after = stored(name)
    assert str(after.a_datetime) == moment
    assert (after.a_float, after.stars, after.a_small_text) == (0.123456789, 0.33, "a\nb")
    assert after.modified > before.modified


WRONG = {
    "a_int": ("12a", "1.5", "1e3", "٣", "99999999999"),
    "a_float": ("1,234.5", "abc", "1e5", "nan", "inf", "."),
    "a_currency": ("$5", "1.2.3"),
    "a_date": ("29/02/2024", "2023-02-29", "2024-2-9", "0001-01-01"),
    "a_datetime": ("2024-02-29", "2024-02-29T25:00", "yesterday"),
    "a_time": ("25:00", "7", "07:08:09.5"),
    "a_check": ("yes", "2"),
    "a_json": ("{a: 1}", "{"),
    "a_color": ("red", "#12"),
    "a_duration": ("two hours", "5"),
    "a_password": ("****",),
    "email": ("ana@", "ana"),
    "size": ("Huge", "small"),
    "stars": ("6", "-1"),
    "short": ("123456",),
    "unsigned": ("-1",),
    "other": ("nobody",),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_written(admin, record, field):
    name = record(a_data="before")
    for text in WRONG[field]:
        answer = admin.send(f"/ct-form/{name}", **{field: text, "a_data": "after"})
        assert answer.status_code == 417, text
        assert admin.fault(field), text
        kept = inputs_of(admin.page)
        assert kept["a_data"] == "after"
        assert kept.get(field) == text or field in ("a_check", "a_password")
        assert f'href="#f-{field}"' in admin.page
        assert stored(name).a_data == "before"


def test_numbers_are_read_with_the_sites_decimal_sign(admin, record):
    name = record(a_float=1.5)
    settings = frappe.get_doc("System Settings")
    before = settings.number_format
    settings.db_set("number_format", "#.###,##")
    frappe.db.commit()
    frappe.clear_cache()
    try:
        admin.open(f"/ct-form/{name}")
        assert inputs_of(admin.page)["a_float"] == "1,5"
        assert admin.send(f"/ct-form/{name}", a_float="2.5").status_code == 417
        assert admin.send(f"/ct-form/{name}", a_float="2,5").status_code == 303
        assert stored(name).a_float == 2.5
    finally:
        settings.db_set("number_format", before)
        frappe.db.commit()
        frappe.clear_cache()


def test_a_record_is_made_with_defaults_and_values_of_the_address(admin):
    admin.open("/ct-form/new?a_int=7&size=Small&fixed=no&unseen=no&owner=Guest&size_=x")
    shown = inputs_of(admin.page)
    assert (shown["a_int"], shown["size"]) == ("7", "Small")
    answer = admin.send_again("/ct-form/new", title="Made of an address")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/app/ct-form/Made%20of%20an%20address"
    doc = stored("Made of an address")
    assert (doc.a_int, doc.size, doc.fixed, doc.unseen) == (7, "Small", None, None)
    assert doc.owner == "Administrator"


def test_a_bad_value_of_the_address_is_told_and_kept(admin):
    admin.open("/ct-form/new?a_int=many")
    assert inputs_of(admin.page)["a_int"] == "many"
    assert admin.fault("a_int")


def test_what_is_missing_is_told_where_it_is_missing(admin):
    answer = admin.send("/ct-form/new", a_data="kept")
    assert answer.status_code == 417
    answer = admin.send("/ct-paper/new", **{"rows-table": "1", "rows-rows": ["1"], "title": "x"})
    assert answer.status_code == 417
    assert admin.fault("rows-1-label")


def test_a_password_is_written_and_never_shown(admin, record):
    name = record()
    admin.send(f"/ct-form/{name}", a_password=" s3cret ")
    secret = stored(name).a_password
    assert secret and set(secret) == {"*"}
    admin.open(f"/ct-form/{name}")
    assert "s3cret" not in admin.page and "****" not in admin.page
    admin.send(f"/ct-form/{name}", a_data="other")
    assert stored(name).a_password == secret


def test_only_fields_the_form_offers_are_taken(admin, record):
    name = record(once="first", fixed="f", unseen="u")
    answer = admin.send(
        f"/ct-form/{name}",
        once="second", fixed="x", unseen="x", a_read_only="x", owner="Guest", docstatus="1",
        creation="2001-01-01", name="stolen", doctype="User", flags="x", idx="9", validate="x",
        ignore_permissions="1", parent="x", a_data="honest",
    )  # fmt: skip
    assert answer.status_code == 303
    doc = stored(name)
    assert (doc.a_data, doc.once, doc.fixed, doc.unseen) == ("honest", "first", "f", "u")
    assert (doc.owner, doc.docstatus, doc.idx, doc.a_read_only) == ("Administrator", 0, 0, None)


def test_a_level_one_may_not_read_is_not_sent_and_one_may_not_write_is_only_shown(person, record):
    name = record(secret="the reserved word")
    clerk, chief = person("clerk"), person("chief")
    clerk.open(f"/ct-form/{name}")
    assert "the reserved word" not in clerk.page and "Reserved" not in clerk.page
    chief.open(f"/ct-form/{name}")
    assert "the reserved word" in chief.page
    assert "secret" not in inputs_of(chief.page)
    for somebody in (clerk, chief):
        somebody.send(f"/ct-form/{name}", secret="taken", a_data="written")
        assert stored(name).secret == "the reserved word"
        assert stored(name).a_data == "written"
    copied = clerk.send(f"/ct-form/new?new-copy={name}", title="copy without secrets")
    assert copied.status_code == 303
    assert stored("copy without secrets").secret is None


def test_a_reader_sees_and_changes_nothing(person, record):
    name, reader = record(a_data="as it was"), person("reader")
    page = reader.open(f"/ct-form/{name}")
    assert page.status_code == 200
    assert set(inputs_of(reader.page)) <= {"csrf_token", "modified"}
    modified = inputs_of(reader.page).get("modified", "")
    for act in ("save", "delete", "rename", "attach", "submit", "cancel"):
        sent = {"_act": act, "modified": modified, "a_data": "mine", "name": "mine"}
        reader.post(f"/ct-form/{name}", sent)
        doc = stored(name)
        assert doc.a_data == "as it was", act
    assert reader.open("/ct-form/new").status_code == 403
    assert reader.post("/ct-form/new", {"title": "mine"}).status_code == 403
    assert reader.open("/ct-paper/any").status_code == 403
    assert reader.open("/user/Administrator").status_code == 403


def test_a_form_without_the_token_is_refused(admin, record):
    name = record()
    assert admin.post(f"/ct-form/{name}", {"csrf_token": "", "a_data": "x"}).status_code == 400
    assert admin.post(f"/ct-form/{name}", {"_act": "explode"}).status_code == 400
    assert stored(name).a_data is None


def test_a_stale_form_keeps_what_was_typed_and_tells_what_changed(admin, record):
    name = record(a_data="old", a_int=1)
    admin.open(f"/ct-form/{name}")
    doc = stored(name)
    doc.a_int = 2
    doc.save()
    frappe.db.commit()
    answer = admin.send_again(f"/ct-form/{name}", a_data="mine")
    assert answer.status_code == 417
    assert "after you opened it" in admin.page
    kept = inputs_of(admin.page)
    assert (kept["a_data"], kept["a_int"]) == ("mine", "1")
    assert 'id="a_int-stored">Stored now: 2<' in admin.page
    assert 'id="a_float-stored"' not in admin.page
    assert (stored(name).a_data, stored(name).a_int) == ("old", 2)
    assert admin.send_again(f"/ct-form/{name}", a_int="2").status_code == 303
    assert (stored(name).a_data, stored(name).a_int) == ("mine", 2)


def test_a_link_is_found_by_name_or_title_and_only_among_what_one_sees(admin, person, record):
    target, name = record(), record()
    assert admin.send(f"/ct-form/{name}", other=target).status_code == 303
    assert stored(name).other == target
    assert admin.send(f"/ct-form/{name}", kind="Ct Form", what=target).status_code == 303
    assert stored(name).what == target
    assert admin.send(f"/ct-form/{name}", kind="", what="x").status_code == 417
    assert admin.fault("what")
    found = admin.browser.get(f"/app/_links?doctype=Ct+Form&text={target[1:5]}").json
    assert [target, target] in found
    clerk = person("clerk")
    assert clerk.browser.get("/app/_links?doctype=Ct+Paper&text=").json == []
    assert clerk.browser.get("/app/_links?doctype=Nothing&text=").json == []
    assert clerk.send(f"/ct-form/{name}", kind="Ct Paper").status_code == 417


def test_a_file_field_takes_a_private_file_and_lets_it_go(admin):
    sent = {"a_attach": (io.BytesIO(b"%PDF-1.4 one"), "act.pdf")}
    answer = admin.send("/ct-form/new", title="With a file", **sent)
    assert answer.status_code == 303, admin.page
    doc = stored("With a file")
    assert doc.a_attach.startswith("/private/files/act")
    file = frappe.get_doc("File", {"file_url": doc.a_attach})
    assert (file.attached_to_doctype, file.attached_to_name) == ("Ct Form", "With a file")
    admin.send("/ct-form/With a file", a_attach="/private/files/other.pdf", a_data="x")
    assert stored("With a file").a_attach == doc.a_attach
    admin.send("/ct-form/With a file", **{"a_attach-empty": "1"})
    assert not stored("With a file").a_attach


def test_settings_have_a_form_of_their_own(admin):
    assert inputs_of((admin.open("/ct-choices"), admin.page)[1])["days"] == "3"
    assert admin.send("/ct-choices", town="Cañar", days="5").status_code == 303
    assert stored("Ct Choices", "Ct Choices").town == "Cañar"
    assert admin.send("/ct-choices", days="five").status_code == 417
    assert admin.post("/ct-choices", {"_act": "delete"}).status_code == 417


def test_an_unknown_record_is_not_found_but_for_strangers_it_is_forbidden(admin, person):
    assert admin.open("/ct-form/nothing here").status_code == 404
    assert person("clerk").open("/ct-paper/nothing here").status_code == 403


def test_pressing_for_a_row_does_not_make_a_stale_form_fresh(admin, record):
    name = record(a_data="old")
    admin.open(f"/ct-form/{name}")
    doc = stored(name)
    doc.a_data = "theirs"
    doc.save()
    frappe.db.commit()
    assert admin.send_again(f"/ct-form/{name}", _act="rows:add:rows").status_code == 200
    answer = admin.send_again(f"/ct-form/{name}", **{"rows-1-label": "mine"})
    assert answer.status_code == 417 and "after you opened it" in admin.page
    assert stored(name).a_data == "theirs"


def test_what_others_wrote_cannot_act_in_the_page(person, record):
    half = "<img src=x onerror=alert(1) "
    name = record(a_text_editor="plain", a_data=half, a_attach="javascript:alert(1)")
    frappe.db.set_value("Ct Form", name, "a_text_editor", f'{{"a": "{half}>"}}')
    for text in (half, f'["{half}>"]'):
        stored(name).add_comment("Comment", text)
        frappe.db.commit()
    reader = person("reader")
    reader.open(f"/ct-form/{name}")
    assert "onerror" in reader.page and not re.search(r"<[^>]*onerror", reader.page)
    assert 'href="javascript' not in reader.page
