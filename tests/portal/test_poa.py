"""An annual plan at the browser: reformed on a phone, told on a desktop, beside its budget."""

import csv
import io

import pytest
from people import press
from playwright.sync_api import Page
from test_pages import check


def box(page: Page, field: str, line: int = 1):
    """A box of a line of the form."""
    return page.locator(f"[name='{field}__rows.{line}']")


def fill_months(page: Page, helper: str, line: int = 1) -> None:
    """Press one of the buttons that fill the months of a line."""
    group = page.locator(f"#line__rows\\.{line} .helpers")
    with page.expect_navigation():
        group.get_by_role("button", name=helper, exact=True).click()


def months(page: Page, line: int = 1) -> list[str]:
    return [box(page, f"m{month:02d}", line).input_value() for month in range(1, 13)]


def test_the_planner_reforms_a_poa_on_a_phone(town, visit):
    year = town.present.year
    page = visit(f"/gestion/poa/POA-OBRAS-{year}-v1", "planificacion", 360)
    check(page)
    page.get_by_text("Reformar este POA").click()
    page.fill("[name=reform_act]", "Resolución 099")
    press(page, "Comenzar la reforma")
    assert page.url.split("?")[0].endswith(f"POA-OBRAS-{year}-v2")
    check(page)

    box(page, "annual_target").fill("130")
    fill_months(page, "Repartir por igual")
    assert "reemplazar lo que hay" in page.inner_text("#faltas")
    page.check("[name='replace__rows.1']")
    fill_months(page, "Repartir por igual")
    assert sum(map(int, months(page))) == 130
    check(page)

    box(page, "weight", 2).fill("31")
    press(page, "Guardar borrador")
    assert "101" in page.inner_text("#faltas")
    assert box(page, "annual_target").input_value() == "130"
    box(page, "weight", 2).fill("30")
    press(page, "Guardar borrador")
    changed = page.locator(".poa-changes").inner_text()
    assert "120" in changed and "130" in changed
    assert page.locator("#faltas").count() == 0


@pytest.mark.parametrize("width", [360, 1440])
def test_plans_and_budget_of_the_year_fit_and_are_in_spanish(town, visit, width):
    year = town.present.year
    page = visit(f"/gestion/poa?anio={year}", "planificacion", width)
    for path in (
        f"/gestion/poa?anio={year}",
        f"/gestion/poa?anio={year + 3}",
        f"/gestion/poa/POA-AGUA-{year}-v1",
        f"/gestion/poa/nuevo?unidad=AGUA&anio={year + 3}",
        f"/gestion/presupuesto?anio={year}",
        f"/gestion/presupuesto?anio={year + 3}",
    ):
        assert page.goto(path).status == 200, path
        check(page)


def test_a_director_sees_the_budget_of_the_unit_and_takes_it_away(town, visit):
    page = visit(f"/gestion/presupuesto?anio={town.present.year}", "agua")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()

    with open(download.value.path(), encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(io.StringIO(file.read()))
    assert {row[headings.index("Unidad")] for row in rows} == {"Dirección de Agua y Saneamiento"}
