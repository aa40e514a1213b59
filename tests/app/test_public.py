"""The public sees submitted editions and nothing else."""

import frappe
import pytest
import town as towns
from publishing import month_with_one_approved_report, on_publication_day, report_amended
from town import acting, approve, open_month

from govplan import clock
from govplan.participation import agreements, events
from govplan.transparency import public, publication
from govplan.transparency.tables import Table
from govplan.www import edicion, mes

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def january(town):
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    return period


@pytest.fixture
def corrected(town, january):
    """Open data of January, edition 2."""
    report_amended(town, 1, town.works, {"ROADS": {"value": "5", "cause": "None"}})
    with clock.standing_at(town.day(2, 25)):
        return publication.correct("OPEN", january, "A digit was left out")


def test_the_latest_open_data_is_the_newest_months(town, january):
    content = public.latest_open_data()
    assert content["period"] == january
    assert content["edition"]["address"] == f"/transparencia/{town.year}/1/OPEN/1"
    assert content["schema"] == "govplan-open-1"


def test_a_month_that_is_only_reported_is_not_seen(town, january):
    open_month(town, 2)
    assert public.open_data_of(town.month(2)) is None
    assert public.latest_open_data()["period"] == january


def test_a_correction_stands_and_the_edition_before_stays_at_its_address(town, january, corrected):
    content = public.open_data_of(january)
    assert content["edition"]["name"] == corrected
    first = public.edition_at("OPEN", january, 1)
    assert first["content"]["units"] != content["units"]
    newer = public.newer_edition(first)
    assert (newer["name"], newer["reason"]) == (corrected, "A digit was left out")
    assert newer["address"] == f"/transparencia/{town.year}/1/OPEN/2"
    assert public.newer_edition(public.edition(corrected)) is None
    assert public.edition(corrected)["replaces_address"] == first["address"]


def test_editions_of_a_month_tell_what_replaced_them(january, corrected):
    found = [e for e in public.editions_of(january) if e["format"] == "OPEN"]
    assert [(e["number"], e["replaced_by_number"]) for e in found] == [(2, None), (1, 2)]
    assert all(e["format_title"] for e in found)


def test_years_and_months_count_editions_and_corrections(town, january, corrected):
    assert town.year in public.years()
    (month,) = public.months(town.year)
    assert (month["period"], month["editions"], month["corrections"]) == (january, 3, 1)
    assert month["on_time"] is True
    assert month["address"] == f"/transparencia/{town.year}/1"


def test_a_withdrawn_edition_shows_its_reason_and_no_content(town, january, corrected):
    with acting(town.people["officer"], town.day(2, 26)):
        publication.withdraw(corrected, "It named a neighbour")
    seen = public.edition(corrected)
    assert (seen["content"], seen["files"]) == (None, [])
    assert seen["withdrawal_reason"] == "It named a neighbour"
    assert public.table_of(seen) is None
    assert public.open_data_of(january)["edition"]["number"] == 1


def test_a_units_history_is_what_was_published_newest_first(town, january):
    february = open_month(town, 2)
    with on_publication_day(town, 2):
        publication.publish_period(february)
    months = public.unit_history(town.works)
    assert [month["period"] for month in months] == [february, january]
    assert [month["state"] for month in months] == ["not_reported", "approved"]
    (line, *_others) = [one for one in public.line_history(town.works, town.code("ROADS"))][::-1]
    assert (line["period"], line["value"]) == (january, "4")


def test_every_edition_has_a_table_to_be_read_by(january):
    for edition in public.editions_of(january):
        assert isinstance(public.table_of(public.edition(edition["name"])), Table)


def test_what_was_never_published_is_not_found(january):
    for ask in (public.edition, public.plan, public.event, public.agreement):
        with pytest.raises(frappe.PageDoesNotExistError):
            ask("NOBODY-KNOWS")
    with pytest.raises(frappe.PageDoesNotExistError):
        public.edition_at("OPEN", january, 9)


@pytest.fixture
def assembly(town):
    """An assembly with one demand, still a draft."""
    kind = frappe.get_doc(
        {
            "doctype": "Gov Event Type",
            "type_name": f"Assembly {town.tag}",
            "steps": [{"step": "Call"}, {"step": "Attendance list"}],
        }
    ).insert()
    values = {
        "title": "Assembly of the north",
        "event_type": kind.name,
        "unit": town.works,
        "starts_at": f"{town.year}-03-20T18:00",
        "mode": "In person",
        "place": "School yard",
        "territory": town.territory,
        "attendance_total": "40",
        "attendance": [{"grouping": "Gender", "group_name": "Women", "attendees": "22"}],
        "demands": [{"demand": "Pave the north road"}],
    }
    with acting(town.people["promoter"], town.day(3, 25)):
        return events.save_event(None, values)


