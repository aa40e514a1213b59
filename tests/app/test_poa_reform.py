"""What a reform changes, with both versions kept and the adjusted targets told."""

import frappe
import pytest
import town as towns
from town import MONTHS, acting, approve

from govplan.domain.periods import Month
from govplan.errors import BadRecord
from govplan.planning.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    adjusted_targets,
    changes_between,
    versions_up_to,
)
from govplan.planning.poas import identity_of, reform
from govplan.transparency.formats import open_data

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def reformed(town):
    """From July fewer roads, no market, a second line of trees; more money for the lights."""
    with acting(town.people["planner"], town.day(6, 15)):
        poa = reform(town.poas["works"], f"{town.year}-07-01", "Resolution 7")
        lines = {row.indicator: row for row in poa.rows}
        lines[town.code("ROADS")].update({"annual_target": "100", "m11": "0", "m12": "0"})
        lines[town.code("LIGHTS")].budget_codified = 5000
        trees = lines[town.code("TREES")]
        poa.remove(lines[town.code("MARKET")])
        poa.append("rows", {**trees.as_dict(), "name": None, "activity": "In schools"})
        yield poa.save()


def test_the_difference_is_told_line_by_line(town, reformed):
    before, now = versions_up_to(reformed)

    changes = changes_between(before.rows, now.rows)

    told = {(change.kind, change.line.indicator.rsplit("-", 1)[0]) for change in changes}
    assert told == {(CHANGED, "ROADS"), (CHANGED, "LIGHTS"), (ADDED, "TREES"), (REMOVED, "MARKET")}
    roads = next(change for change in changes if change.line.indicator == town.code("ROADS"))
    fields = {one.field: (one.before, one.after) for one in roads.fields}
    assert fields == {"annual_target": ("120", "100"), "m11": ("10", "0"), "m12": ("10", "0")}


def test_a_version_that_changes_nothing_differs_in_nothing(town):
    poa = frappe.get_doc("Gov POA", town.poas["works"])

    assert changes_between(poa.rows, poa.rows) == []


def test_original_and_adjusted_target_stand_with_their_act(town, reformed):
    approve(town, reformed, author="planner")
    with acting(town.people["planner"], town.day(8, 15)):
        third = reform(reformed.name, f"{town.year}-09-01", "Resolution 9")
        roads = next(row for row in third.rows if row.indicator == town.code("ROADS"))
        roads.update({"annual_target": "90", "m10": "0"})
        third.save()

    adjusted = adjusted_targets(versions_up_to(third))

    assert adjusted == {
        identity_of(roads): [("", "120"), ("Resolution 7", "100"), ("Resolution 9", "90")]
    }


def test_both_versions_stay_to_be_read(town, reformed):
    approve(town, reformed, author="planner")

    before = frappe.get_doc("Gov POA", town.poas["works"])
    assert (before.workflow_state, len(before.rows)) == ("Approved", 8)
    assert any(row.get(MONTHS[10]) == "10" for row in before.rows)


def test_no_plan_begins_after_its_unit_has_ended(town):
    frappe.db.set_value("Gov Unit", town.works, "valid_to", f"{town.year}-06-30")

    with acting(town.people["planner"], town.day(6, 15)):
        with pytest.raises(BadRecord, match="Public works"):
            reform(town.poas["works"], f"{town.year}-07-01", "Resolution 7")
        assert reform(town.poas["works"], f"{town.year}-06-01", "Resolution 7").name


def test_the_open_data_tells_the_target_before_and_after_with_the_act(town, reformed):
    approve(town, reformed, author="planner")
    fmt = frappe.get_doc("Gov Publication Format", "OPEN")

    def told(month, short):
        content = open_data.collect(Month.parse(town.month(month)), fmt).content
        (unit,) = (one for one in content["units"] if one["code"] == town.works)
        lines = (one for one in unit["lines"] if one["indicator"] == town.code(short))
        line = next(one for one in lines if not one["activity"])
        return line["original_target"], line["adjusted_target"], line["target_act"]

    assert told(7, "ROADS") == ("120", "100", "Resolution 7")
    assert told(7, "LIGHTS") == (None, None, "")
    assert told(6, "ROADS") == (None, None, "")
