"""The back office's form at the browser: made, changed, decided on, read, in Spanish."""

import pytest
from people import fill_login, press
from playwright.sync_api import Page
from test_pages import check

WIDTHS = pytest.mark.parametrize("width", [360, 1440])


@pytest.fixture
def desk(desk):
    """The same, where the page opened is as every page has to be."""

    def opened(*where) -> Page:
        page = desk(*where)
        check(page)
        return page

    return opened


def told(page: Page) -> str:
    return page.locator(".notice").first.inner_text()


@WIDTHS
def test_the_administrator_makes_a_unit_with_functions_and_a_file(desk, tmp_path, width):
    page = desk("/app/gov-unit/new", "administrator", width)
    press(page, "Guardar")
    assert "No se guardó nada" in told(page)
    assert page.get_by_label("Código").get_attribute("aria-invalid") == "true"
    check(page)
    code = f"RIEGO{width}"
    page.get_by_label("Código").fill(code)
    page.get_by_role("textbox", name="Nombre (obligatorio)").fill("Dirección de Riego")
    for text in ("Repartir el agua", "Cuidar los canales", "Cobrar"):
        page.get_by_role("button", name="Agregar una fila: Funciones").click()
        page.locator("tbody[data-row]").last.locator("textarea, input[type=text]").first.fill(text)
    page.get_by_role("button", name="Subir la fila 2").click()
    said = page.locator("tbody[data-row] button[aria-label^='Quitar']")
    assert [one.get_attribute("aria-label") for one in said.all()] == [
        f"Quitar la fila {place}" for place in (1, 2, 3)
    ]
    page.get_by_role("button", name="Quitar la fila 3").click()
    check(page)
    press(page, "Guardar")
    assert told(page) == "Guardado."
    first = page.locator("tbody[data-row]").first.locator("textarea, input[type=text]").first
    assert first.input_value() == "Cuidar los canales"
    assert page.locator("#f-functions tbody[data-row]").count() == 2
    paper = tmp_path / "ordenanza.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.get_by_label("Agregar un archivo").set_input_files(paper)
    press(page, "Adjuntarlo")
    assert page.locator("#files").get_by_role("link", name="ordenanza").count() == 1
    page.get_by_label("Agregar un comentario").fill("Creada por ordenanza 12.")
    press(page, "Agregarlo")
    history = page.locator("#history").inner_text()
    assert "Creada por ordenanza 12." in history and "creó el registro" in history
    check(page)


@WIDTHS
def test_the_planner_changes_a_unit_and_finds_it_in_the_history(desk, width):
    page = desk("/app/gov-unit/CULTURA", "planificacion", width)
    page.get_by_label("Misión").fill(f"Cuidar la memoria del cantón ({width}).")
    press(page, "Guardar")
    assert told(page) == "Guardado."
    assert (
        f"Cuidar la memoria del cantón ({width})."
        in page.locator("#history ins").first.inner_text()
    )
    check(page)


def test_coordination_returns_a_report_with_its_reason(town, desk):
    page = desk(f"/app/gov-progress-report/AGUA-{town.month}", "coordinacion", 1440)
    press(page, "Devolver")
    assert "motivo" in told(page)
    check(page)
    page.get_by_label("Código del motivo").select_option("Incomplete")
    page.get_by_label("Motivo", exact=True).fill("Falta el acta de la línea 2.")
    press(page, "Devolver")
    assert "Hecho" in told(page)
    assert page.locator(".record-head .state").inner_text() == "Devuelto"
    decisions = page.locator("#history .markup").filter(has_text="Devolver:")
    assert "Falta el acta de la línea 2." in decisions.first.inner_text()
    check(page)


@WIDTHS
def test_the_auditor_reads_and_has_nothing_to_press(town, desk, width):
    page = desk(f"/app/gov-progress-report/OBRAS-{town.month}", "auditoria", width)
    assert page.get_by_role("button", name="Guardar").count() == 0
    assert page.locator("form.sheet input:not([type=hidden])").count() == 0
    assert page.locator("form.sheet select, form.sheet textarea").count() == 0


def test_without_a_script_rows_come_and_links_are_typed(town, keys, chromium):
    context = chromium.new_context(base_url=town.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login?redirect-to=/app/gov-unit/SOCIAL")
    fill_login(page, "planificacion")
    before = page.locator("#f-functions tbody[data-row]").count()
    press(page, "Agregar una fila: Funciones")
    rows = page.locator("#f-functions tbody[data-row]")
    assert rows.count() == before + 1
    rows.last.locator("textarea, input[type=text]").first.fill("Acompañar a las familias")
    press(page, "Guardar")
    assert page.locator("#f-functions tbody[data-row]").count() == before + 1
    context.close()


def test_a_link_is_found_as_one_types(desk):
    page = desk("/app/gov-poa/new", "planificacion", 1440)
    page.get_by_role("button", name="Agregar una fila").click()
    box = page.locator("tbody[data-row] input[data-doctype='Gov Indicator']").first
    box.press_sequentially("Puente peatonal")
    offered = page.locator(f"[id='{box.get_attribute('list')}'] option")
    offered.and_(page.locator("[label^='Puente peatonal']")).wait_for(state="attached")
    page.wait_for_function(
        "list => list.options.length === 1", arg=offered.locator("..").first.element_handle()
    )
