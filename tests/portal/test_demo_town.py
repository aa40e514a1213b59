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


def stored(town, doctype: str, *fields: str, **filters: object) -> set[tuple]:
    """What a site holds of a kind of record; `site` names another than the town."""
    site = filters.pop("site", "town")
    asked = {"doctype": doctype, "fields": fields, "filters": filters, "as_list": True, "limit": 0}
    query = json.dumps({**asked, "order_by": "name asc"})
    printed = town.bench("--site", site, "execute", "frappe.get_all", "--kwargs", query)
    return {tuple(row) for row in json.loads(printed)}


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
    assert "Fichas de visita con nombres" not in published


def test_agreements_past_their_day_and_missing_documents_are_shown(visit):
    page = visit("/acuerdos")
    assert "Vencido" in row(page, "Reparación del tanque de La Pampa")
    assert "Cumplido" in row(page, "Calendario de cortes cada lunes")
    page.goto("/participacion")
    page.get_by_role("link", name="Asamblea del barrio El Mercado").first.click()
    assert "Documento faltante" in page.inner_text("main")


def test_units_were_renamed_merged_and_closed_and_a_post_is_vacant(visit):
    page = visit("/organizacion")
    told = page.inner_text("main")
    assert "Dirección de Desarrollo Social y Cuidados" in told
    page.goto("/unidades/TURISMO")
    assert "Dirección de Cultura y Turismo" in page.inner_text("main")
    page = visit("/gestion/unidades/COMUNICACION", "planificacion")
    assert "Vacante" in page.inner_text("main")
    assert "Gabriela Sisa" in page.content()
    page.goto("/gestion/indicadores-sin-titular")
    told = page.inner_text("main")
    assert "Visitantes atendidos en el punto de información" in told
    assert "Solicitudes de información respondidas en plazo" in told


def test_another_signed_for_the_mayor_by_delegation(town, visit):
    year, month = months_ago(town, 3)
    page = visit(f"/gestion/reportes/AGUA-{year}-{month:02d}", "auditoria")
    assert "Alcalde delegado" in page.inner_text("main .history")


def test_every_kind_of_record_is_seen_in_every_state(town):
    def states(doctype: str) -> set[str]:
        return {state for (state,) in stored(town, doctype, "workflow_state")}

    every = {"Draft", "Submitted", "Reviewed", "Returned", "Approved"}
    assert (
        states("Gov Progress Report")
        == states("Gov Participation Event")
        == {
            *every,
            "Superseded",
        }
    )
    assert states("Gov POA") == every
    assert states("Gov Plan") == {"Draft", "Approved", "Superseded"}
    assert {state for (state,) in stored(town, "Gov Remark", "state")} == {
        "Open",
        "Answered",
        "Resolved",
    }
    assert {state for (state,) in stored(town, "Gov Import", "state")} == {"Loaded", "Checked"}


def test_a_plan_was_reformed_and_shows_the_difference(visit):
    page = visit("/gestion/planes/PG-SJ-1", "planificacion")
    told = page.inner_text("main")
    assert "Casas comunales abiertas hasta la noche" in told
    assert "Resolución del Concejo 027-" in told
    assert "Dos tanques de reserva para San Pedro" in told


def test_a_unit_reformed_its_poa_by_an_act(town, visit):
    in_force = {name for name, version in stored(town, "Gov POA", "name", "version", docstatus=1)
                if version == 2}  # fmt: skip
    assert [name.split("-")[1] for name in in_force] == ["SOCIAL"]
    page = visit(f"/gestion/poa/{in_force.pop()}", "auditoria")
    assert "Resolución de Alcaldía 052-" in page.inner_text("main")


def test_odd_values_are_confirmed_and_money_is_asked_about(town):
    found = stored(town, "Gov Progress Row", "indicator", "alerts", "checked", alerts=["!=", ""])
    confirmed = {indicator for indicator, alerts, checked in found if checked and "Jump" in alerts}
    assert confirmed == {"CU-02"}
    assert any("Progress without money" in alerts for _indicator, alerts, _checked in found)
    unchanged = stored(town, "Gov Progress Row", "indicator", no_change=1)
    assert unchanged == {("MO-01",), ("MO-02",)}


def test_the_same_proof_of_two_months_is_told(town, visit):
    year, month = months_ago(town, 0)
    page = visit(f"/gestion/reportes/SECRETARIA-{year}-{month:02d}", "auditoria")
    assert "solicitudes-de-informacion" in page.content()
    assert "Lista de solicitudes de información" in page.inner_text("main")


def test_a_withdrawn_edition_leaves_its_place_and_its_reason(town, visit):
    page = visit(edition(town, 5, 1, "EC-1.3"))
    assert "llevaba el teléfono de otra oficina" in page.inner_text("main")
    assert page.goto(edition(town, 5, 2, "EC-1.3")).status == 200


def test_a_promise_that_cannot_be_kept_says_why(visit):
    page = visit("/acuerdos")
    page.get_by_role("link", name="Desvío de camiones").first.click()
    assert "no soporta camiones cargados" in page.inner_text("main")


def test_last_years_report_is_approved(town):
    year = town.present.year - 1
    assert stored(town, "Gov Annual Report", "workflow_state", year=year) == {("Approved",)}


def test_reminders_and_notices_wait_for_those_concerned(town):
    told = stored(town, "Notification Log", "for_user")
    assert ("coordinacion@sanjacinto.example",) in told
    assert stored(town, "Gov Notice Choice", "mail_mode") == {("Daily digest",)}


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
    ("today", "month", "first", "poas"),
    [
        pytest.param(
            *("2026-11-20", "2026-10", "2025-11"),
            {"Draft", "Submitted", "Reviewed", "Returned"},
            id="no month is open",
        ),
        pytest.param(
            *("2027-02-03", "2027-01", "2026-01"),
            {"Approved", "Draft", "Submitted", "Reviewed", "Returned"},
            id="the first month of a year is open",
        ),
    ],
)
def test_whatever_the_day_there_is_work_and_a_published_year(town, today, month, first, poas):
    site = f"day-{today}"
    town.bench("new-site", site, "--install-app", "govplan")
    town.bench("--site", site, "govplan-demo", "--today", today)

    editions = stored(town, "Gov Edition", "period", site=site, format="OPEN", number=1)
    assert len(editions) == 12
    assert min(editions) == (first,)
    told = {"period": month, "docstatus": ["<", 2]}
    states = dict(stored(town, "Gov Progress Report", "unit", "workflow_state", site=site, **told))
    assert (states["OBRAS"], states["CULTURA"]) == ("Returned", "Reviewed")
    assert states["AGUA"] == states["MOVILIDAD"] == "Submitted"
    next_year = stored(town, "Gov POA", "unit", "workflow_state", site=site, fiscal_year=2027)
    assert {state for _unit, state in next_year} == poas
