"""The demo town as a citizen and its people find it: its incidents, and work for each of them."""

import json

import pytest
from people import PASSWORD

HOMES = {
    "directora": ("Por reportar", "Devuelto"),
    "coordinacion": ("Por revisar", "Abrir la bandeja"),
    "alcaldia": ("Por aprobar", "Abrir la bandeja"),
    "planificacion": ("Unidades pasadas de su fecha de corte", "Lo que se ejecutó solo"),
    "transparencia": ("Publicaciones", "Lo que se ejecutó solo"),
    "promotor": ("Asamblea del presupuesto participativo", "Borrador"),
    "auditoria": ("Publicaciones", "Lo que se ejecutó solo"),
}


def months_ago(town, months: int) -> tuple[int, int]:
    """Year and month, counted from the last published one."""
    year, month = map(int, town.month.split("-"))
    index = year * 12 + month - 2 - months
    return index // 12, index % 12 + 1


def edition(town, months: int, number: int, format_code: str = "OPEN") -> str:
    year, month = months_ago(town, months)
    return f"/transparencia/{year}/{month}/{format_code}/{number}"


def row(page, text: str) -> str:
    return page.locator("tr", has_text=text).first.inner_text()


@pytest.mark.parametrize("who", HOMES)
def test_what_waits_for_each_person_is_on_their_first_page(visit, who):
    main = visit("/gestion", who).inner_text("main")
    for text in HOMES[who]:
        assert text in main


def test_a_returned_report_tells_its_director_why(town, visit):
    page = visit(town.report("OBRAS"), "directora")
    assert "Adjunte el acta de recepción" in page.inner_text("main")
    assert page.get_by_role("button", name="Guardar y enviar").is_visible()


def test_who_acts_for_another_is_named_so(town, visit):
    page = visit(town.report("MOVILIDAD"), "coordinacion")
    assert "Encargado" in page.inner_text("main .history")


def test_a_late_unit_was_not_reported_first_and_is_in_the_second_edition(town, visit):
    page = visit(edition(town, 6, 1))
    assert "no_reportado" in row(page, "Dirección de Agua y Saneamiento")
    page.goto(edition(town, 6, 2))
    assert "aprobado" in row(page, "Dirección de Agua y Saneamiento")
    assert "con prórroga concedida" in page.inner_text("main")
    page.goto(edition(town, 6, 1))
    assert page.locator(f"a[href='{edition(town, 6, 2)}']").count() == 1


def test_a_corrected_month_tells_what_changed(town, visit):
    page = visit(edition(town, 2, 2))
    told = page.inner_text("main")
    assert "encontró 0,4 km menos" in told
    assert "Kilómetros de vías rurales con mantenimiento" in told


def test_a_unit_that_never_reported_a_month_stays_so(town, visit):
    page = visit("/unidades/SECRETARIA")
    assert page.locator("table tr", has_text="No reportado").count() >= 1


def test_reserved_evidence_is_in_no_edition(town, visit):
    page = visit(edition(town, 3, 1))
    address = page.locator(".downloads a[href$='.json']").first.get_attribute("href")
    published = page.request.get(address).text()
    assert "Informe de respaldo del mes" in published
    assert "Fichas de visita" not in published


def test_agreements_past_their_day_and_missing_documents_are_shown(visit):
    page = visit("/acuerdos")
    assert "Vencido" in row(page, "Reparación del tanque de La Pampa")
    assert "Cumplido" in row(page, "Calendario de cortes cada lunes")
    page.goto("/participacion")
    page.get_by_role("link", name="Asamblea del barrio El Mercado").first.click()
    assert "Documento faltante" in page.inner_text("main")


def test_building_it_again_changes_nothing(town):
    kinds = ("Version", "Comment", "Gov Progress Report", "Gov Decision", "Gov Edition", "User")
    asked = json.dumps({"fields": ["name", "modified"], "order_by": "name"})

    def state():
        listing = ("--site", "town", "execute", "frappe.get_all", "--kwargs", asked, "--args")
        return [town.bench(*listing, json.dumps([kind])) for kind in kinds]

    before = state()
    assert "no se cambió nada" in town.bench("--site", "town", "govplan-demo")
    assert state() == before


def test_the_command_tells_one_login_for_each_role(town):
    told = town.bench("--site", "town", "govplan-demo", "--logins", "--address", town.address)
    assert f"govplan está en {town.address}" in told
    assert PASSWORD in told
    for who in HOMES:
        assert f"{who}@sanjacinto.example" in told


@pytest.mark.parametrize(
    ("today", "month", "first"),
    [
        pytest.param("2026-11-20", "2026-10", "2025-11", id="no month is open"),
        pytest.param("2027-02-03", "2027-01", "2026-01", id="the first month of a year is open"),
    ],
)
def test_whatever_the_day_there_is_work_and_a_published_year(town, today, month, first):
    site = f"day-{today}"
    town.bench("new-site", site, "--install-app", "govplan")
    town.bench("--site", site, "govplan-demo", "--today", today)

    def stored(doctype: str, **query: object) -> list:
        told = json.dumps({"doctype": doctype, "as_list": True, **query})
        printed = town.bench("--site", site, "execute", "frappe.get_all", "--kwargs", told)
        return json.loads(printed)

    editions = stored(
        "Gov Edition",
        filters={"format": "OPEN", "number": 1},
        fields=["period"],
        order_by="period asc",
    )
    assert len(editions) == 12
    assert editions[0] == [first]
    reports = stored(
        "Gov Progress Report",
        filters={"period": month, "docstatus": ["<", 2]},
        fields=["unit", "workflow_state"],
        order_by="unit asc",
    )
    states = dict(reports)
    assert (states["OBRAS"], states["CULTURA"]) == ("Returned", "Reviewed")
    assert states["AGUA"] == states["MOVILIDAD"] == "Submitted"
