"""Units, territories, holidays and settings: written one way, and never askew."""

import unicodedata

import frappe
import pytest
import town as towns

from govplan.errors import BadQuantity, BadRecord, Refused
from govplan.organisation.units import below
from govplan.setup import event_types, settings, workflows

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


def test_codes_are_trimmed_composed_and_in_capitals(town):
    decomposed = unicodedata.normalize("NFD", f" niñez-{town.tag} ")
    made = frappe.get_doc(
        {"doctype": "Gov Unit", "code": decomposed, "unit_name": " Niñez ", "kind": "Office"}
    ).insert()

    assert made.name == made.code == f"NIÑEZ-{town.tag}"
    assert made.unit_name == "Niñez"


@pytest.mark.parametrize("code", ["", "OBRAS PUBLICAS", "A/B", "<b>", "X" * 61])
@pytest.mark.parametrize("kind", ["Gov Unit", "Gov Territory", "Gov Indicator", "Gov Plan"])
def test_a_code_that_is_no_address_is_refused(kind, code):
    doc = frappe.get_doc(
        {
            "doctype": kind,
            "code": code,
            "unit_name": "Unit",
            "territory_name": "Place",
            "indicator_name": "Indicator",
            "unit_of_measure": "km",
            "plan_name": "Plan",
        }
    )
    with pytest.raises(BadRecord):
        doc.insert()


@pytest.mark.parametrize("kind", ["Gov Unit", "Gov Territory"])
def test_nothing_hangs_from_a_leaf(town, kind):
    parent = town.works if kind == "Gov Unit" else town.territory
    child = {"code": town.code("CHILD"), "unit_name": "Child", "territory_name": "Child"}
    child[f"parent_{frappe.scrub(kind)}"] = parent

    with pytest.raises(BadRecord):
        frappe.get_doc({"doctype": kind, **child}).insert()


def test_below_a_unit_is_itself_and_all_under_it(town):
    assert below([town.coordination]) == {town.coordination, town.works, town.health}
    assert below([town.works]) == {town.works}
    assert below(["NO-SUCH-UNIT"]) == frozenset()


def test_a_unit_ends_after_it_began_and_a_merged_one_has_its_last_day(town):
    unit = frappe.get_doc("Gov Unit", town.works)
    unit.update({"valid_from": f"{town.year}-03-01", "valid_to": f"{town.year}-02-01"})
    with pytest.raises(BadRecord):
        unit.save()

    unit = frappe.get_doc("Gov Unit", town.works)
    unit.merged_into = town.health
    with pytest.raises(BadRecord) as refusal:
        unit.save()
    assert [fault.field for fault in refusal.value.faults] == ["valid_to"]

    unit = frappe.get_doc("Gov Unit", town.works)
    last = {"valid_to": f"{town.year}-12-31", "closing_act": "Ordinance 4"}
    unit.update({"merged_into": town.health, **last})
    assert unit.save().merged_into == town.health


def test_a_day_is_a_holiday_once_in_each_place(town):
    day = {"doctype": "Gov Holiday", "holiday_date": f"{town.year}-05-24", "holiday_name": "Battle"}
    frappe.get_doc(day).insert()
    frappe.get_doc({**day, "territory": town.territory}).insert()

    for twin in (day, {**day, "territory": town.territory}):
        with pytest.raises(BadRecord):
            frappe.get_doc(twin).insert()


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"unit_cutoff_day": 0}, ["unit_cutoff_day"]),
        ({"legal_limit_day": 31}, ["legal_limit_day"]),
        ({"mayor_cutoff_day": 4}, ["mayor_cutoff_day"]),
        ({"first_period": "10/2026"}, ["first_period"]),
        ({"green_from": "60"}, ["green_from"]),
        ({"time_zone": "Ecuador/Quito"}, ["time_zone"]),
        ({"max_evidence_mb": 0}, ["max_evidence_mb"]),
        ({"publish_day": 0, "time_zone": "X"}, ["publish_day", "time_zone"]),
    ],
)
def test_settings_that_cannot_hold_are_refused_all_at_once(wrong, fields):
    town_settings = frappe.get_doc("Gov Settings")
    town_settings.update(wrong)

    with pytest.raises(Refused) as refusal:
        town_settings.save()
    assert [fault.field for fault in refusal.value.faults] == fields


def test_limits_of_the_light_are_quantities_in_one_form():
    town_settings = frappe.get_doc("Gov Settings")
    town_settings.green_from = "90,50"
    town_settings.save()
    assert frappe.db.get_single_value("Gov Settings", "green_from") == "90.5"

    town_settings.green_from = "ninety"
    with pytest.raises(BadQuantity):
        town_settings.save()


def test_the_clock_follows_the_towns_time_zone():
    town_settings = frappe.get_doc("Gov Settings")
    town_settings.time_zone = "America/Caracas"
    town_settings.save()

    assert frappe.db.get_single_value("System Settings", "time_zone") == "America/Caracas"


def test_a_site_begins_complete_and_what_was_changed_stays():
    frappe.db.set_value("Gov Event Type", "Asamblea", "description", "Of our own")
    name = frappe.db.get_value("Workflow", {"document_type": "Gov POA"})
    workflow = frappe.get_doc("Workflow", name)
    workflow.is_active = 0
    workflow.save()
    transitions = len(workflow.transitions)

    for part in (settings, workflows, event_types):
        (part.fill_missing if part is settings else part.create_missing)()

    assert frappe.db.get_value("Gov Event Type", "Asamblea", "description") == "Of our own"
    assert frappe.db.count("Workflow", {"document_type": "Gov POA"}) == 1
    stored = frappe.get_doc("Workflow", name)
    assert (stored.is_active, len(stored.transitions)) == (0, transitions)


def test_every_kind_that_is_decided_on_has_its_workflow_and_roles():
    for kind in workflows.AUTHORS:
        workflow = frappe.get_doc("Workflow", {"document_type": kind})
        states = [row.state for row in workflow.states]
        assert states[0] == "Draft"
        for row in workflow.transitions:
            assert {row.state, row.next_state} <= set(states)
            assert frappe.db.get_value("Role", row.allowed, "desk_access") == 1


def test_event_types_come_with_the_steps_that_make_them_hold():
    hearing = frappe.get_doc("Gov Event Type", "Audiencia pública")

    steps = {row.step: row.required for row in hearing.steps}
    assert steps["Convocatoria"] == steps["Resolución de cierre"] == 1
    assert hearing.legal_reference
