"""Requests no page of ours sends: each is answered in words, with a refusal and nothing written."""

import re

import frappe
import pytest
import town as towns
from frappe.utils.password import update_password

from govplan.api.approval import act_on_many, bulk_workflow_approval
from govplan.errors import BadRecord
from govplan.staff import asked
from govplan.staff.loads import place, said_columns
from govplan.typed import is_stamp

pytestmark = pytest.mark.usefixtures("site")

PASSWORD = "Corazón-7-de-maíz"
ODD_YEARS = ("0000", "0001", "9999", "99999", "-1", "٢٠٢٦", "a'\"<")
FAULT = "<img src=x>"


@pytest.fixture
def town():
    frappe.flags.mute_emails = True
    return towns.build()


@pytest.fixture
def planner(town, browser):
    """The planning unit, logged in."""
    user = town.people["planner"]
    holding = frappe.get_doc("Gov Post Holding", {"user": user})
    holding.from_date = "2020-01-01"
    holding.save()
    update_password(user, PASSWORD)
    one = browser()
    one.login(user, PASSWORD)
    return one


def send(visitor, address, **form):
    page = visitor.get(address).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return visitor.post(address, data={"csrf_token": token, **form})


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("/gestion/tablero", "anio"),
        ("/gestion/calendario", "anio"),
        ("/gestion/territorio", "anio"),
        ("/gestion/poa", "anio"),
        ("/gestion/presupuesto", "anio"),
        ("/gestion/firmas", "dia"),
        ("/gestion/indicadores", "pagina"),
    ],
)
def test_a_year_or_page_nobody_means_shows_the_usual_one(planner, page, field):
    for odd in (*ODD_YEARS, "9" * 30):
        assert planner.get(page, query_string={field: odd}).status_code == 200, odd


def test_a_month_outside_of_time_is_not_found(planner):
    for odd in ("9999-12", "0001-01", "2026-13", "x"):
        assert planner.get("/gestion/calendario", query_string={"mes": odd}).status_code == 404


@pytest.mark.parametrize("door", ["board", "budget"])
def test_a_download_of_no_year_is_refused(planner, door):
    address = f"/api/method/govplan.api.{door}.download"
    for odd in ODD_YEARS:
        assert planner.get(address, query_string={"year": odd}).status_code == 417, odd


def test_units_are_taken_away_whatever_plan_is_named(planner):
    address = "/api/method/govplan.api.loading.download"
    asked_for = {"kind": "units", "form": "csv", "plan": "x' or 1=1"}
    assert planner.get(address, query_string=asked_for).status_code == 200


def test_the_signatures_of_a_unit_that_is_none_are_refused(planner):
    address = "/api/method/govplan.api.organisation.signatures"
    assert planner.get(address, query_string={"unit": "x\r\nX: y"}).status_code == 417


def test_a_stamp_that_is_none_counts_as_another_version(planner, town):
    for odd in ("0", "nada", "9" * 40, "2026-13-45", "\x00"):
        sent = send(planner, f"/gestion/unidades/{town.health}", act="describe", modified=odd)
        assert sent.status_code == 409, odd


def test_a_stamp_is_the_same_however_it_is_written():
    stamp = frappe.utils.get_datetime("2026-03-31 10:20:30.000004")
    assert is_stamp(str(stamp), stamp)
    assert is_stamp(stamp, str(stamp))
    assert not is_stamp("2026-03-31 10:20:30.000005", stamp)


def test_a_button_no_page_drew_changes_no_month(planner, town):
    address = f"/gestion/calendario?mes={town.month(12)}"
    before = frappe.db.exists("Gov Reporting Period", town.month(12))
    assert send(planner, address, act="otro").status_code == 417
    assert frappe.db.exists("Gov Reporting Period", town.month(12)) == before


def test_an_indicator_without_any_code_is_refused_in_words(planner):
    sent = send(planner, "/gestion/indicadores/nuevo", act="save")
    assert sent.status_code == 417
    assert "Código" in sent.get_data(as_text=True)


def test_what_was_typed_as_a_year_comes_back_as_text(planner):
    sent = send(planner, "/gestion/indicadores/nuevo", **{"act": "save", "year__targets.1": FAULT})
    page = sent.get_data(as_text=True)
    assert sent.status_code == 417
    assert FAULT not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.parametrize("odd", ["x", "%", "5", "{}", "null"])
def test_acts_on_many_take_a_list_of_names(odd):
    with pytest.raises(BadRecord):
        act_on_many("Gov Progress Report", odd, "Review")
    with pytest.raises(BadRecord):
        bulk_workflow_approval(odd, "Gov Progress Report", "Review")


@pytest.mark.parametrize("odd", ["9999-12", "0001-01", "2026-13"])
def test_a_month_whose_dates_nobody_could_write_is_refused(odd):
    with pytest.raises(BadRecord):
        frappe.get_doc({"doctype": "Gov Reporting Period", "period": odd}).insert()


def test_columns_and_rows_are_told_by_digits_alone():
    assert said_columns({"column_2": "code", "column_²": "unit", "column_x": "unit"}) == {2: "code"}
    assert [place(odd) for odd in ("3", "", None, "²", "-1", "9" * 5000)] == [
        3,
        *[None] * 5,
    ]


def test_pages_beyond_all_lists_are_the_last_that_can_be_asked_for():
    assert (asked.page("1"), asked.page("3"), asked.page("-3"), asked.page(None)) == (0, 2, 0, 0)
    assert asked.page("9" * 9) == asked.page("9" * 8)
