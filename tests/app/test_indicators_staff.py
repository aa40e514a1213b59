"""What the staff's pages of indicators rest on: search, the sheet's form, owners, the term."""

from decimal import Decimal

import frappe
import pytest
import town as towns
from publishing import approved
from town import acting, hold, indicator, open_month

from govplan import clock
from govplan.domain.periods import Month
from govplan.errors import Refused, ValueMissing
from govplan.monitoring.achievements import achieved_by_year
from govplan.monitoring.ownership import orphans, owners_of
from govplan.planning.indicators import save_sheet
from govplan.planning.terms import term_of
from govplan.staff.indicators import IN_USE, listed, show
from govplan.transparency.formats import open_data
from govplan.transparency.formats.open_data_tables import LINE_COLUMNS

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)
ROADS = {"ROADS": {"value": "4", "cause": "Rain"}}
SHEET = {
    "indicator_name": "Benches placed",
    "unit_of_measure": "unidades",
    "frequency": "Monthly",
    "direction": "Ascending",
    "accumulation": "Cumulative",
    "maintenance_rule": "mean",
    "enabled": "1",
}


@pytest.fixture
def town():
    return towns.build()


def planner(town):
    return acting(town.people["planner"], town.day(*DAY))


def names(town, **asked):
    found, _has_more = listed(frappe._dict({"q": town.tag, **asked}))
    return {row.name.partition("-")[0] for row in found}


# The list


def test_indicators_are_found_by_words_unit_node_frequency_and_state(town):
    out = indicator(town, "OLD", indicator_name="Old", unit_of_measure="km", enabled=0)
    with planner(town):
        assert {"ROADS", "TREES", "OLD"} <= names(town)
        assert names(town, q=out) == {"OLD"}
        assert names(town, unidad=town.health) == {"VISITS", "LIGHTS"}
        assert names(town, frecuencia="Quarterly") == {"TREES"}
        assert "OLD" not in names(town, estado=IN_USE)
        assert names(town, nodo="nowhere") == set()


# The form


def test_planning_writes_a_sheet_with_its_rows(town):
    typed = {
        **SHEET,
        "code": town.code("BENCH"),
        "targets": [{"year": str(town.year), "target": "1,5"}],
        "variables": [{"symbol": "B", "variable_name": "Benches", "value": "3"}],
    }
    with planner(town):
        made = save_sheet(None, typed)
        again = save_sheet(made.name, {**SHEET, "targets": []}, made.modified)
    assert (made.targets[0].target, made.variables[0].value) == ("1.5", "3")
    assert (again.targets, len(again.variables)) == ([], 1)


def test_what_is_wrong_with_a_typed_sheet_is_told_at_once_by_field(town):
    typed = {**SHEET, "code": town.code("ROADS"), "baseline_value": "few"}
    typed["targets"] = [{"year": "", "target": "5"}]
    with planner(town), pytest.raises(Refused) as refusal:
        save_sheet(None, typed)
    told = {(fault.row_key, fault.field) for fault in refusal.value.faults}
    assert told == {("", "code"), ("", "baseline_value"), ("targets.1", "year")}


def test_only_planning_writes_sheets(town):
    with acting(town.people["director"], town.day(*DAY)):
        with pytest.raises(frappe.PermissionError):
            save_sheet(None, {**SHEET, "code": town.code("MINE")})
        with pytest.raises(frappe.PermissionError):
            save_sheet(town.code("ROADS"), SHEET)


# Owners


def owned(town, post="Director", where=None):
    frappe.db.set_value(
        "Gov Indicator",
        town.code("ROADS"),
        {"owner_unit": where or town.works, "owner_post": post},
    )
    return frappe.get_doc("Gov Indicator", town.code("ROADS"))


def test_the_owner_is_whoever_holds_the_post_today(town):
    sheet = owned(town)
    with clock.standing_at(town.day(*DAY)):
        owner = owners_of([sheet])[sheet.name]
    assert [one.user for one in owner.holders] == [town.people["director"]]
    assert not owner.is_vacant


def test_an_indicator_whose_owner_post_is_vacant_today_is_listed(town):
    sheet = owned(town)
    holding = frappe.get_last_doc("Gov Post Holding", {"user": town.people["director"]})
    with clock.standing_at(town.day(2, 2)):
        holding.update({"to_date": f"{town.year}-02-02"}).save()
    assert sheet.name not in _orphans(town, (2, 2))
    assert _orphans(town)[sheet.name].owner.is_vacant


def test_somebody_in_charge_is_a_living_owner(town):
    sheet = owned(town, "Promoter", town.health)
    assert _orphans(town)[sheet.name].owner.is_vacant
    with clock.standing_at(town.day(*DAY)):
        hold(
            town,
            town.people["officer"],
            "Promoter",
            town.health,
            capacity="Acting",
            on_behalf_of=town.people["promoter"],
        )
    assert sheet.name not in _orphans(town)


