"""Territories, holidays, kinds of unit and process families, as the planning unit keeps them."""

from datetime import date

import frappe
import pytest
import town as towns
from town import acting

from govplan.domain.process_families import LEGAL
from govplan.errors import LogIsClosed, Refused
from govplan.organisation import kinds, places, unit_acts
from govplan.organisation.families import families, printed_families
from govplan.setup import unit_kinds

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    with acting(town.people["planner"], town.day(3, 10)):
        yield town


def fields_of(refusal):
    return [fault.field for fault in refusal.value.faults]


def holiday(town, day, name="Feast", **more):
    return places.add_holiday({"holiday_date": f"{town.year}-{day}", "holiday_name": name, **more})


def test_a_territory_is_added_under_another_which_becomes_a_group(planner):
    values = {"code": planner.code("par"), "territory_name": "Parish", "level": "Parish"}
    made = places.add_territory({**values, "parent_gov_territory": planner.territory})

    assert made.name == planner.code("PAR")
    assert made.parent_gov_territory == planner.territory
    assert frappe.db.get_value("Gov Territory", planner.territory, "is_group") == 1


def test_a_territory_without_name_is_told_and_a_director_adds_none(planner):
    with pytest.raises(Refused) as refusal:
        places.add_territory({"code": planner.code("PAR"), "level": "Parish"})
    assert fields_of(refusal) == ["territory_name"]
    with acting(planner.people["director"]), pytest.raises(frappe.PermissionError):
        places.add_territory({"code": planner.code("PAR")})


def test_fixed_holidays_are_copied_to_the_next_year_once(planner):
    holiday(planner, "05-24", "Battle", every_year="1")
    holiday(planner, "08-12", "Feast of the parish", every_year="1", territory=planner.territory)
    holiday(planner, "04-02", "Good Friday")
    following = planner.year + 1

    assert len(places.copy_holidays(following)) == 2
    copied = {(row.holiday_date, row.territory or "") for row in places.holidays_of(following)}
    assert copied == {
        (date(following, 5, 24), ""),
        (date(following, 8, 12), planner.territory),
    }
    assert places.copy_holidays(following) == []
    assert len(places.copy_holidays(following + 1)) == 2


def test_a_leap_day_is_not_copied_to_a_common_year():
    assert places.same_day_of(date(2028, 2, 29), 2029) is None
    assert places.same_day_of(date(2028, 2, 29), 2032) == date(2032, 2, 29)


def test_nothing_to_copy_is_told(planner):
    holiday(planner, "04-02", "Good Friday")
    with pytest.raises(Refused):
        places.copy_holidays(planner.year + 1)


def test_a_holiday_is_removed_by_the_planning_unit_only(planner):
    made = holiday(planner, "05-24")
    with acting(planner.people["director"]), pytest.raises(frappe.PermissionError):
        places.remove_holiday(made.name)
    places.remove_holiday(made.name)
    assert places.holidays_of(planner.year) == []


def test_a_site_begins_with_the_kinds_and_families_in_use():
    assert [(one.name, one.title) for one in families()] == [(f.name, f.title) for f in LEGAL]
    assert frappe.db.get_value("Gov Unit Kind", "Coordination", "head_post") == "Coordinator"


def test_a_kind_that_was_changed_stays_so(planner):
    kinds.keep("Gov Unit Kind", "Office", {"head_post": "", "list_order": "99"}, None)
    frappe.set_user("Administrator")
    unit_kinds.create_missing()

    assert not frappe.db.get_value("Gov Unit Kind", "Office", "head_post")
    assert kinds.every("Gov Unit Kind")[-1].name == "Office"


def test_the_town_adds_kinds_and_families_of_its_own(planner):
    kind = kinds.keep("Gov Unit Kind", "", {"kind_name": f" Secretaría {planner.tag} "}, None)
    assert kind.name == f"Secretaría {planner.tag}"
    family = {
        "family_name": f"Control {planner.tag}",
        "printed_heading": "ÓRGANOS DE CONTROL",
        "print_order": "25",
    }
    kinds.keep("Gov Process Family", "", family, None)

    assert [one.name for one in printed_families()][2] == f"Control {planner.tag}"
    unit = unit_acts.describe(
        planner.works, {"kind": kind.name, "process_family": family["family_name"]}, {}
    )
    assert (unit.kind, unit.process_family) == (kind.name, family["family_name"])
    with acting(planner.people["coordinator"]), pytest.raises(frappe.PermissionError):
        kinds.keep("Gov Unit Kind", "", {"kind_name": "Mine"}, None)


@pytest.mark.parametrize("field", ["printed_heading", "print_order"])
def test_what_the_law_prints_is_not_changed(planner, field):
    family = frappe.get_doc("Gov Process Family", "Decentralised")
    family.set(field, "1")
    with pytest.raises(Refused) as refusal:
        family.save()
    assert fields_of(refusal) == [field]
    with pytest.raises(LogIsClosed):
        frappe.delete_doc("Gov Process Family", "Decentralised")


def test_the_note_of_an_empty_family_may_be_the_towns(planner):
    family = frappe.get_doc("Gov Process Family", "Decentralised")
    family.empty_note = "It has none."
    family.save()

    assert next(one for one in families() if one.name == "Decentralised").note == "It has none."


def test_a_unit_says_what_it_does_by_which_law_and_with_whom(planner):
    tables = {
        "functions": [{"function_text": "Build roads", "legal_basis": "Art. 5"}],
        "relations": [
            {
                "relation": "is the liaison between",
                "other_unit": planner.mayor_office,
                "and_unit": planner.health,
            }
        ],
    }
    unit = unit_acts.describe(planner.works, {"mission": "To build"}, tables)

    assert (unit.mission, unit.functions[0].legal_basis) == ("To build", "Art. 5")
    assert unit.relations[0].and_unit == planner.health


def test_a_unit_without_what_it_needs_is_told_row_and_field(planner):
    tables = {
        "functions": [{"function_text": "", "legal_basis": "Art. 5"}],
        "relations": [{"relation": "", "other_unit": planner.health}],
    }
    with pytest.raises(Refused) as refusal:
        unit_acts.describe(planner.works, {"print_order": "first"}, tables)
    assert [(fault.row_key, fault.field) for fault in refusal.value.faults] == [
        ("", "print_order"),
        ("functions.1", "function_text"),
        ("relations.1", "relation"),
    ]
    for wrong in (planner.works, ""):
        relations = [{"relation": "harmonises", "other_unit": wrong}]
        with pytest.raises(Refused) as refusal:
            unit_acts.describe(planner.works, {}, {"relations": relations})
        assert fields_of(refusal) == ["other_unit"]
    everyone = [{"relation": "serves", "relation_text": "every directorate"}]
    assert unit_acts.describe(planner.works, {}, {"relations": everyone})
    with pytest.raises(Refused):
        unit_acts.describe(planner.works, {"unit_name": "By the back door"}, {})
