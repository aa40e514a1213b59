"""Contract pitfall 35: text compares without case, accents and trailing blanks, in every field."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")

WORKS, COAST = "Obras Públicas", "Ñuñoa Größe"


@pytest.fixture
def filed(unit, report):
    """Two units and a report of each, linked to in every way there is."""
    unit(WORKS)
    unit(COAST)
    made = {}
    for name, status in ((WORKS, "Open"), (COAST, "Closed")):
        values = {"title": name, "unit": name, "status": status, "code": name}
        subject = {"subject_type": "Ct Unit", "subject": name}
        rows = [{"label": name, "unit": name}]
        made[name] = report(**values, **subject, rows=rows).insert().name
    return made


def titles(filters, **more):
    return frappe.get_all("Ct Report", filters, pluck="title", order_by="title", **more)


def of_subject(condition):
    return {"subject_type": "Ct Unit", "subject": condition}


@pytest.mark.parametrize("spelling", [WORKS, "obras publicas", "OBRAS PÚBLICAS", "Öbras publicas "])
@pytest.mark.parametrize("field", ["title", "unit", "code"])
def test_fields_are_found_however_their_value_is_spelt(filed, field, spelling):
    assert titles({field: spelling}) == [WORKS]
    assert titles({field: ["!=", spelling]}) == [COAST]
    assert titles({field: ["in", [spelling, "x"]]}) == [WORKS]
    assert titles({field: ["not in", [spelling, "x"]]}) == [COAST]
    assert frappe.db.count("Ct Report", {field: spelling}) == 1
    assert frappe.db.exists("Ct Report", {field: spelling}) == filed[WORKS]
    assert frappe.db.get_value("Ct Report", {field: spelling}, "title") == WORKS


@pytest.mark.parametrize("spelling", ["nunoa grosse", "ÑUÑOA GRÖSSE ", "Nuñoa Grösse"])
def test_links_and_names_are_found_however_they_are_spelt(filed, spelling):
    assert titles({"unit": spelling}) == [COAST]
    assert titles(of_subject(spelling)) == [COAST]
    assert titles({"subject": spelling}) == [COAST]
    assert titles(of_subject(["in", [spelling]])) == [COAST]
    assert frappe.get_all("Ct Unit", {"name": spelling}, pluck="name") == [COAST]
    assert frappe.get_all("Ct Unit", {"name": ["in", [spelling]]}, pluck="name") == [COAST]
    assert frappe.get_all("Ct Unit", {"name": ["not in", [spelling]]}, pluck="name") == [WORKS]
    assert frappe.db.exists("Ct Unit", {"name": spelling}) == COAST
    assert frappe.db.get_value("Ct Unit", spelling, "unit_name") == COAST
    rows = frappe.get_all("Ct Row", {"unit": spelling}, pluck="label")
    assert rows == [COAST]


def test_patterns_ignore_case_and_accents_in_links_too(filed):
    assert titles({"unit": ["like", "%PUBLICÁS"]}) == [WORKS]
    assert titles({"unit": ["not like", "%publicas%"]}) == [COAST]
    assert titles(of_subject(["like", "nun_a%"])) == [COAST]
    assert frappe.get_all("Ct Unit", {"name": ["like", "óbras%"]}, pluck="name") == [WORKS]


def test_a_document_is_got_and_linked_to_by_any_spelling_of_its_name(filed):
    for title, spelling in (("A", "obras publicas"), ("B", "OBRAS PÚBLICAS")):
        assert frappe.get_doc("Ct Unit", spelling).unit_name == WORKS
        child = {"doctype": "Ct Unit", "unit_name": title, "parent_ct_unit": spelling}
        assert frappe.get_doc(child).insert().parent_ct_unit == WORKS
        assert frappe.db.exists("Ct Unit", spelling) == WORKS


def test_a_user_is_restricted_to_a_record_by_any_spelling_of_its_name(filed, restrict, acting):
    restrict("ana", "Ct Unit", "obras publicas")
    acting("ana")
    assert frappe.get_list("Ct Report", pluck="title") == [WORKS]
    assert frappe.get_list("Ct Report", {"unit": "OBRAS PUBLICAS"}, pluck="title") == [WORKS]
    assert frappe.get_list("Ct Unit", pluck="name") == [WORKS]
    assert frappe.has_permission("Ct Report", doc=filed[WORKS])
    assert not frappe.has_permission("Ct Report", doc=filed[COAST])


def test_a_select_is_found_however_it_is_spelt(filed):
    assert titles({"status": "OPEN "}) == [WORKS]
    assert titles({"status": ["!=", "ópen"]}) == [COAST]
    assert titles({"status": ["in", ["clósed", "late"]]}) == [COAST]


def test_values_are_written_and_rows_deleted_by_any_spelling(filed):
    frappe.db.set_value("Ct Report", {"unit": "obras publicas"}, "remark", "found")
    frappe.db.set_value("Ct Unit", "nunoa grosse", "acronym", "NG")
    assert frappe.db.get_value("Ct Report", filed[WORKS], "remark") == "found"
    assert frappe.db.get_value("Ct Unit", COAST, "acronym") == "NG"
    frappe.db.delete("Ct Report", {"unit": "obras publicas"})
    assert titles({}) == [COAST]


def test_the_tree_below_a_unit_is_found_by_any_spelling_of_it(filed, unit):
    unit("Vial", WORKS)
    below = {"name": ["descendants of", "obras publicas"]}
    assert frappe.get_all("Ct Unit", below, pluck="name") == ["Vial"]


def test_records_are_grouped_and_told_apart_as_they_compare(filed, report):
    report(title="obras publicas", unit="OBRAS PUBLICAS").insert()
    counted = frappe.get_all("Ct Report", fields=["unit", "count(name) as n"], group_by="unit")
    assert sorted(row.n for row in counted) == [1, 2]
    assert len(frappe.get_all("Ct Report", fields=["unit"], distinct=True)) == 2
    assert len(frappe.get_all("Ct Report", fields=["title"], distinct=True)) == 2


def test_names_and_unique_values_are_one_whatever_their_spelling(filed, report):
    frappe.get_doc({"doctype": "Ct Prompt", "name": WORKS}).insert()
    with pytest.raises(frappe.DuplicateEntryError):
        frappe.get_doc({"doctype": "Ct Prompt", "name": "OBRAS PUBLICAS"}).insert()
    with pytest.raises(frappe.UniqueValidationError):
        report(code="nunoa grosse").insert()


ORDER = ["", "_b", "-b", ",b", "¿b", ".b", "«b", "(b", "/b", "&b", "#b", "°b", "+b", "=b", "$b",
         "2b", "a b", "Á-b", "ab", "Año", "anual", "ñandú", "ob", "Zb"]  # fmt: skip


def test_marks_sort_before_digits_and_those_before_letters(report):
    for code in reversed(ORDER[1:]):
        report(code=code).insert()
    coded = {"code": ["is", "set"]}
    sorted_codes = frappe.get_all("Ct Report", coded, pluck="code", order_by="code asc")
    assert sorted_codes == ORDER[1:]
    assert frappe.get_all("Ct Report", coded, pluck="code", order_by="code desc")[0] == "Zb"


def test_results_of_functions_sort_as_text_does(report):
    for title in ("Zb", "ñandú", "anual", "Año", "Z_b", "z-b"):
        report(title=title).insert()
    wanted = ["Año", "anual", "ñandú", "Z_b", "z-b", "Zb"]
    assert frappe.get_all("Ct Report", pluck="title", order_by="ifnull(title, '') asc") == wanted
    assert frappe.get_all("Ct Report", pluck="title", order_by="concat(title, kind) asc") == wanted


def test_none_sorts_before_empty_text_and_that_before_all_other(report):
    for title, remark in (("none", None), ("empty", ""), ("text", "a")):
        made = report(title=title).insert()
        made.db_set("remark", remark)
    assert titles({}, limit=3) == ["empty", "none", "text"]
    found = frappe.get_all("Ct Report", pluck="title", order_by="remark asc")
    assert found == ["none", "empty", "text"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("nº 1ª", "NO 1A"),
        ("m²", "M2"),
        ("œuvre", "OEUVRE"),
        ("a\u00a0b", "A B"),
        ("Año…", "ano..."),
    ],
)
def test_signs_that_stand_for_letters_are_those_letters(report, left, right):
    report(title=left).insert()
    assert frappe.db.count("Ct Report", {"title": right}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [("æ", "ae"), ("ø", "o"), ("°", "o"), ("–", "-"), ("“a”", '"a"'), ("´", "'"), ("¿", "?")],
)
def test_signs_that_only_look_alike_are_told_apart(report, left, right):
    report(title=left).insert()
    assert frappe.db.count("Ct Report", {"title": right}) == 0


def test_functions_know_letters_with_accents(report):
    report(title="Ñandú").insert()
    asked = ["lower(title) as small", "upper(title) as big", "length(title) as bytes"]
    told = frappe.get_all("Ct Report", fields=[*asked, "locate('AND', title) as place"])[0]
    assert (told.small, told.big, told.bytes, told.place) == ("ñandú", "ÑANDÚ", 7, 2)
    query = "select field(title, 'a', 'nandu'), greatest('ñ', 'o'), least('ñ', 'o')"
    assert frappe.db.sql(f"{query} from `tabCt Report`") == ((2, "o", "ñ"),)


def test_an_average_is_the_same_to_nine_decimals(report):
    for quantity in (1, 2, 2):
        report(quantity=quantity, amount=quantity / 3).insert()
    average = frappe.get_all("Ct Report", fields=["avg(quantity) as q", "avg(amount) as a"])[0]
    assert float(average.q) == pytest.approx(5 / 3, abs=1e-4)
    assert float(average.a) == pytest.approx(5 / 9, abs=1e-9)
