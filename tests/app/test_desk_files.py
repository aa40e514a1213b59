"""What makes Desk useful on a bench: it names only what exists, and prints what it should."""

import json
from pathlib import Path

import frappe
import pytest
import town as towns
from publishing import approved
from town import open_month

pytestmark = pytest.mark.usefixtures("site")

APP = Path(__file__).parents[2] / "apps" / "govplan" / "govplan"


def records(kind: str) -> list[dict]:
    found = [json.loads(path.read_text("utf-8")) for path in APP.glob(f"*/{kind}/*/*.json")]
    assert found
    return found


def own_doctypes() -> set[str]:
    modules = frappe.get_all("Module Def", {"app_name": "govplan"}, pluck="name")
    kinds = frappe.get_all("DocType", {"module": ["in", modules], "istable": 0}, pluck="name")
    return set(kinds)


def test_the_workspace_leads_to_every_kind_of_record():
    (workspace,) = records("workspace")
    linked = {row["link_to"] for row in workspace["links"] if row["type"] == "Link"}
    assert linked == own_doctypes()
    cards = {row["label"] for row in workspace["links"] if row["type"] == "Card Break"}
    shown = {
        block["data"].get("card_name")
        for block in json.loads(workspace["content"])
        if block["type"] == "card"
    }
    assert shown == cards


def test_the_workspace_shows_only_cards_and_charts_there_are():
    (workspace,) = records("workspace")
    cards = {card["name"] for card in records("number_card")}
    charts = {chart["name"] for chart in records("dashboard_chart")}
    assert {row["number_card_name"] for row in workspace["number_cards"]} == cards
    assert {row["chart_name"] for row in workspace["charts"]} <= charts
    (board,) = records("*_dashboard")
    assert {row["card"] for row in board["cards"]} == cards
    assert {row["chart"] for row in board["charts"]} == charts


def test_cards_count_by_fields_and_values_there_are():
    for card in records("number_card"):
        for doctype, fieldname, operator, value, _hidden in json.loads(card["filters_json"]):
            field = frappe.get_meta(doctype).get_field(fieldname)
            values = value if operator == "in" else [value]
            if field.fieldtype == "Select":
                assert set(values) <= set(field.options.split("\n"))
            else:
                assert all(frappe.db.exists(field.options, one) for one in values)


def test_charts_group_by_fields_there_are():
    for chart in records("dashboard_chart"):
        assert frappe.get_meta(chart["document_type"]).get_field(chart["group_by_based_on"])


def test_a_report_and_its_poa_print_as_sheets():
    town = towns.build()
    open_month(town, 1)
    report = approved(town, 1, town.works)
    sheets = {sheet["doc_type"]: sheet["html"] for sheet in records("print_format")}
    report.db_set("narrative", "<script>alert(1)</script>", update_modified=False)
    frappe.local.lang = "es"
    printed = frappe.render_template(sheets["Gov Progress Report"], {"doc": report})
    assert "Informe mensual de avance" in printed
    assert report.rows[0].indicator_name in printed
    assert "<script>" not in printed
    poa = frappe.get_doc("Gov POA", report.poa)
    printed = frappe.render_template(sheets["Gov POA"], {"doc": poa})
    assert "Plan operativo anual" in printed
    assert str(poa.fiscal_year) in printed
