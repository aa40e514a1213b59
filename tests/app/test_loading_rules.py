"""What a sheet may change and what it may not: order, doubles, references, locks, partial loads."""

import frappe
import pytest
import records
import sheets_to_load as sheets
import town as towns

from govplan.loading.exports import export
from govplan.loading.faults import FileFault
from govplan.loading.files import read_file
from govplan.loading.headings import propose
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, Outcome, load
from govplan.planning.poas import reform

pytestmark = pytest.mark.usefixtures("site")

UNITS = ["Código", "Nombre", "Clase", "Unidad superior"]


@pytest.fixture
def town():
    return towns.build()


def loaded(kind: str, rows, mode: Mode = Mode.WHOLE, plan: str = "", make=sheets.xlsx) -> Outcome:
    found = read_file(make(rows) if not isinstance(rows, bytes) else rows)
    mapping = propose(KINDS[kind].columns(), found)
    sheet = next(one for one in found if one.name == mapping.sheet)
    return load(KINDS[kind], sheet, mapping, mode, plan, source="a test")


def places(outcome: Outcome) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in outcome.faults]


def only(outcome: Outcome) -> FileFault:
    (fault,) = outcome.faults
    return fault


def test_the_order_of_units_does_not_matter_and_what_has_others_below_becomes_a_group(town):
    a, b, c = (town.code(short) for short in "ABC")
    rows = [UNITS, [c, "C", "Oficina", b], [b, "B", "Dirección", a], [a, "A", "Coordinación", ""]]
    outcome = loaded("units", rows)
    assert outcome.faults == []
    above = frappe.db.get_value("Gov Unit", c, "parent_gov_unit")
    assert (above, frappe.db.get_value("Gov Unit", b, "is_group")) == (b, 1)
    assert frappe.db.get_value("Gov Unit", b, "kind") == "Directorate"


def test_units_that_are_above_each_other_are_told_at_the_cell(town):
    a, b = town.code("A"), town.code("B")
    outcome = loaded("units", [UNITS, [a, "A", "Oficina", b], [b, "B", "Oficina", a]])
    assert (2, "D") in places(outcome) or (3, "D") in places(outcome)
    assert not frappe.db.exists("Gov Unit", a)


def test_a_code_twice_in_the_file_is_told_at_the_second_row(town):
    a = town.code("A")
    outcome = loaded("units", [UNITS, [a, "A", "Oficina", ""], [a.lower(), "B", "Oficina", ""]])
    assert places(outcome) == [(3, "A")]
    assert "2" in only(outcome).message


def test_an_unknown_reference_suggests_the_nearest_there_is(town):
    near = town.coordination[:-1] + "X"
    outcome = loaded("units", [UNITS, [town.code("A"), "A", "Oficina", near]])
    assert places(outcome) == [(2, "D")]
    assert town.coordination in only(outcome).message


def test_an_unknown_unit_of_measure_suggests_the_nearest(town):
    frappe.get_doc({"doctype": "Gov Unit Of Measure", "unit_name": "kilómetros"}).insert(
        ignore_if_duplicate=True
    )
    heading = ["Código", "Nombre", "Unidad de medida"]
    outcome = loaded("indicators", [heading, [town.code("N"), "New", "kilometro"]])
    assert places(outcome) == [(2, "C")]
    assert "kilómetros" in only(outcome).message


def test_rows_below_one_with_faults_wait_and_are_no_faults_themselves(town):
    a, b = town.code("A"), town.code("B")
    rows = [UNITS, [a, "A", "Cosa rara", ""], [b, "B", "Oficina", a]]
    outcome = loaded("units", rows, Mode.GOOD_ROWS)
    assert places(outcome) == [(2, "C")]
    assert [change.wish.name for change in outcome.held] == [b]
    assert not outcome.written


def test_good_rows_alone_are_loaded_only_when_that_is_asked_for(town):
    a, b = town.code("A"), town.code("B")
    rows = [UNITS, [a, "A", "Oficina", ""], [b, "B", "Cosa rara", ""]]
    assert not loaded("units", rows).written
    assert not frappe.db.exists("Gov Unit", a)
    assert loaded("units", rows, Mode.GOOD_ROWS).written
    assert frappe.db.exists("Gov Unit", a) and not frappe.db.exists("Gov Unit", b)


