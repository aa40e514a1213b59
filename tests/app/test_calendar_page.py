"""The calendar's and the notices' pages over HTTP: what each post sees and does there."""

import re

import frappe
import pytest
import town as towns
from frappe.utils.password import update_password
from town import acting, open_month, report_of

from govplan.errors import Refused
from govplan.monitoring.periods import DATE_FIELDS, ensure_period
from govplan.monitoring.planning_months import grant_exception, save_dates
from govplan.notifying import leave_notice
from govplan.staff import calendar

pytestmark = pytest.mark.usefixtures("site")

PASSWORD = "Corazón-7-de-maíz"


@pytest.fixture
def town():
    """Nobody is told of the acts it is built by."""
    frappe.flags.mute_emails = True
    return towns.build()


@pytest.fixture
def visitor(town, browser):
    """Logs somebody of the town in: `visitor(part)`."""

    def enter(part):
        # Requests come on the day they come.
        user = town.people[part]
        holding = frappe.get_doc("Gov Post Holding", {"user": user})
        holding.from_date = "2020-01-01"
        holding.save()
        update_password(user, PASSWORD)
        one = browser()
        one.login(user, PASSWORD)
        return one

    return enter


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))[1]


def planning(town, day=(1, 10)):
    return acting(town.people["planner"], town.day(*day))


# A month's dates


def test_a_planned_month_has_the_dates_of_the_settings_before_it_is_written(town):
    rows = calendar.months_of(town.year)
    assert [row.period for row in rows] == [town.month(number) for number in range(1, 13)]
    assert {row.state for row in rows} == {"Planned"}
    assert not any(row.exists for row in rows)
    period = ensure_period(town.month(5))
    dates = {field: period.get(field) for field in DATE_FIELDS}
    row = calendar.month_row(town.month(5))
    assert (row.exists, row.dates) == (True, dates)
    assert rows[4].dates == dates


def test_a_holiday_is_shown_counted_and_warned_of(town):
    period = ensure_period(town.month(5))
    before = calendar.month_row(town.month(6)).working_days
    feast = {"holiday_date": period.unit_cutoff, "holiday_name": "Fiesta"}
    frappe.get_doc({"doctype": "Gov Holiday", **feast}).insert()
    row = calendar.month_row(town.month(5))
    assert row.free == {"unit_cutoff"}
    assert calendar.month_row(town.month(6)).working_days == before - 1
    assert [one.holiday_name for one in calendar.holidays_of(town.year)] == ["Fiesta"]
    with acting(town.people["director"], f"{period.unit_cutoff} 09:00:00"):
        today = [one for one in calendar.coming() if one.is_today]
    assert [one.what for one in today] == ["Holiday: Fiesta", "Last day for the units to report"]


def test_planning_moves_dates_and_a_blank_one_is_the_calendars(town):
    may = town.month(5)
    usual = calendar.month_row(may).dates
    with planning(town):
        dates = {field: str(day) for field, day in usual.items()}
        saved = save_dates(may, dates | {"unit_cutoff": dates["coordination_cutoff"]})
        assert saved.unit_cutoff == usual["coordination_cutoff"]
        again = save_dates(may, dates | {"unit_cutoff": ""}, saved.modified)
    assert again.unit_cutoff == usual["unit_cutoff"]


@pytest.mark.parametrize("wrong", [{"unit_cutoff": "tomorrow"}, {"legal_limit": "2020-01-01"}])
def test_what_is_no_date_or_out_of_order_is_refused(town, wrong):
    dates = {field: str(day) for field, day in calendar.month_row(town.month(5)).dates.items()}
    with planning(town), pytest.raises(Refused):
        save_dates(town.month(5), dates | wrong)


def test_the_dates_of_a_closed_month_stay_and_exceptions_are_still_granted(town):
    january = open_month(town, 1)
    frappe.db.set_value("Gov Reporting Period", january, "state", "Closed")
    frappe.clear_document_cache("Gov Reporting Period", january)
    dates = {field: str(day) for field, day in calendar.month_row(january).dates.items()}
    with planning(town, (2, 12)):
        with pytest.raises(Refused):
            save_dates(january, dates | {"legal_limit": town.day(2, 27)[:10]})
        grant_exception(january, town.works, town.day(2, 20)[:10], "The bridge was closed")
        (one,) = calendar.exceptions_of(january)
    assert (one.unit, one.reason) == (town.works, "The bridge was closed")
    planner = frappe.db.get_value("User", town.people["planner"], "full_name")
    assert one.granted_by == planner
    assert report_of(town.works, january).workflow_state == "Draft"


def test_an_exception_needs_a_unit_a_day_to_come_and_a_reason(town):
    january = open_month(town, 1)
    with planning(town, (2, 12)):
        for unit, until, reason in (
            ("", town.day(2, 20)[:10], "Flood"),
            (town.works, town.day(2, 1)[:10], "Flood"),
            (town.works, "soon", "Flood"),
            (town.works, town.day(2, 20)[:10], " "),
        ):
            with pytest.raises(frappe.ValidationError):
                grant_exception(january, unit, until, reason)


