"""Importing a published matrix: records made, twice is once, approved targets never overwritten."""

import frappe
import pytest
from alausi import alone, imported  # noqa: F401 — `alone` is a fixture
from matrices import SOURCES, TEXT, changed

from govplan.setup.settings import NO_NAME_YET
from govplan.transparency.a4.faults import MatrixRefused, Problem
from govplan.transparency.a4.importer import carry_out, plan_import
from govplan.transparency.a4.reader import read_matrix

pytestmark = pytest.mark.usefixtures("alone")


def units() -> list:
    return frappe.get_all(
        "Gov Unit",
        filters={"valid_from": ["is", "not set"]},
        fields=["name", "unit_name", "process_family", "kind", "objective", "print_order"],
        order_by="print_order asc",
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_a_matrix_gives_units_with_family_objective_and_printed_order(source):
    imported(source)
    found = units()
    assert [unit.print_order for unit in found] == list(range(1, 14))
    assert [found[0].unit_name, found[12].unit_name] == ["CONCEJO CANTONAL", "DIRECCIÓN FINANCIERA"]
    assert [found[0].kind, found[1].kind, found[12].kind] == [
        "Council",
        "Mayor's office",
        "Directorate",
    ]
    families = [unit.process_family for unit in found]
    assert families == ["Governing"] * 3 + ["Value-adding"] * 4 + ["Support and advice"] * 6
    assert all(unit.objective for unit in found)


def test_codes_come_from_names():
    imported(TEXT)
    codes = {unit.name for unit in units()}
    assert {"CONCEJO-CANTONAL", "DIRECCION-OBRAS-PUBLICAS", "AUDITORIA-INTERNA"} <= codes


def test_every_unit_has_an_approved_poa_with_the_target_as_worded():
    imported(TEXT)
    poas = frappe.get_all(
        "Gov POA",
        filters={"unit": ["in", [unit.name for unit in units()]]},
        fields=["name", "fiscal_year", "docstatus", "workflow_state"],
        order_by="name asc",
    )
    assert len(poas) == 13
    assert {(p.fiscal_year, p.docstatus, p.workflow_state) for p in poas} == {(2021, 1, "Approved")}
    (row,) = frappe.get_doc("Gov POA", poas[0].name).rows
    assert row.annual_target == "80"
    assert row.target_text == "80 % de cumplimiento del Plan Operativo Anual - POA 2021"
    assert frappe.db.get_value("Gov Indicator", row.indicator, "unit_of_measure") == "%"
    level = frappe.db.get_value("Gov Territory", row.territory, "level")
    assert level == "Municipality"


def test_each_approval_is_logged_as_import_with_its_file():
    imported(TEXT)
    poa = f"POA-{units()[0].name}-2021-v1"
    decision = frappe.get_last_doc("Gov Decision", {"reference_name": poa})
    assert (decision.act, decision.to_state) == ("Import", "Approved")
    assert TEXT.name in decision.reason


def test_footer_and_note_go_to_the_format():
    imported(TEXT)
    fmt = frappe.get_doc("Gov Publication Format", "EC-a4")
    assert fmt.holder_unit == "Planificación Institucional y Seguimiento"
    assert fmt.responsible_email == "cesar.rojas@alausi.gob.ec"
    assert fmt.responsible_phone == "(03) 2930-153 EXTENSIÓN 204"
    assert fmt.planning_system_link.startswith("No aplica (")
    assert [row.process_family for row in fmt.section_notes] == ["Decentralised"]
    assert frappe.db.exists("Gov Reporting Period", "2021-10")


@pytest.mark.parametrize("again", SOURCES, ids=lambda path: path.name)
def test_the_same_matrix_again_in_any_form_changes_nothing(again):
    source = again if again not in SOURCES[:3] else TEXT
    assert imported(source) > 0
    assert plan_import(read_matrix(again.name, again.read_bytes())) == []


def test_planning_an_import_writes_nothing():
    before = frappe.db.count("Gov Unit")
    changes = plan_import(read_matrix(TEXT.name, TEXT.read_bytes()))
    assert {change.doctype for change in changes} >= {"Gov Unit", "Gov POA", "Gov Indicator"}
    assert frappe.db.count("Gov Unit") == before
    assert not frappe.db.exists("Gov Reporting Period", "2021-10")


def test_a_changed_objective_is_the_only_change():
    imported(TEXT)
    content = changed((9, "Asumir las funciones", "Asumir todas las funciones"))
    (change,) = plan_import(read_matrix(TEXT.name, content))
    assert (change.doctype, change.name) == ("Gov Unit", "VICEALCALDIA")
    carry_out([change], "a4")
    objective = frappe.db.get_value("Gov Unit", "VICEALCALDIA", "objective")
    assert objective.startswith("Asumir todas las funciones")


def test_a_target_other_than_the_approved_one_is_refused():
    imported(TEXT)
    content = changed((9, "80 % de", "85 % de"))
    with pytest.raises(MatrixRefused) as refusal:
        plan_import(read_matrix(TEXT.name, content))
    (fault,) = refusal.value.faults
    assert (fault.row, fault.column) == (9, "Meta cuantificable")
    assert fault.problem is Problem.OTHER_TARGET
    assert fault.found.startswith("80 %")


def test_a_unit_with_a_poa_still_being_written_is_refused():
    imported(TEXT)
    poa = "POA-VICEALCALDIA-2021-v1"
    frappe.db.set_value("Gov POA", poa, "docstatus", 0)
    with pytest.raises(MatrixRefused) as refusal:
        plan_import(read_matrix(TEXT.name, TEXT.read_bytes()))
    (fault,) = refusal.value.faults
    assert (fault.row, fault.problem, fault.found) == (9, Problem.POA_UNDER_WAY, poa)


def test_the_next_months_matrix_adds_only_its_month():
    imported(TEXT)
    content = changed((32, "31/10/2021", "30/11/2021"))
    (change,) = plan_import(read_matrix(TEXT.name, content))
    assert (change.doctype, change.name) == ("Gov Reporting Period", "2021-11")


def test_a_town_that_has_a_name_keeps_it():
    frappe.db.set_single_value("Gov Settings", "municipality_name", "GAD de Ejemplo")
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    imported(TEXT)
    assert frappe.db.get_single_value("Gov Settings", "municipality_name") == "GAD de Ejemplo"


@pytest.mark.parametrize("unnamed", ["", NO_NAME_YET])
def test_a_town_without_a_name_takes_the_one_in_the_matrix(unnamed):
    frappe.db.set_single_value("Gov Settings", "municipality_name", unnamed)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    imported(TEXT)
    name = frappe.db.get_single_value("Gov Settings", "municipality_name")
    assert name == "GAD Municipal de Alausí"


def test_a_unit_known_by_another_code_is_recognised_by_its_name():
    frappe.get_doc(
        {"doctype": "Gov Unit", "code": "VICE", "unit_name": "Vicealcaldía", "kind": "Office"}
    ).insert()
    imported(TEXT)
    unit = frappe.get_doc("Gov Unit", "VICE")
    assert (unit.unit_name, unit.kind, unit.print_order) == ("VICEALCALDÍA", "Office", 3)
    assert not frappe.db.exists("Gov Unit", "VICEALCALDIA")


def test_a_unit_of_measure_the_site_does_not_know_is_made_once():
    old = "% de cumplimiento del Plan Operativo Anual - POA 2021\t80 % de cumplimiento"
    content = changed((9, old, "Nóminas pagadas\t12 nóminas de pago"))
    carry_out(plan_import(read_matrix("x.txt", content)), "x.txt")

    made = frappe.db.get_value("Gov Indicator", {"indicator_name": "Nóminas pagadas"})
    assert frappe.db.get_value("Gov Indicator", made, "unit_of_measure") == "nóminas"
    assert frappe.db.exists("Gov Unit Of Measure", "nóminas")
    assert plan_import(read_matrix("x.txt", content)) == []