def test_trying_a_file_tells_each_change_and_leaves_none(town):
    rows = [UNITS, [town.works, "Otro nombre", "Oficina", town.coordination]]
    outcome = loaded("units", rows, Mode.TRY)
    (change,) = outcome.updated
    said = {one.field: (one.before, one.after) for one in change.differences}
    assert said["kind"] == ("Directorate", "Office")
    assert said["unit_name"][1] == "Otro nombre"
    assert frappe.db.get_value("Gov Unit", town.works, "kind") == "Directorate"


def test_a_column_that_is_not_there_changes_nothing_and_a_blank_cell_clears(town):
    frappe.db.set_value("Gov Unit", town.works, {"mission": "To build", "acronym": "OBR"})
    outcome = loaded("units", [["Código", "Siglas"], [town.works, ""]])
    assert outcome.faults == []
    stored = frappe.db.get_value("Gov Unit", town.works, ["mission", "acronym"])
    assert tuple(stored) == ("To build", "")


def test_a_missing_column_is_told_once_with_nothing_else(town):
    outcome = loaded("units", [["Nombre", "Clase"], ["A", "Oficina"], ["B", "Oficina"]])
    assert [fault.heading for fault in outcome.faults] == ["Code"]
    codes = [town.code("A"), town.code("B")]
    outcome = loaded("units", [["Código", "Clase"], *([code, "Oficina"] for code in codes)])
    assert len(outcome.faults) == 1 and "Name" in only(outcome).message


def test_rules_of_the_record_are_told_at_the_cell_they_are_about(town):
    heading = [*UNITS, "Válido desde", "Válido hasta"]
    rows = [heading, [town.code("A"), "A", "Oficina", "", "31/12/2030", "01/01/2030"]]
    assert places(loaded("units", rows)) == [(2, "F")]


def test_a_reserved_formula_comes_back_as_the_text_it_was(town):
    frappe.db.set_value("Gov Unit", town.works, "mission", "=1+1")
    content = export(KINDS["units"], "csv")
    assert b"'=1+1" in content
    outcome = loaded("units", content)
    assert (outcome.created, outcome.updated) == ([], [])


def test_headings_are_found_below_titles_with_other_words_case_and_accents(town):
    rows = [
        *([["GAD MUNICIPAL"], [], ["Organigrama", "2031"], ["Elaborado por", "Planificación"]]),
        *([[], []]),
        ["  CODIGO DE LA UNIDAD ", "dependencia", "TIPO", "Teléfono", "Presupuesto"],
        [town.code("A"), "A", "oficina", "02 299", 5],
    ]
    outcome = loaded("units", rows)
    assert (outcome.faults, outcome.ignored) == ([], ["Presupuesto"])
    assert frappe.db.get_value("Gov Unit", town.code("A"), "contact_phone") == "02 299"


def test_targets_by_year_lie_over_those_there_are(town):
    code = town.code("ROADS")
    heading = ["Código", "Meta 2031", "Meta 2032", "Meta ajustada 2032", "Acto de ajuste 2032"]
    assert loaded("indicators", [heading, [code, 5, "7,5", 8, "Acta 3"]]).faults == []
    assert loaded("indicators", [["Código", "Meta 2031"], [code, ""]]).faults == []
    rows = frappe.get_doc("Gov Indicator", code).targets
    found = [(row.year, row.target, row.adjusted_target, row.act) for row in rows]
    assert found == [(2032, "7.5", "8", "Acta 3")]


def test_a_fault_of_a_years_target_is_told_in_the_column_of_that_year(town):
    heading = ["Código", "Meta 2031", "Meta 2032", "Meta ajustada 2032", "Acto de ajuste 2032"]
    outcome = loaded("indicators", [heading, [town.code("ROADS"), 5, 7, 8, ""]])
    assert places(outcome) == [(2, "E")]


def test_what_indicators_are_made_of_goes_out_and_comes_back(town):
    sheet = frappe.get_doc("Gov Indicator", town.code("MARKET"))
    sheet.append("targets", {"year": 2031, "target": "100"})
    sheet.append("steps", {"step": "Plans | permits", "weight": "40"})
    sheet.append("steps", {"step": "Built", "weight": "60"})
    sheet.append("variables", {"symbol": "a", "variable_name": "Works", "source": "Minutes\nand"})
    sheet.save()
    for form in ("xlsx", "ods", "csv"):
        outcome = loaded("indicators", export(KINDS["indicators"], form))
        assert (outcome.faults, outcome.created, outcome.updated) == ([], [], [])


