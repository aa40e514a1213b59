"""The organisation at the browser: the chart, a unit, who could sign, holidays, the portal."""

import openpyxl
import pytest
from people import press
from test_pages import check

WIDTHS = pytest.mark.parametrize("width", [360, 1440])
PLANNER = "planificacion"


@WIDTHS
def test_a_refused_closing_keeps_what_was_typed_and_points_at_it(visit, width):
    page = visit("/gestion/organizacion", PLANNER, width)
    check(page)
    page.get_by_role("link", name="Coordinación de Territorio").click()
    check(page)
    page.get_by_text("Cerrarla", exact=True).click()
    form = page.locator("form", has=page.locator("button[value=close]"))
    form.get_by_label("Último día").fill("2031-12-31")
    press(page, "Cerrar la unidad")

    told = page.get_by_role("alert").inner_text()
    assert "Acto que la cerró o fusionó" in told
    assert "Dirección de Obras Públicas" in told
    assert form.get_by_label("Último día").input_value() == "2031-12-31"
    check(page)


@WIDTHS
def test_who_could_sign_for_a_unit_is_listed_and_taken_along(visit, width, tmp_path):
    page = visit("/gestion/firmas", "auditoria", width)
    page.get_by_label("Registros de").select_option(label="Dirección de Obras Públicas")
    press(page, "Mostrar")
    check(page)
    listed = page.locator("main tbody tr").all_inner_texts()
    assert any("Directora de Obras Públicas" in text and "Enviar" in text for text in listed)
    assert not any("Director de Agua" in text for text in listed)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    book = tmp_path / "firmas.xlsx"
    download.value.save_as(book)
    assert openpyxl.load_workbook(book).worksheets[0].max_row == len(listed) + 1


def test_the_planning_unit_adds_a_holiday_and_copies_it_to_the_next_year(visit):
    page = visit("/gestion/territorio?anio=2041", PLANNER, 360)
    check(page)
    page.get_by_label("Fecha", exact=True).fill("2041-08-12")
    form = page.locator("form", has=page.locator("button[value=holiday]"))
    form.get_by_label("Nombre").fill("Fiesta del cantón")
    page.get_by_label("El mismo día todos los años").check()
    press(page, "Agregar el feriado")
    assert "12 de agosto de 2041" in page.locator("main").inner_text()
    page.goto("/gestion/territorio?anio=2042")
    press(page, "Copiar los feriados")
    assert "12 de agosto de 2042" in page.locator("main").inner_text()
    check(page)


@WIDTHS
def test_the_public_sees_the_organisation_and_each_unit(visit, width):
    page = visit("/organizacion", "", width)
    check(page)
    assert "Lucía Andrade" in page.locator("main").inner_text()
    page.get_by_role("link", name="Dirección de Obras Públicas").first.click()
    check(page)
    assert "Mantener las vías rurales y urbanas" in page.locator("main").inner_text()