def approved_event(town, assembly):
    with clock.standing_at(town.day(3, 26)):
        return approve(town, assembly, author="promoter")


def test_an_event_is_public_once_it_is_approved(town, assembly):
    with pytest.raises(frappe.PageDoesNotExistError):
        public.event(assembly.name)
    approved_event(town, assembly)
    event = public.event(assembly.name)
    assert event["title"] == "Assembly of the north"
    assert event["edition"]["name"] == f"EVENT-{assembly.name}-E1"
    assert event["edition"]["address"] == f"/ediciones/EVENT-{assembly.name}-E1"
    assert [step["state"] for step in event["steps"]] == ["Missing", "Missing"]
    assert event["attendance"] == [{"grouping": "Gender", "group_name": "Women", "attendees": 22}]
    assert assembly.name in [one["name"] for one in public.events()]


def test_an_event_said_again_is_its_second_edition_under_the_same_name(town, assembly):
    approved_event(town, assembly)
    with acting(town.people["planner"], town.day(4, 2)):
        new = towns.perform(assembly.doctype, assembly.name, "Supersede", "Other", "The place")
    with acting(town.people["promoter"], town.day(4, 2)):
        new.place = "Market square"
        new.save()
    with clock.standing_at(town.day(4, 3)):
        approve(town, new, author="promoter")
    event = public.event(assembly.name)
    assert (event["place"], event["edition"]["number"]) == ("Market square", 2)
    second = public.edition(event["edition"]["name"])
    assert "«School yard»" in second["difference"]
    assert "«Market square»" in second["difference"]


def test_an_agreement_is_public_once_approved_and_shows_in_its_event(town, assembly):
    approved_event(town, assembly)
    values = {
        "title": "The north road",
        "agreement_text": "Pave the north road before winter",
        "event": assembly.name,
        "unit": town.works,
        "due_date": f"{town.year}-09-30",
        "status": "Pending",
    }
    with acting(town.people["promoter"], town.day(4, 2)):
        agreement = agreements.save_agreement(None, values)
    assert public.event(assembly.name)["agreements"] == []
    with clock.standing_at(town.day(4, 3)):
        approve(town, agreement, author="promoter")
    seen = public.agreement(agreement.name)
    assert (seen["event"], seen["event_title"]) == (assembly.name, "Assembly of the north")
    assert seen["due_date"] == f"{town.year}-09-30"
    assert [one["name"] for one in public.event(assembly.name)["agreements"]] == [agreement.name]


def test_a_plan_is_public_with_its_nodes_once_approved(town):
    with acting(town.people["planner"], town.day(1, 10)):
        plan = frappe.get_doc(
            {
                "doctype": "Gov Plan",
                "code": f"PDOT-{town.tag}",
                "plan_name": "Development plan",
                "kind": "Development plan",
                "year_from": town.year,
                "year_to": town.year + 3,
            }
        ).insert()
        axis = node(plan.name, "1", "Axis", "Water for all", is_group=1)
        node(plan.name, "1.1", "Programme", "Wells", axis, purposes=["Dig", "Maintain"])
    with clock.standing_at(town.day(1, 12)):
        approve(town, plan, author="planner")
    seen = public.plan(f"PDOT-{town.tag}")
    assert [one["title"] for one in seen["nodes"]] == ["Water for all", "Wells"]
    assert seen["nodes"][1]["parent"] == seen["nodes"][0]["name"]
    assert seen["nodes"][1]["purposes"] == ["Dig", "Maintain"]
    assert seen["code"] in [one["code"] for one in public.plans()]


def node(plan: str, code: str, level: str, title: str, parent: str = "", **more) -> str:
    purposes = [{"purpose": purpose} for purpose in more.pop("purposes", [])]
    values = {"plan": plan, "code": code, "level_name": level, "title": title, **more}
    return (
        frappe.get_doc(
            {
                "doctype": "Gov Plan Node",
                "parent_gov_plan_node": parent or None,
                "purposes": purposes,
                **values,
            }
        )
        .insert()
        .name
    )


def test_a_disabled_format_keeps_approvals_to_the_house(town, assembly):
    frappe.db.set_value("Gov Publication Format", "EVENT", "enabled", 0)
    approved_event(town, assembly)
    with pytest.raises(frappe.PageDoesNotExistError):
        public.event(assembly.name)


@pytest.mark.parametrize("page", [mes, edicion])
@pytest.mark.parametrize("asked", [{}, {"year": "abc", "month": "-1", "number": "x"}])
def test_an_address_that_names_no_month_has_no_page(page, asked):
    before, frappe.local.form_dict = frappe.local.form_dict, frappe._dict(asked)
    try:
        with pytest.raises((frappe.PageDoesNotExistError, frappe.DoesNotExistError)):
            page.get_context(frappe._dict())
    finally:
        frappe.local.form_dict = before