def test_an_indicator_without_an_owner_is_listed_and_one_out_of_use_is_not(town):
    out = indicator(town, "OLD", indicator_name="Old", unit_of_measure="km", enabled=0)
    found = _orphans(town)
    assert town.code("WATER") in found
    assert not found[town.code("WATER")].owner.is_named
    assert out not in found


def test_a_unit_that_was_asked_for_it_and_never_told_is_named(town):
    sheet = owned(town)
    open_month(town, 1)
    open_month(town, 2)
    assert sheet.name not in _orphans(town, (2, 3))  # January may still be reported
    assert _orphans(town, (3, 3))[sheet.name].silent == [town.works]

    approved(town, 1, town.works, ROADS)
    assert sheet.name not in _orphans(town, (3, 3))


def _orphans(town, day=DAY):
    with acting(town.people["planner"], town.day(*day)):
        return {one.indicator.name: one for one in orphans()}


# The term


def test_the_term_is_told_from_approved_reports_and_targets_in_force(town):
    sheet = frappe.get_doc("Gov Indicator", town.code("ROADS"))
    sheet.term_target = "16"
    sheet.append("targets", {"year": town.year, "target": "5"})
    sheet.append("targets", {"year": town.year, "target": "5"})
    sheet.targets[1].update({"year": town.year + 1, "adjusted_target": "8", "act": "Act 3"})
    sheet.save()
    open_month(town, 1)
    assert achieved_by_year([sheet.name]) == {}

    approved(town, 1, town.works, ROADS)
    achieved = achieved_by_year([sheet.name])[sheet.name]
    assert achieved == {town.year: Decimal(4)}
    term = term_of(sheet, sheet.targets, achieved)
    assert (term["achieved"], term["percent"], term["to_date_percent"]) == ("4", "25", "80")
    assert [(year["target"], year["adjusted_target"]) for year in term["years"]] == [
        ("5", None),
        ("5", "8"),
    ]


def test_the_page_shows_each_one_what_they_may_see(town):
    open_month(town, 1)
    sheet = frappe.get_doc("Gov Indicator", town.code("VISITS"))
    seen = {}
    for part in ("director", "planner"):
        with acting(town.people[part], town.day(*DAY)):
            context = frappe._dict()
            show(context, sheet)
        seen[part] = (len(context.programmed), len(context.history), context.may_write)
    assert seen == {"director": (1, 1, False), "planner": (2, 2, True)}
    assert context.term is None


def test_a_post_without_its_unit_is_no_owner(town):
    typed = {**SHEET, "code": town.code("BENCH"), "owner_post": "Director"}
    with planner(town), pytest.raises(ValueMissing):
        save_sheet(None, typed)


# What the public reads of it


def test_a_published_line_tells_the_sheet_and_its_term_and_no_person(town):
    sheet = owned(town)
    sheet.update({"dimension": "Efficacy", "assumptions": "It does not rain.", "term_target": "16"})
    sheet.append("targets", {"year": town.year, "target": "5"})
    sheet.append("variables", {"symbol": "K", "variable_name": "Kilometres", "source": "Survey"})
    sheet.save()
    open_month(town, 1)
    approved(town, 1, town.works, ROADS)

    month = Month.parse(town.month(1))
    content = open_data.collect(month, frappe.get_doc("Gov Publication Format", "OPEN")).content
    lines = {
        line["indicator"]: line
        for unit in content["units"]
        if unit["code"] == town.works
        for line in unit["lines"]
    }
    told = lines[sheet.name]
    assert (told["dimension"], told["assumptions"]) == ("Efficacy", "It does not rain.")
    assert (told["owner_post"], told["owner_unit"]) == ("Director", f"Public works {town.tag}")
    assert told["variables"][0]["variable_name"] == "Kilometres"
    assert (told["term_percent"], told["term"]["years"][0]["percent"]) == ("25", "80")
    assert lines[town.code("WATER")]["term"] is None
    assert town.people["director"] not in frappe.as_json(content["units"])


def test_columns_of_the_dataset_are_only_ever_added():
    headings = [column.heading for column in LINE_COLUMNS.values()]
    first = headings.index("evidencia") + 1
    assert headings[first:] == [
        "nivel_del_plan",
        "tipo_de_indicador",
        "dimension",
        "producto_mga",
        "fuente",
        "medios_de_verificacion",
        "supuestos",
        "cargo_responsable",
        "unidad_responsable",
        "meta_del_periodo",
        "logrado_en_el_periodo",
        "porcentaje_del_periodo",
        "meta_original",
        "meta_ajustada",
        "acto_de_ajuste",
    ]
