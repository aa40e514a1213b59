"""The calendar of the month: its dates, and what the clock does on each of them."""

import frappe
import pytest
import town as towns
from town import acting, report_of

from govplan import clock
from govplan.errors import Refused
from govplan.monitoring import calendar
from govplan.monitoring.periods import DATE_FIELDS, ensure_period

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    """The calendar commits, so the town it keeps is committed too."""
    town = towns.build()
    before = frappe.db.get_single_value("Gov Settings", "first_period")
    first_period(town.month(3))
    yield town
    frappe.db.rollback()
    first_period(before)


def first_period(month: str | None) -> None:
    frappe.db.set_single_value("Gov Settings", "first_period", month)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    frappe.db.commit()


def keep(moment: str) -> None:
    with clock.standing_at(moment):
        calendar.keep()


def state_of(period: str) -> str | None:
    return frappe.db.get_value("Gov Reporting Period", period, "state")


def editions_of(period: str) -> list[str]:
    return frappe.get_all(
        "Gov Edition", filters={"period": period}, pluck="name", order_by="name asc"
    )


def test_the_dates_of_a_month_are_working_days_of_the_settings():
    # February 2025: Saturday the 8th, Saturday the 15th.
    period = ensure_period("2025-01")
    dates = [str(period.get(field)) for field in ("opens_on", "unit_cutoff", "publish_on")]
    assert dates == ["2025-01-31", "2025-02-05", "2025-02-12"]
    assert str(period.coordination_cutoff) == "2025-02-10"
    assert str(period.legal_limit) == "2025-02-17"
    assert (period.year, period.month, period.state) == (2025, 1, "Planned")


def test_a_holiday_of_the_whole_town_moves_a_date_and_one_of_a_parish_does_not(town):
    parish = frappe.get_doc(
        {
            "doctype": "Gov Territory",
            "code": town.code("PAR"),
            "territory_name": "Parish",
            "parent_gov_territory": town.territory,
        }
    )
    frappe.db.set_value("Gov Territory", town.territory, "is_group", 1)
    parish.insert()
    for day, where in (("2025-02-05", None), ("2025-02-12", parish.name)):
        given = {"holiday_date": day, "holiday_name": "Feast", "territory": where}
        frappe.get_doc({"doctype": "Gov Holiday", **given}).insert()
    period = ensure_period("2025-01")
    assert str(period.unit_cutoff) == "2025-02-06"
    assert str(period.publish_on) == "2025-02-12"


def test_a_month_is_made_once_and_written_one_way():
    assert ensure_period("2025-01").name == ensure_period("2025-01").name == "2025-01"
    with pytest.raises(Refused):
        ensure_period("2025-1")


def test_planning_may_move_a_date_but_not_past_the_next(town):
    period = ensure_period(town.month(3))
    with acting(town.people["planner"], town.day(3, 1)):
        period.unit_cutoff = town.day(4, 7)[:10]
        period.coordination_cutoff = town.day(4, 8)[:10]
        period.save()
        period.unit_cutoff = town.day(4, 20)[:10]
        with pytest.raises(Refused):
            period.save()


def test_nobody_types_the_state_of_a_month(town):
    with acting(town.people["planner"], town.day(3, 1)):
        period = ensure_period(town.month(3))
        period.state = "Published"
        period.save()
    assert state_of(period.name) == "Planned"


def fix_dates(town, *days: int) -> str:
    """March with its dates on these days of April, from the unit's cut-off on; its name."""
    period = ensure_period(town.month(3))
    period.opens_on = town.day(3, 31)[:10]
    for field, day in zip(DATE_FIELDS[1:], days, strict=True):
        period.set(field, town.day(4, day)[:10])
    period.save()
    return period.name


def reports_of(period: str) -> int:
    return frappe.db.count("Gov Progress Report", {"period": period})


