"""Who could sign on a day: one list and one export, from posts held by dated acts."""

import csv
import io
from datetime import date

import frappe
import openpyxl
import pytest
import town as towns
from town import acting

from govplan import clock
from govplan.api.organisation import signatures as download
from govplan.approval.decisions import broken_link, decisions_on, signature
from govplan.errors import Refused
from govplan.organisation import appointments, unit_acts
from govplan.organisation.signing import signatures_on
from govplan.staff.signing import acts_of_post

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


def of_town(town, month, number=15, unit=None):
    units = {town.mayor_office, town.coordination, town.works, town.health}
    found = signatures_on(date(town.year, month, number), unit)
    return [one for one in found if one.unit in units]


def of_unit(town, unit, month, number=15):
    return [one for one in of_town(town, month, number) if one.unit == unit]


def test_a_post_is_listed_with_its_holder_its_act_and_the_words_of_the_town(town):
    holding = frappe.get_doc("Gov Post Holding", {"user": town.people["director"]})
    holding.update({"post_title": "Directora de Obras", "holder_title": "Ing."})
    holding.save()

    director, _promoter = of_unit(town, town.works, 2)
    assert director.post_title == "Directora de Obras"
    assert director.holder == f"Ing. Director {town.tag}"
    assert (director.capacity, director.instrument) == ("Titular", "Resolution Director")
    assert director.from_date == date(town.year, 1, 1)


def test_who_reaches_the_records_of_a_unit(town):
    posts = {(one.unit, one.post) for one in of_town(town, 2, unit=town.works)}

    assert (town.works, "Director") in posts
    assert (town.coordination, "Coordinator") in posts
    assert (town.mayor_office, "Mayor") in posts
    assert (town.health, "Director") not in posts
    assert signatures_on(date(town.year, 2, 1), "NO-SUCH-UNIT") == []


def test_a_post_nobody_holds_any_more_is_vacant_until_somebody_does(town):
    holding = frappe.get_doc("Gov Post Holding", {"user": town.people["neighbour"]})
    holding.to_date = f"{town.year}-02-10"
    holding.save()
    towns.hold(
        town,
        town.people["promoter"],
        "Director",
        town.health,
        capacity="Acting",
        from_date=f"{town.year}-03-01",
    )

    assert [one.is_vacant for one in of_unit(town, town.health, 2, 10)] == [False]
    assert [one.is_vacant for one in of_unit(town, town.health, 2, 11)] == [True]
    (acting_director,) = of_unit(town, town.health, 3)
    assert (acting_director.capacity, acting_director.is_vacant) == ("Acting", False)


def test_the_head_of_a_new_unit_is_vacant_by_its_kind(town):
    unit = towns.unit(town, "NEW", "New", "Directorate", town.coordination)
    council = towns.unit(town, "CON", "Council", "Council")
    found = signatures_on(date(town.year, 2, 1))

    (head,) = [one for one in found if one.unit == unit]
    assert (head.post, head.is_vacant, head.was_held) == ("Director", True, False)
    assert [one for one in found if one.unit == council] == []


def test_an_ended_unit_has_no_vacant_post(town):
    with acting(town.people["planner"], town.day(3, 10)):
        unit_acts.close(town.health, date(town.year, 3, 31), "Ordinance 4")
        (holding,) = frappe.get_all(
            "Gov Post Holding", {"unit": town.health}, pluck="name", order_by="name asc"
        )
        appointments.end(holding, f"{town.year}-03-31")

    assert len(of_unit(town, town.health, 3, 31)) == 1
    assert of_unit(town, town.health, 4, 1) == []


def test_the_list_of_an_earlier_day_names_units_as_they_were_called(town):
    old = frappe.db.get_value("Gov Unit", town.works, "unit_name")
    with acting(town.people["planner"], town.day(3, 10)):
        unit_acts.rename(town.works, "Infrastructure", date(town.year, 3, 1), "Ordinance 4")

    assert {one.unit_name for one in of_unit(town, town.works, 2)} == {old}
    assert {one.unit_name for one in of_unit(town, town.works, 3)} == {"Infrastructure"}


