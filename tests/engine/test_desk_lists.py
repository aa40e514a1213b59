"""The lists of the back office: asked, sorted, paged, acted on, exported, as a tree."""

import csv
import io
import re

import desk_town
import frappe
import openpyxl
import pytest
from werkzeug.datastructures import MultiDict

from frappe_embedded.desk.lists import page_of
from frappe_embedded.desk.questions import read


def body(response):
    return response.get_data(as_text=True)


def titles(response):
    assert response.status_code == 200, body(response)
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body(response))


def token(browser, path="/app/desk-paper"):
    return re.search(r'name="csrf_token" value="([^"]+)"', body(browser.get(path)))[1]


@pytest.fixture
def papers(person):
    """The list of papers asked by somebody, always from the oldest."""
    browsers = {}

    def asked(who="Administrator", **query):
        browser = browsers.setdefault(who, person(who))
        query = {"sort": "received", "dir": "asc", **query}
        return browser.get("/app/desk-paper", query_string=query)

    return asked


@pytest.fixture
def paper(desk):
    """Makes papers that are gone when the test is over."""
    made = []

    def one(title, kind="Open", received="2026-03-01"):
        made.append(desk_town.paper(title, "Works", kind, received))
        return made[-1]

    yield one
    for doc in made:
        frappe.delete_doc("Desk Paper", doc.name, ignore_missing=True)
    frappe.db.commit()


# Asking


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Bridge", "Library", "Pavement", "Stage"]),
        ({"q": "brid"}, ["Bridge"]),
        ({"q": "nandu"}, ["Pavement"]),
        ({"is.office": "Culture"}, ["Library", "Stage"]),
        ({"is.kind": "Complaint"}, ["Library"]),
        ({"f": "amount", "o": "gt", "v": "80"}, ["Bridge", "Stage"]),
        ({"f": "amount", "o": "eq", "v": "1200.5"}, ["Bridge"]),
        ({"f": "received", "o": "ge", "v": "2026-02-01"}, ["Pavement", "Stage"]),
        ({"f": "urgent", "o": "eq", "v": "Yes"}, ["Bridge", "Stage"]),
        ({"f": "urgent", "o": "eq", "v": "no"}, ["Library", "Pavement"]),
        ({"f": "title", "o": "lacks", "v": "a"}, ["Bridge"]),
        ({"f": "kind", "o": "in", "v": "complaint, open"}, ["Library"]),
        ({"f": "note", "o": "unset", "v": ""}, ["Stage"]),
        ({"f": "office", "o": "under", "v": "Works"}, ["Bridge", "Pavement"]),
        ({"f": ["office", "urgent"], "o": ["eq", "eq"], "v": ["Roads", "1"]}, ["Bridge"]),
        ({"f": "creation", "o": "gt", "v": "2030-01-01"}, []),
        ({"f": "creation", "o": "ge", "v": "2020-01-01", "is.kind": "Complaint"}, ["Library"]),
    ],
)
def test_a_list_answers_what_its_address_asks(papers, query, found):
    assert titles(papers(**query)) == found


def test_a_whole_day_counts_when_a_moment_is_compared_with_a_day(papers):
    today = frappe.utils.nowdate()
    for operator, found in (("eq", 4), ("le", 4), ("gt", 0), ("lt", 0), ("ge", 4)):
        assert len(titles(papers(f="creation", o=operator, v=today))) == found


def test_a_filter_that_cannot_be_read_is_named_and_left_out(papers):
    answer = papers(f="received", o="eq", v="soon")
    assert len(titles(answer)) == 4
    assert 'class="notice warning"' in body(answer)


def test_a_list_is_sorted_by_a_column_both_ways(papers):
    assert titles(papers(sort="title", dir="desc"))[0] == "Stage"
    assert titles(papers(sort="amount", dir="asc"))[0] == "Library"
    page = body(papers(sort="amount", dir="asc"))
    assert 'aria-sort="ascending"' in page
    assert "sort=amount&amp;dir=desc" in page


def test_a_list_comes_in_pages_and_keeps_its_question(papers, paper):
    for number in range(45):
        paper(f"Sheet {number:02}")
    query = {"is.office": "Works", "sort": "title", "dir": "asc"}
    first, last = papers(**query), papers(**query, page=3)
    assert titles(first)[0] == "Sheet 00"
    assert len(titles(first)) == 20
    assert titles(last) == [f"Sheet {n:02}" for n in range(40, 45)]
    assert "45 records" in body(first)
    assert re.search(r'rel="next" href="[^"]*is\.office=Works[^"]*page=2"', body(first))
    assert len(titles(papers(**query, size=100))) == 45


def test_what_a_person_may_not_read_is_neither_shown_nor_asked(papers):
    assert titles(papers(f="secret", o="has", v="Bridge")) == ["Bridge"]
    answer = papers("planner", f="secret", o="has", v="Bridge")
    assert len(titles(answer)) == 4
    assert 'value="secret"' not in body(answer)
    assert "secret is not a field to filter by" in body(answer)
    assert papers("planner", sort="secret").status_code == 200


def test_a_list_one_may_not_read_is_refused(person):
    assert person("planner").get("/app/user").status_code == 403
    assert person("reader").get("/app/desk-office").status_code == 403


def test_a_single_has_no_list(person):
    browser = person("Administrator")
    assert "<form" in body(browser.get("/app/system-settings"))
    assert browser.get("/app/system-settings/view/export").status_code == 404


