"""Units of measure and population groups, kept by the planning unit."""

import frappe
import pytest
import town as towns
from records import node, plan
from town import acting

from govplan.errors import BadQuantity, BadRecord
from govplan.planning import vocabulary
from govplan.planning.vocabulary import GROUP, MEASURE

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    """The planner at the keyboard."""
    town = towns.build()
    with acting(town.people["planner"], town.day(1, 5)):
        yield town


def test_the_town_adds_its_own(town):
    hectare = {"unit_name": f" ha {town.tag} ", "legal_min": "0,50", "decimals": "2"}
    made = vocabulary.keep(MEASURE, "", hectare, None)
    group = vocabulary.keep(GROUP, "", {"group_name": f"Fishers {town.tag}"}, None)

    assert (made.name, made.legal_min) == (f"ha {town.tag}", "0.5")
    assert made.name in [one.name for one in vocabulary.every(MEASURE)]
    assert group.name in [one.name for one in vocabulary.every(GROUP)]


def test_another_name_is_taken_while_nothing_refers_to_it(town):
    made = vocabulary.keep(GROUP, "", {"group_name": f"Fishers {town.tag}"}, None)
    other = vocabulary.keep(GROUP, made.name, {"group_name": f"Fisherfolk {town.tag}"}, None)

    assert other.name == f"Fisherfolk {town.tag}"
    assert not frappe.db.exists(GROUP, made.name)
    promised = plan(town)
    node(promised.name, "2", "Axis", population_groups=[{"population_group": other.name}])
    with pytest.raises(BadRecord, match="Fisherfolk"):
        vocabulary.keep(GROUP, other.name, {"group_name": f"Anglers {town.tag}"}, None)
    kept = vocabulary.keep(
        GROUP, other.name, {"group_name": other.name, "description": "By the river"}, None
    )
    assert kept.description == "By the river"


def test_a_unit_of_measure_in_use_keeps_its_name(town):
    with pytest.raises(BadRecord, match="km"):
        vocabulary.keep(MEASURE, "km", {"unit_name": "kilometres"}, None)
    assert vocabulary.keep(MEASURE, "km", {"symbol": "km", "legal_min": "0"}, None).name == "km"


def test_faults_are_told_at_once_and_only_planning_writes(town):
    with pytest.raises(BadQuantity):
        vocabulary.keep(MEASURE, "", {"unit_name": "x", "legal_min": "a"}, None)
    with acting(town.people["director"]), pytest.raises(frappe.PermissionError):
        vocabulary.keep(GROUP, "", {"group_name": "Mine"}, None)