def test_an_approved_poa_takes_no_file_but_the_draft_of_its_reform_does(town):
    from_file = [
        ["Unidad", "Año", "Indicador", "Territorio", "Meta anual", "Partida"],
        [town.works, town.year, town.code("ROADS"), town.territory, "120", "7.3.01"],
    ]
    outcome = loaded("poas", from_file)
    assert places(outcome) == [(2, "")]
    assert "reform" in only(outcome).message
    same = [from_file[0][:5], from_file[1][:5]]
    assert len(loaded("poas", same).unchanged) == 1
    with towns.acting(town.people["planner"], town.day(1, 6)):
        made = reform(town.poas["works"], f"{town.year}-06-01", "Resolución 9")
        assert loaded("poas", from_file).faults == []
    lines = frappe.get_doc("Gov POA", made.name).rows
    codes = {row.indicator: row.budget_code for row in lines}
    assert codes[town.code("ROADS")] == "7.3.01"
    assert len(lines) == len(towns.INDICATORS)


def test_an_approved_plan_takes_no_elements(town):
    plan = records.plan(town)
    frappe.db.set_value("Gov Plan", plan.name, {"docstatus": 1, "workflow_state": "Approved"})
    rows = [
        ["Plan", "Código", "Nivel", "Título", "Parte de"],
        [plan.name, "1", "Axis", "Axis 1", ""],
        [plan.name, "9", "Axis", "Axis 9", ""],
    ]
    outcome = loaded("plans", rows)
    assert places(outcome) == [(3, "")]


def test_elements_name_what_they_are_part_of_by_its_code_and_take_the_plan_beside(town):
    plan = records.plan(town)
    rows = [
        ["Código", "Nivel", "Título", "Parte de", "Propósitos", "Plan nacional"],
        ["2.1", "Programa", "Agua", "2", "Llegar a todos\nCuidar la fuente", "x"],
        ["2", "Eje", "Servicios", "", "", ""],
    ]
    outcome = loaded("plans", rows, plan=plan.name)
    assert (outcome.faults, len(outcome.created)) == ([], 2)
    node = frappe.get_doc("Gov Plan Node", f"{plan.name}:2.1")
    assert node.parent_gov_plan_node == f"{plan.name}:2"
    assert [row.purpose for row in node.purposes] == ["Llegar a todos", "Cuidar la fuente"]


def test_codes_that_differ_by_their_marks_are_never_taken_for_each_other(town):
    plan = records.plan(town)
    records.node(plan.name, "11.1", "Programme", parent_gov_plan_node=f"{plan.name}:1")
    rows = [["Código", "Elemento del plan"], [town.code("ROADS"), f"{plan.name}:1.1.1"]]
    assert places(loaded("indicators", rows)) == [(2, "B")]
    rows[1][1] = f"{plan.name.lower()}:11.1"
    assert loaded("indicators", rows).faults == []


def test_a_plan_that_is_not_there_is_told_once(town):
    rows = [["Código", "Nivel", "Título"], ["1", "Eje", "Uno"], ["2", "Eje", "Dos"]]
    assert len(loaded("plans", rows, plan="NO-PLAN").faults) == 1
    assert [fault.heading for fault in loaded("plans", rows).faults] == ["Plan"]


def test_an_amount_the_database_cannot_keep_is_told_at_its_cell(town):
    heading = ["Unidad", "Año", "Indicador", "Territorio", "Meta anual", "Presupuesto programado"]
    line = [town.works, town.year + 3, town.code("ROADS"), town.territory, 5, "9" * 15]
    assert places(loaded("poas", [heading, line])) == [(2, "F")]


def test_all_an_element_says_goes_out_and_comes_back(town):
    with towns.acting(town.people["planner"], town.day(1, 6)):
        plan = records.plan(town)
        plan.append("approaches", {"approach": "Género"})
        plan.save()
        goal = frappe.get_all("Gov SDG Target", fields=["name", "goal"], limit=1)[0]
        group = frappe.get_all("Gov Population Group", pluck="name", limit=1)[0]
        node = frappe.get_doc("Gov Plan Node", f"{plan.name}:1.1")
        node.update({"approaches": "Género", "weight": "2.5", "national_reference": "Dos  blancos"})
        node.append("sdg", {"sdg_goal": goal.goal, "sdg_target": goal.name})
        node.append("population_groups", {"population_group": group})
        node.append("purposes", {"purpose": "Que dure | y sirva"})
        node.save()
    for form in ("xlsx", "ods", "csv"):
        outcome = loaded("plans", export(KINDS["plans"], form, plan.name))
        assert (outcome.faults, outcome.created, outcome.updated) == ([], [], [])
        assert len(outcome.unchanged) == 2