def test_values_are_escaped(papers, paper):
    paper("<b>x</b>")
    assert titles(papers(**{"is.office": "Works"})) == ["&lt;b&gt;x&lt;/b&gt;"]


def test_a_list_takes_as_many_statements_for_many_records_as_for_few(desk, paper):
    def taken():
        frappe.local.request_cache.clear()
        start = frappe.db.statement_count
        page_of(read("Desk Paper", MultiDict({"size": "100"})))
        return frappe.db.statement_count - start

    taken()
    few = taken()
    for number in range(30):
        paper(f"Leaf {number:02}")
    assert taken() == few == 4


# Acting on several


def act(browser, names, what, **more):
    data = {"name": names, "act": what, "csrf_token": token(browser), **more}
    return browser.post("/app/desk-paper/view/act", data=data)


def test_several_are_deleted_each_by_itself(person, paper):
    made = [paper("One"), paper("Two")]
    pointed_at = made[0]
    frappe.get_doc({"doctype": "DocType", "name": "Desk Stamp", "module": "Core", "custom": 1,
        "fields": [{"fieldname": "paper", "fieldtype": "Link", "options": "Desk Paper"}],
    }).insert()  # fmt: skip
    stamp = frappe.get_doc({"doctype": "Desk Stamp", "paper": pointed_at.name}).insert()
    browser = person("Administrator")
    names = [doc.name for doc in made] + ["DP-9999"]
    asked = act(browser, names, "delete")
    assert frappe.db.exists("Desk Paper", made[1].name)
    assert "One" in body(asked)
    assert 'name="sure" value="1"' in body(asked)
    done = body(act(browser, names, "delete", sure="1", back="is.office=Works"))
    assert "Done: 1. Refused: 2." in done
    assert stamp.name in done
    assert 'href="/app/desk-paper?is.office=Works"' in done
    assert not frappe.db.exists("Desk Paper", made[1].name)
    assert frappe.db.exists("Desk Paper", pointed_at.name)
    stamp.delete()
    frappe.get_doc("DocType", "Desk Stamp").delete()


def test_what_a_person_may_not_do_is_neither_offered_nor_done(person, papers):
    assert 'value="delete"' not in body(papers("planner"))
    name = frappe.db.get_value("Desk Paper", {"title": "Bridge"})
    answer = act(person("planner"), [name], "delete", sure="1")
    assert answer.status_code == 417
    assert frappe.db.exists("Desk Paper", name)


def test_nothing_is_done_without_the_token_or_a_record(person):
    browser = person("Administrator")
    name = frappe.db.get_value("Desk Paper", {"title": "Bridge"})
    browser.headers.clear()
    data = {"name": name, "act": "delete", "sure": "1"}
    assert browser.post("/app/desk-paper/view/act", data=data).status_code == 400
    none = act(browser, [], "delete")
    assert none.headers["Location"] == "/app/desk-paper"
    assert "Choose at least one record" in body(browser.get("/app/desk-paper"))
    assert "Choose at least one record" not in body(browser.get("/app/desk-paper"))


def test_the_way_back_leads_to_the_list_and_nowhere_else(person):
    back = "q=a\r\nSet-Cookie: x=1&is.kind=Open"
    answer = act(person("Administrator"), [], "delete", back=back)
    expected = "/app/desk-paper?q=a%0D%0ASet-Cookie%3A+x%3D1&is.kind=Open"
    assert answer.headers["Location"] == expected


# Taking away


def exported(browser, kind, **query):
    query = {"format": kind, "sort": "received", "dir": "asc", **query}
    return browser.get("/app/desk-paper/view/export", query_string=query)


def test_the_list_is_taken_away_as_csv_with_harmless_cells(person):
    answer = exported(person("Administrator"), "csv", **{"is.office": "Roads"})
    data = answer.get_data()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "desk-paper.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["Title"] for row in rows] == ["Bridge", "Pavement"]
    assert rows[0]["Content"] == "'=SUM(A1)"
    assert (rows[0]["Value"], rows[0]["Date"], rows[0]["Priority"]) == (
        "1200.5", "2026-01-05", "Yes")  # fmt: skip


def test_the_list_is_taken_away_as_a_spreadsheet_of_texts_and_numbers(person):
    data = exported(person("Administrator"), "xlsx").get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    head, *rows = sheet.iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    note, amount = rows[0][place["Content"]], rows[0][place["Value"]]
    assert len(rows) == 4
    assert (note.value, note.data_type) == ("=SUM(A1)", "s")
    assert (amount.value, amount.data_type) == (1200.5, "n")


def test_an_export_holds_what_one_may_read_and_needs_the_right(person):
    planners = exported(person("planner"), "csv").get_data(as_text=True)
    assert "Bridge" in planners
    assert "hush" not in planners
    assert exported(person("reader"), "csv").status_code == 403
    assert exported(person("planner"), "pdf").status_code == 404
    assert exported(person("planner"), "csv", f="received", o="eq", v="x").status_code == 417


# The tree


def test_a_tree_is_a_list_within_lists(person):
    page = body(person("planner").get("/app/desk-office/view/tree"))
    order = [page.index(f">{title}</a>") for title, _parent in desk_town.OFFICES]
    assert order == sorted(order)
    assert page.count("<details open>") == 2
    assert 'href="/app/desk-office/new?parent_desk_office=Works"' in page