@pytest.mark.parametrize("part", ["director", "coordinator", "mayor", "officer", "auditor"])
def test_only_planning_moves_dates_and_grants(town, part):
    january = open_month(town, 1)
    with acting(town.people[part], town.day(2, 12)):
        with pytest.raises(frappe.PermissionError):
            save_dates(january, {})
        with pytest.raises(frappe.PermissionError):
            grant_exception(january, town.works, town.day(2, 20)[:10], "Flood")
        with pytest.raises(frappe.PermissionError):
            save_dates(town.month(9), {})


# Over HTTP


def test_everybody_reads_the_calendar_and_planning_gets_the_forms(town, visitor):
    for part, writes in (("director", False), ("promoter", False), ("planner", True)):
        page = visitor(part).get(f"/gestion/calendario?mes={town.month(5)}")
        assert page.status_code == 200, part
        words = page.get_data(as_text=True)
        assert ("Guardar las fechas" in words) is writes
        assert "Lo que viene" in words


def test_a_month_that_is_none_is_not_found(town, visitor):
    assert visitor("planner").get("/gestion/calendario?mes=2026-13").status_code == 404


def test_a_refused_exception_keeps_what_was_typed_and_says_what_is_missing(town, visitor):
    month = ensure_period(town.month(5)).name
    planner = visitor("planner")
    path = f"/gestion/calendario?mes={month}"
    sent = {"act": "grant", "mes": month, "unit": town.works, "until": "", "reason": "El puente"}
    answer = planner.post(path, data={**sent, "csrf_token": token_of(planner.get(path))})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 417
    assert "El puente" in words
    assert 'id="until-fault"' in words
    frappe.db.rollback()
    assert calendar.exceptions_of(month) == []
    sent["until"] = town.day(12, 20)[:10]
    done = planner.post(path, data={**sent, "csrf_token": token_of(planner.get(path))})
    assert done.status_code == 303
    frappe.db.rollback()
    assert len(calendar.exceptions_of(month)) == 1


def test_a_director_cannot_post_what_the_page_does_not_offer(town, visitor):
    month = ensure_period(town.month(5)).name
    director = visitor("director")
    path = f"/gestion/calendario?mes={month}"
    sent = {"act": "grant", "unit": town.works, "until": town.day(12, 20)[:10], "reason": "x"}
    answer = director.post(
        path, data={**sent, "csrf_token": token_of(director.get("/gestion/avisos"))}
    )
    assert answer.status_code == 403
    frappe.db.rollback()
    assert calendar.exceptions_of(month) == []


def test_a_notice_is_opened_read_and_counted(town, visitor):
    report = report_of(town.works, open_month(town, 1))
    for part in ("director", "neighbour"):
        leave_notice(
            [town.people[part]], f"Hola {part}", f"/gestion/reportes/{report.name}", report
        )
    director = visitor("director")
    page = director.get("/gestion/avisos")
    words = page.get_data(as_text=True)
    assert "Hola director" in words
    assert "Hola neighbour" not in words
    assert re.search(r'class="count">1<', words)
    mine, other = (
        frappe.db.get_value("Notification Log", {"for_user": town.people[part]})
        for part in ("director", "neighbour")
    )
    for name in (mine, other):
        answer = director.post("/gestion/avisos", data={"open": name, "csrf_token": token_of(page)})
        assert answer.status_code == 303
    frappe.db.rollback()
    read = [frappe.db.get_value("Notification Log", name, "read") for name in (mine, other)]
    assert read == [1, 0]
    assert 'class="count"' not in director.get("/gestion").get_data(as_text=True)


def test_everybody_chooses_how_their_mail_comes(town, visitor):
    director = visitor("director")
    for mode in ("Daily digest", ""):
        page = director.get("/gestion/avisos")
        sent = {"mail_mode": mode, "csrf_token": token_of(page)}
        assert director.post("/gestion/avisos", data=sent).status_code == 303
        frappe.db.rollback()
        chosen = frappe.db.get_value("Gov Notice Choice", town.people["director"], "mail_mode")
        assert (chosen or "") == mode
    sent = {"mail_mode": "Pigeons", "csrf_token": token_of(director.get("/gestion/avisos"))}
    assert director.post("/gestion/avisos", data=sent).status_code == 417


def test_the_board_is_a_page_of_the_persons_units(town, visitor):
    open_month(town, 1)
    address = f"/gestion/tablero?anio={town.year}&mes={town.month(1)}"
    words = visitor("director").get(address).get_data(as_text=True)
    names = [frappe.db.get_value("Gov Unit", one, "unit_name") for one in (town.works, town.health)]
    assert [name in words for name in names] == [True, False]
    assert "Descargar XLSX" in words