def test_who_stands_in_is_listed_beside_whom_they_stand_in_for(town):
    towns.hold(
        town, town.people["promoter"], "Director", town.works, capacity="Acting",
        from_date=f"{town.year}-02-01", to_date=f"{town.year}-02-20",
    )  # fmt: skip
    titular, stand_in, _promoter = of_unit(town, town.works, 2)

    assert (titular.capacity, stand_in.capacity) == ("Titular", "Acting")
    assert stand_in.on_behalf_of == f"Director {town.tag}"


def test_a_post_says_what_it_may_do_with_a_report():
    assert acts_of_post("Director") == "Submit, Withdraw"
    assert acts_of_post("Coordinator") == "Review, Return"
    assert "Approve" in acts_of_post("Mayor")
    assert acts_of_post("Auditor") == ""


@pytest.mark.parametrize("part", ["director", "auditor", "promoter"])
def test_staff_export_the_same_list_as_csv_and_as_xlsx(town, part):
    day = f"{town.year}-02-15"
    with acting(town.people[part]):
        download(day=day, unit=town.works, form="csv")
        as_csv = list(csv.DictReader(io.StringIO(frappe.response["filecontent"].decode())))
        download(day=day, unit=town.works, form="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(frappe.response["filecontent"]))
    assert frappe.response["filename"] == f"firmas-{day}-{town.works}.xlsx"
    assert frappe.response["type"] == "download"

    listed = signatures_on(date(town.year, 2, 15), town.works)
    assert [row["Code"] for row in as_csv] == [one.unit for one in listed]
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [one.unit for one in listed]
    assert len(as_csv[0]) == len(rows[0]) == 12


def test_a_guest_gets_no_list_and_another_form_is_refused(town):
    with acting("Guest"), pytest.raises(frappe.PermissionError):
        download(day=f"{town.year}-02-15")
    with pytest.raises(Refused):
        download(day=f"{town.year}-02-15", form="pdf")


def test_a_post_is_given_and_ended_with_every_fault_told_at_once(town):
    with acting(town.people["planner"], town.day(2, 3)):
        with pytest.raises(Refused) as refusal:
            appointments.appoint(town.health, {"post": "Promoter", "from_date": "soon"})
        assert [fault.field for fault in refusal.value.faults] == ["from_date"]
        with pytest.raises(Refused) as refusal:
            appointments.appoint(town.health, {"post": "Promoter", "capacity": ""})
        fields = [fault.field for fault in refusal.value.faults]
        assert fields == ["user", "capacity", "from_date"]

        values = {
            "post": "Promoter",
            "user": town.people["auditor"],
            "capacity": "Titular",
            "from_date": f"{town.year}-02-01",
        }
        holding = appointments.appoint(town.health, values)
        with pytest.raises(Refused):
            appointments.end(holding.name, "")
        assert appointments.end(holding.name, f"{town.year}-02-28").to_date
    with acting(town.people["director"], town.day(2, 3)), pytest.raises(frappe.PermissionError):
        appointments.appoint(town.works, values)


def test_a_decision_is_signed_with_the_title_the_town_gives_the_post(town):
    with clock.standing_at(town.day(2, 1)):
        holding = frappe.get_doc("Gov Post Holding", {"user": town.people["director"]})
        holding.update({"post_title": "Directora de Obras", "holder_title": "Ing."})
        holding.save()
    month = towns.open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        report = towns.submit(town, town.works, month, {"ROADS": {"value": "5"}})

    (decision,) = decisions_on("Gov Progress Report", report.name)
    name = f"Ing. Director {town.tag}"
    assert signature(decision) == f"{name}, Directora de Obras, Resolution Director"
    assert broken_link() is None
    frappe.db.set_value("Gov Decision", decision.name, "post_title", "Director general")
    assert broken_link() == decision.name
