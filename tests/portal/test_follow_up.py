"""Follow-up at the browser: a reminder read, an exception granted, the board taken away."""

import csv
import io
import re

import pytest
from people import press
from playwright.sync_api import Page
from test_pages import check

WIDTHS = pytest.mark.parametrize("width", [360, 1440])


@pytest.fixture(scope="module")
def reminded(town):
    """The reminders' job has run on the first working days after the month was opened."""
    for days in (5, 6, 7):
        town.run("govplan.monitoring.reminders.remind", days)


@WIDTHS
def test_a_director_reads_a_reminder_and_chooses_one_mail_a_day(reminded, visit, width):
    page = visit("/gestion", "secretaria", width)
    assert page.locator(".who .count").count() == 1 - (width == 1440)
    page.get_by_role("link", name=re.compile("^Avisos")).first.click()
    check(page)
    if width == 360:
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("Secretaría General, ")).click()
        assert page.url.rstrip("/").split("/")[-1].startswith("SECRETARIA-")
        page.goto("/gestion/avisos")
        check(page)
    page.get_by_label("Cómo llega el correo").select_option(label="Un resumen al día")
    press(page, "Guardar")
    assert page.locator(".notice-done").inner_text() == "Guardado."
    check(page)


@WIDTHS
def test_planning_grants_an_exception_and_sees_what_is_missing_first(town, visit, width):
    page = visit(f"/gestion/calendario?mes={town.month}", "planificacion", width)
    check(page)
    page.get_by_text("Conceder una excepción").click()
    page.get_by_label("Unidad", exact=True).select_option(label="Secretaría General")
    page.get_by_label("Motivo").fill(f"La secretaria estuvo de licencia {width}")
    press(page, "Conceder")
    check(page)
    assert page.locator("#until-fault").is_visible()
    assert page.get_by_label("Motivo").input_value().endswith(str(width))
    page.get_by_label("Abierto hasta").fill("2099-12-31")
    press(page, "Conceder")
    check(page)
    granted = page.locator("tr").filter(has_text=f"estuvo de licencia {width}")
    assert "Secretaría General" in granted.inner_text()
    assert "Andrés Vega" in granted.inner_text()


@WIDTHS
def test_the_board_is_narrowed_and_taken_away(town, visit, width):
    page = visit("/gestion/tablero", "planificacion", width)
    check(page)
    every = units(page)
    page.get_by_label("Con un reporte").select_option(label="Fuera de plazo")
    with page.expect_navigation():
        page.get_by_role("button", name="Mostrar").click()
    check(page)
    assert 0 < len(units(page)) < len(every)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Descargar CSV").click()
    rows = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf-8"))))
    assert {row["Unidad"] for row in rows} == set(units(page))
    assert "Fuera de plazo" in {row["Puntualidad"] for row in rows}


def units(page: Page) -> list[str]:
    return page.locator(".matrix tbody th").all_inner_texts()
