"""Every page: Spanish, one heading, labelled boxes, nothing wider than a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

import govplan
from govplan import hooks

PUBLIC = (
    "/",
    "/organizacion",
    "/unidades",
    "/unidades/AGUA",
    "/unidades/TURISMO",
    "/indicadores/AGUA/AG-02",
    "/indicadores/PLANIFICACION/PL-03",
    "/planes",
    "/planes/PDOT-SJ",
    "/planes/PDOT-SJ/1",
    "/planes/PDOT-SJ/PDOT-SJ:1.2",
    "/planes/PG-SJ",
    "/planes/PG-SJ/B.1",
    "/ods",
    "/ods/11",
    "/participacion",
    "/acuerdos",
    "/transparencia",
    "/transparencia/{year}",
    "/transparencia/{year}/{number}",
    "/informes",
    "/informes/{last_year}",
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
    ("planificacion", "/gestion/cargas"),
    ("planificacion", "/gestion/informes"),
    ("planificacion", "/gestion/planes/PG-SJ-1"),
    ("planificacion", "/gestion/planes/PMS-SJ"),
    ("planificacion", "/gestion/territorio"),
    ("planificacion", "/gestion/medidas"),
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
# Lists of the staff area and how many of their records are read.
LISTS = (
    "planes",
    "poa",
    "cargas",
    "informes",
    "eventos",
    "acuerdos",
    "indicadores",
    "organizacion",
)
AT_MOST = 3
# Where a person leaves, and what is seen where nothing is.
NO_PAGES = {"404", "gestion/salir"}
# Words no Spanish page of ours can hold.
ENGLISH = re.compile(
    r"\b(the|and|with|from|this|was|not|Home|Save|Submit|Submitted|Reviewed|Approved|Returned|"
    r"Draft|Reported|Programmed|Month|Unit|Units|Report|Edition|Published|Monthly|Cumulative|"
    r"Ascending|Descending|Level|None|null|undefined)\b"
)


# A finger needs 24 pixels; a tick or a circle has those of its label.
SMALL = """() => [...document.querySelectorAll(
    "main button, main input:not([type=hidden]), main select, main textarea, main summary, nav a"
)].filter(one => {
    const label = one.labels?.[0]?.getBoundingClientRect();
    const box = one.type == "checkbox" || one.type == "radio" ? label : one.getBoundingClientRect();
    return box && box.width > 1 && box.height < 23.5;
}).map(one => one.outerHTML)"""
# A heading may go up by several levels, and down by one.
SKIPPED = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(
    (one, place, all) => place && one.tagName[1] > +all[place - 1].tagName[1] + 1
).map(one => one.outerHTML)"""


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
    assert page.evaluate(SMALL) == []
    assert page.evaluate(SKIPPED) == []


def filled(path: str, town) -> str:
    """An address of the tables above in the town's month."""
    year, number = map(int, town.month.split("-"))
    earlier = (year, number - 1) if number > 1 else (year - 1, 12)
    said = {"year": earlier[0], "number": earlier[1], "last_year": town.present.year - 1}
    return path.format(month=town.month, **said)


@pytest.mark.parametrize("width", [360, 1440])
def test_public_pages(town, visit, width):
    page = visit("/", width=width)
    for path in PUBLIC:
        answer = page.goto(filled(path, town))
        assert answer.status == 200, path
        check(page)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("who", sorted({who for who, _path in STAFF}))
def test_staff_pages(town, visit, who, width):
    page = visit("/gestion", who, width)
    for path in (path for user, path in STAFF if user == who):
        answer = page.goto(filled(path, town))
        assert answer.status == 200, path
        check(page)


@pytest.mark.parametrize("width", [360, 1440])
def test_records_of_the_staff_area_can_be_read(visit, width):
    page = visit("/gestion", "planificacion", width)
    for name in LISTS:
        page.goto(f"/gestion/{name}")
        found = page.eval_on_selector_all(
            "main a[href^='/gestion/']", "all => all.map(one => one.pathname)"
        )
        records = [path for path in dict.fromkeys(found) if path.count("/") == 3]
        assert records, name
        for path in records[:AT_MOST]:
            assert page.goto(path).status == 200, path
            check(page)


def test_no_page_is_forgotten():
    """Every page is in the tables above, or reached from a list by one of the tests."""
    pages = Path(govplan.__file__).parent / "www"
    followed = (
        "/participacion/x",
        "/acuerdos/x",
        "/transparencia/1/1/OPEN/1",
        "/gestion/unidades/x",
    )
    walked = [*PUBLIC, *(path for _who, path in STAFF), *followed]
    walked = [path.split("?")[0] for path in walked] + [f"/gestion/{name}/x" for name in LISTS]
    for file in pages.rglob("*.html"):
        name = str(file.relative_to(pages).with_suffix("")).removesuffix("index").rstrip("/")
        if name not in NO_PAGES:
            patterns = addresses_of(name)
            assert any(re.fullmatch(one, path) for one in patterns for path in walked), name


def addresses_of(name: str) -> list[str]:
    """Patterns of the addresses at which a page of `www` answers."""
    rules = hooks.website_route_rules
    routes = [rule["from_route"] for rule in rules if rule["to_route"] == name] or [f"/{name}"]
    return [re.sub("<[^>]+>", "[^/]+", re.sub(r"<path:\w+>", ".+", route)) for route in routes]


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