def test_the_clock_opens_closes_and_publishes_each_on_its_day(town):
    march = fix_dates(town, 5, 8, 10, 11, 12, 15)
    keep(town.day(3, 30))
    assert (state_of(march), reports_of(march)) == ("Planned", 0)
    keep(town.day(3, 31, hour=0))
    assert (state_of(march), reports_of(march)) == ("Open", 2)
    keep(town.day(4, 10, hour=23))
    assert state_of(march) == "Open"
    keep(town.day(4, 11, hour=0))
    assert (state_of(march), editions_of(march)) == ("Closed", [])
    keep(town.day(4, 12, hour=0))
    assert state_of(march) == "Published"
    assert editions_of(march)
    assert report_of(town.works, march).workflow_state == "Draft"


def test_publication_leaves_the_mayor_the_last_day_a_weekend_made_its_own(town):
    march = fix_dates(town, 5, 8, 12, 12, 12, 15)
    keep(town.day(4, 12, hour=17))
    assert (state_of(march), editions_of(march)) == ("Open", [])
    keep(town.day(4, 12, hour=18))
    assert state_of(march) == "Published"


def test_a_missed_quarter_is_caught_up_in_order_and_once(town):
    keep(town.day(6, 20))
    months = [town.month(number) for number in (3, 4, 5, 6)]
    assert [state_of(month) for month in months] == ["Published"] * 3 + ["Planned"]
    assert [len(editions_of(month)) for month in months[:3]] == [len(editions_of(months[0]))] * 3
    published = frappe.get_all(
        "Gov Edition",
        filters={"period": ["in", months], "format": "OPEN"},
        pluck="period",
        order_by="creation asc",
    )
    assert published == months[:3]
    runs = frappe.get_all(
        "Gov Job Run",
        filters={"period": ["in", months]},
        fields=["job_key", "state", "attempts"],
        order_by="job_key asc",
    )
    assert [run.job_key for run in runs] == [
        f"{job}:{month}" for job in ("close", "open", "publish") for month in months[:3]
    ]
    assert {(run.state, run.attempts) for run in runs} == {("Done", 1)}
    before = [editions_of(month) for month in months]
    keep(town.day(6, 20, hour=10))
    assert [editions_of(month) for month in months] == before


def test_a_month_opened_late_still_waits_for_nobody(town):
    keep(town.day(4, 20))
    assert state_of(town.month(3)) == "Published"


def test_months_before_the_first_are_never_opened(town):
    keep(town.day(4, 2))
    assert not frappe.db.exists("Gov Reporting Period", town.month(2))


def test_a_failing_step_is_told_and_holds_up_no_other_month(town, monkeypatch):
    march, april = town.month(3), town.month(4)
    open_reports = calendar.open_reports

    def fail_in_march(period):
        if period == march:
            raise RuntimeError("disk full")
        return open_reports(period)

    monkeypatch.setattr(calendar, "open_reports", fail_in_march)
    with pytest.raises(RuntimeError, match="disk full"):
        keep(town.day(5, 2))
    run = frappe.get_doc("Gov Job Run", f"open:{march}")
    assert (run.state, run.message) == ("Failed", "RuntimeError: disk full")
    assert (state_of(march), state_of(april)) == ("Planned", "Open")
    monkeypatch.undo()
    keep(town.day(5, 3))
    again = frappe.get_doc("Gov Job Run", f"open:{march}")
    assert (again.state, again.attempts, state_of(march)) == ("Done", 2, "Published")


def test_a_plan_approved_late_gets_its_report_on_the_next_run(town):
    keep(town.day(4, 2))
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    with acting("Administrator", town.day(4, 2)):
        towns.approved_poa(town, late, ["VISITS"])
    keep(town.day(4, 3))
    assert report_of(late, town.month(3)).workflow_state == "Draft"


def test_a_report_excepted_after_the_close_is_opened(town):
    march = town.month(3)
    keep(town.day(4, 20))
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    with acting("Administrator", town.day(4, 20)):
        towns.approved_poa(town, late, ["VISITS"])
    with acting(town.people["planner"], town.day(4, 20)):
        period = frappe.get_doc("Gov Reporting Period", march)
        leave = {"unit": late, "until": town.day(4, 25)[:10], "reason": "New unit"}
        period.append("exceptions", leave)
        period.save()
    assert report_of(late, march).workflow_state == "Draft"
