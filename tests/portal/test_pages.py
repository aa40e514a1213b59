"""Every page: Spanish, one heading, labelled boxes, nothing wider than a phone."""

import re

import pytest
from playwright.sync_api import Page

PUBLIC = (
    "/",
    "/organizacion",
    "/unidades",
    "/unidades/AGUA",
    "/indicadores/AGUA/AG-02",
    "/planes",
    "/planes/PDOT-SJ",
    "/planes/PDOT-SJ/1",
    "/planes/PDOT-SJ/PDOT-SJ:1.2",
    "/ods",
    "/ods/11",
    "/participacion",
    "/acuerdos",
    "/transparencia",
    "/accesibilidad",
    "/login",
)
STAFF = (
    ("directora", "/gestion"),
    ("directora", "/gestion/mi-mes"),
    ("directora", "/gestion/reportes/OBRAS-{month}"),
    ("directora", "/gestion/eventos"),
    ("directora", "/gestion/acuerdos"),
    ("coordinacion", "/gestion"),
    ("coordinacion", "/gestion/bandeja"),
    ("coordinacion", "/gestion/reportes/AGUA-{month}"),
    ("alcaldia", "/gestion"),
    ("alcaldia", "/gestion/bandeja"),
    ("planificacion", "/gestion"),
    ("planificacion", "/gestion/planes"),
    ("directora", "/gestion/poa"),
    ("auditoria", "/gestion/presupuesto"),
    ("planificacion", "/gestion/planes/PDOT-SJ"),
    ("planificacion", "/gestion/planes/PDOT-SJ/1.2"),
    ("planificacion", "/gestion/tablero"),
    ("planificacion", "/gestion/tablero?mes={month}"),
    ("planificacion", "/gestion/calendario?mes={month}"),
    ("directora", "/gestion/avisos"),
    ("promotor", "/gestion/calendario"),
    ("planificacion", "/gestion/organizacion"),
    ("planificacion", "/gestion/unidades/OBRAS"),
    ("planificacion", "/gestion/unidades/nueva"),
    ("planificacion", "/gestion/clases"),
    ("directora", "/gestion/firmas"),
    ("planificacion", "/gestion/indicadores"),
    ("planificacion", "/gestion/indicadores/OB-01"),
    ("planificacion", "/gestion/indicadores/OB-03?editar=1"),
    ("planificacion", "/gestion/indicadores-sin-titular"),
    ("transparencia", "/gestion"),
    ("transparencia", "/gestion/publicaciones"),
    ("promotor", "/gestion"),
    ("promotor", "/gestion/eventos/nuevo"),
    ("auditoria", "/gestion"),
)
# Words no Spanish page of ours can hold.
ENGLISH = re.compile(
    r"\b(the|and|with|from|this|was|not|Home|Save|Submit|Submitted|Reviewed|Approved|Returned|"
    r"Draft|Reported|Programmed|Month|Unit|Units|Report|Edition|Published|Monthly|Cumulative|"
    r"Ascending|Descending|Level|None|null|undefined)\b"
)


def check(page: Page) -> None:
    """What holds for every page."""
    assert page.locator("html").get_attribute("lang") == "es"
    assert ENGLISH.findall(page.inner_text("body")) == []
    assert "{{" not in page.content()
    assert page.locator("h1").count() == 1
    unlabelled = page.eval_on_selector_all(
        "input:not([type=hidden]), select, textarea",
        "all => all.filter(one => !one.labels.length && !one.ariaLabel).map(one => one.outerHTML)",
    )
    assert unlabelled == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize("width", [360, 1440])
def test_public_pages(visit, width):
    page = visit("/", width=width)
    for path in PUBLIC:
        answer = page.goto(path)
        assert answer.status == 200, path
        check(page)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("who", sorted({who for who, _path in STAFF}))
def test_staff_pages(town, visit, who, width):
    page = visit("/gestion", who, width)
    for path in (path for user, path in STAFF if user == who):
        answer = page.goto(path.format(month=town.month))
        assert answer.status == 200, path
        check(page)


@pytest.mark.parametrize("who", sorted({who for who, _path in STAFF}))
def test_every_page_offered_to_a_person_opens(visit, who):
    page = visit("/gestion", who)
    offered = page.eval_on_selector_all("header nav a", "all => all.map(one => one.pathname)")
    assert offered
    for path in offered:
        assert page.goto(path).status == 200, path


def test_editions_in_every_format_can_be_read_on_a_phone(visit):
    page = visit("/transparencia", width=360)
    page.locator("table a").first.click()
    page.wait_for_load_state()
    check(page)
    for address in page.eval_on_selector_all(".card h2 a", "all => all.map(one => one.pathname)"):
        page.goto(address)
        check(page)
        assert page.locator("table.edition tbody tr").count() > 0


def test_records_of_participation_can_be_read(visit):
    page = visit("/participacion")
    addresses = page.eval_on_selector_all("main table a", "all => all.map(one => one.pathname)")
    page.goto("/acuerdos")
    addresses += page.eval_on_selector_all("main table a", "all => all.map(one => one.pathname)")
    assert len(addresses) >= 5
    for address in addresses:
        assert page.goto(address).status == 200
        check(page)


def test_a_page_that_is_not_there_says_so_in_spanish(visit):
    page = visit("/unidades/NO-HAY")
    assert page.inner_text("h1") == "Esta página no existe"
    check(page)
