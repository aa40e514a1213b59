"""What waits for a reviewer, in which order, and what the director's form sends."""

import frappe
import pytest
import town as towns
from records import plan
from town import acting, line, open_month, report_of, submit

from govplan.approval.service import available_acts, perform
from govplan.staff import grid
from govplan.staff.queue import in_preparation, next_waiting, other_records, queues

pytestmark = pytest.mark.usefixtures("site")

REVIEWER = {"Coordinator"}


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def waiting(town):
    """A clean report of health, flagged ones of works for January and February."""
    january, february = open_month(town, 1), open_month(town, 2)
    with acting(town.people["neighbour"], town.day(2, 2)):
        said = {"VISITS": {"value": "250"}, "LIGHTS": {"value": "98"}}
        clean = submit(town, town.health, january, said)
    with acting(town.people["director"], town.day(2, 2)):
        flagged = [submit(town, town.works, month, {}) for month in (january, february)]
    return clean.name, [report.name for report in flagged]


def test_the_queue_has_the_flagged_ones_apart_and_filters(town, waiting):
    clean, flagged = waiting
    with acting(town.people["coordinator"], town.day(2, 3)):
        (queue,) = queues(REVIEWER)
        (january,) = queues(REVIEWER, period=town.month(1))
    assert (queue.act, [one.name for one in queue.clean]) == ("Review", [clean])
    assert {one.name for one in queue.flagged} == set(flagged)
    assert [one.name for one in january.flagged] == [flagged[0]]


def test_each_report_leads_to_the_next_flagged_ones_first(town, waiting):
    clean, flagged = waiting
    with acting(town.people["coordinator"], town.day(2, 3)):
        first, left = next_waiting(REVIEWER, clean)
        assert (first.name in flagged, left) == (True, 2)
        second, _left = next_waiting(REVIEWER, flagged[1])
        assert second.name == flagged[0]
        last, _left = next_waiting(REVIEWER, flagged[0])
        assert last.name == clean
        for name in flagged:
            perform("Gov Progress Report", name, "Review")
        assert next_waiting(REVIEWER, clean) == (None, 0)


def test_other_records_that_wait_are_led_to(town):
    with acting(town.people["planner"], town.day(1, 5)):
        year = {"fiscal_year": town.year + 1, "effective_from": f"{town.year + 1}-01-01"}
        poa = towns.draft_poa(town, town.works, ["ROADS"], **year)
        perform("Gov POA", poa.name, "Submit")
    with acting(town.people["coordinator"], town.day(1, 6)):
        found = [(one.kind, one.address) for one in other_records(REVIEWER)]
        assert found == [("Gov POA", f"/gestion/poa/{poa.name}")]
        assert other_records({"Director"}) == []


def test_what_waits_for_a_post_elsewhere_is_not_led_to(town):
    """A plan of the whole municipality is not reviewed by the coordination of a part of it."""
    with acting(town.people["planner"], town.day(1, 5)):
        promised = plan(town)
        perform("Gov Plan", promised.name, "Submit")
    for part in ("coordinator", "mayor"):
        with acting(town.people[part], town.day(1, 6)):
            led_to = promised.name in [one.name for one in other_records(REVIEWER | {"Mayor"})]
            can = any(act.label == "Review" for act in available_acts(promised.reload()))
            assert led_to == can


def test_those_who_write_are_led_to_what_they_have_in_preparation(town):
    with acting(town.people["planner"], town.day(1, 5)):
        promised = plan(town)
        year = {"fiscal_year": town.year + 1, "effective_from": f"{town.year + 1}-01-01"}
        poa = towns.draft_poa(town, town.works, ["ROADS"], **year)
        found = {one.kind: one for one in in_preparation({"Planner"})}
        assert promised.name in [row.name for row in found["Gov Plan"].rows]
        assert poa.name in [row.name for row in found["Gov POA"].rows]
        assert found["Gov POA"].address == "/gestion/poa"
    with acting(town.people["neighbour"], town.day(1, 5)):
        assert in_preparation({"Director"}) == []


def sent(key, **fields):
    """What the form of one line sends."""
    return frappe._dict({f"{field}__{key}": value for field, value in fields.items()})


def test_no_change_ticked_over_a_stored_value_replaces_it_and_a_typed_one_unticks_it(town):
    period = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        towns.save(town, town.works, period, {"ROADS": {"value": "5"}})
        report = report_of(town.works, period)
        key = line(town, report, "ROADS").row_key

        ticked = sent(key, value="5", no_change="1")
        report = grid.save(report, ticked, {})
        roads = line(town, report, "ROADS")
        assert (roads.value, roads.no_change) == ("0", 1)

        typed = sent(key, value="7", no_change="1")
        roads = line(town, grid.save(report, typed, {}), "ROADS")
        assert (roads.value, roads.no_change) == ("7", 0)


def test_a_line_offers_no_change_only_where_it_can_be_said(town):
    report = report_of(town.works, open_month(town, 1))
    shown = {row.indicator.split("-")[0]: row for row in grid.shown_rows(report)}
    assert shown["ROADS"].may_not_change
    # No last value, a quotient, nothing due.
    assert not any(shown[short].may_not_change for short in ("WATER", "ANSWERS", "TREES"))
