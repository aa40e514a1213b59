"""The back office's lists and set-up at the browser: asked, acted on, taken away, changed."""

import csv
import io
import re

import openpyxl
import pytest
from people import press
from playwright.sync_api import Page
from test_pages import check

WIDTHS = pytest.mark.parametrize("width", [360, 1440])


def lines(page: Page) -> list[str]:
    """The records of the list, as they are called."""
    return page.locator("main tbody th a").all_inner_texts()


@pytest.mark.parametrize("who", ["administrator", "planificacion"])
def test_every_list_offered_opens_in_spanish_and_fits(desk, who):
    page = desk("/app", who, 360)
    offered = page.eval_on_selector_all("main a", "all => all.map(one => one.pathname)")
    assert len(offered) > 15
    for path in dict.fromkeys(["/app", *offered]):
        page.set_viewport_size({"width": 360, "height": 900})
        assert page.goto(path).status == 200, path
        check(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        check(page)


@WIDTHS
def test_the_planner_asks_sorts_and_turns_the_page(town, desk, width):
    page = desk("/app/gov-progress-report", "planificacion", width)
    check(page)
    assert len(lines(page)) == 20
    press_link(page, "Siguiente")
    assert "Página 2 de" in page.locator(".pages").inner_text()
    page.get_by_label("Buscar por nombre o título").fill("Agua")
    page.get_by_label("Estado").select_option(label="Aprobado")
    press_search(page)
    found = lines(page)
    assert found
    assert all("Agua" in title for title in found)
    page.get_by_text("Más filtros y orden").click()
    page.get_by_label("Campo", exact=True).select_option(label="Mes")
    page.get_by_label("Comparación").select_option(label="es menor que")
    page.get_by_label("Valor").fill(town.month)
    page.get_by_label("Ordenar por").select_option(label="Mes")
    page.get_by_label("Sentido").select_option(label="Ascendente")
    press_search(page)
    check(page)
    found = lines(page)
    assert found == sorted(found)
    assert town.month not in " ".join(found)


def press_search(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Buscar", exact=True).click()


@WIDTHS
def test_several_reports_are_reviewed_each_with_its_result(town, desk, width):
    page = desk("/app/gov-progress-report", "coordinacion", width)
    page.get_by_label("Ordenar por").evaluate("one => one.closest('details').open = true")
    for name in page.locator("main tbody input[name=name]").all()[:3]:
        name.check()
    page.get_by_label("Con los elegidos").select_option(label="Revisar")
    press(page, "Continuar")
    check(page)
    press(page, "Revisar")
    check(page)
    told = page.locator("main .notice").inner_text()
    assert re.fullmatch(r"Hechos: \d+\. Rechazados: [1-3]\.", told)
    refused = page.locator("main tbody tr").filter(has_text="Rechazado").first
    assert len(refused.locator("td").last.inner_text()) > 20
    press_link(page, "Volver a la lista")
    assert page.url.split("?")[0].endswith("/app/gov-progress-report")


def press_link(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def test_a_filtered_list_is_taken_away_and_read(desk):
    page = desk("/app/gov-unit?q=Agua", "planificacion", 1440)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Exportar a CSV").click()
    rows = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))
    assert [row["Código"] for row in rows] == ["AGUA"]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Exportar a XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    head, row = book.active.iter_rows(values_only=True)
    assert row[head.index("Código")] == "AGUA"


@WIDTHS
def test_the_tree_of_units_opens_and_closes_and_takes_a_new_one(desk, width):
    page = desk("/app/gov-unit/view/tree", "administrator", width)
    check(page)
    below = page.get_by_role("link", name="Dirección de Obras Públicas", exact=True)
    assert below.is_visible()
    page.locator("main summary").first.click()
    assert not below.is_visible()
    page.get_by_role("link", name="Agregar debajo Alcaldía").click()
    assert "Unidad" in page.locator("h1").inner_text()
    parent = page.get_by_label("Unidad superior")
    assert parent.input_value() == "ALCALDIA"


@WIDTHS
def test_the_administrator_adds_a_field_and_sees_it_in_form_and_list(desk, width):
    page = desk("/app/custom-field/new", "administrator", width)
    label = f"Correo de contacto {width}"
    page.get_by_label("Tipo de documento").select_option(label="Unidad administrativa")
    page.get_by_label("Etiqueta").fill(label)
    page.get_by_label("Tipo de campo").select_option("Data")
    page.get_by_label("Insertar después de").fill("nada")
    page.get_by_label("En la lista").check()
    press(page, "Guardar")
    assert "no tiene el campo nada" in page.locator("main .notice").first.inner_text()
    check(page)
    page.get_by_label("Insertar después de").fill("unit_name")
    press(page, "Guardar")
    page.goto("/app/gov-unit/AGUA")
    page.get_by_label(label).fill("agua@sanjacinto.example")
    press(page, "Guardar")
    check(page)
    page.goto("/app/gov-unit?q=AGUA")
    assert label in page.locator("main thead").inner_text(), page.locator("main thead").inner_text()
    assert "agua@sanjacinto.example" in page.locator("main tbody").inner_text()
    check(page)


def test_the_administrator_edits_the_workflow_and_is_told_what_cannot_be(desk):
    page = desk("/app/workflow/Gov%20Agreement%20approval", "administrator", 1440)
    assert page.locator("h1").inner_text() == "Aprobación del acuerdo ciudadano"
    page.get_by_role("button", name="Agregar una fila: Transiciones").click()
    row = page.locator("#f-transitions tbody[data-row]").last
    row.locator("summary").click()
    row.get_by_label("Condición").fill("doc.nada > 1")
    for label, value in (
        ("Estado,", "Enviado"),
        ("Acción", "Revisar"),
        ("Estado siguiente", "Revisado"),
        ("Permitido a", "Planificación"),
    ):
        row.get_by_label(label).select_option(label=value)
    press(page, "Guardar")
    assert "doc.nada no se conoce" in page.locator("main .notice").first.inner_text()
    row = page.locator("#f-transitions tbody[data-row]").last
    row.locator("summary").click()
    row.get_by_label("Condición").fill("doc.docstatus == 0")
    press(page, "Guardar")
    assert page.locator("main .notice").first.inner_text() == "Guardado."


@WIDTHS
def test_the_administrator_gives_a_role_and_a_key(desk, width):
    address = "/app/user/promotor@sanjacinto.example"
    page = desk(address, "administrator", width)
    press_link(page, "Acceso")
    check(page)
    before = page.locator("input[name=role]:checked").count()
    page.locator("input[name=role]:not(:checked)").first.check()
    press(page, "Guardar los roles")
    assert page.locator("input[name=role]:checked").count() == before + 1
    page.locator("input[name=role]:checked").first.uncheck()
    page.get_by_role("button", name=re.compile("Generar un")).click()
    page.wait_for_selector("#api-secret")
    check(page)
