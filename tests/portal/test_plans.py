"""Plans at the browser: written element by element, approved, reformed, read by the public."""

import pytest
from people import press
from test_pages import check

PEOPLE = (("planificacion", "Enviar"), ("coordinacion", "Revisar"), ("alcaldia", "Aprobar"))
LEVELS = ("Eje", "Componente", "Programa", "Proyecto", "Actividad")


def told(page):
    return page.locator(".notice").first.inner_text()


def box(page, label):
    return page.get_by_label(label, exact=True)


def written(page, plan):
    """Five levels of long titles, each below the one before."""
    code = ""
    for level in LEVELS:
        above, code = code, f"{code}.1".lstrip(".")
        page.goto(f"/gestion/planes/{plan}/nuevo?bajo={above}")
        box(page, "Título").fill(f"{level} con un nombre largo que no cabe en una línea")
        box(page, "Nivel").fill(level)
        box(page, "Código").fill(code)
        press(page, "Guardar")
        assert told(page) == "Guardado."
        assert page.locator("nav.breadcrumb li").count() == 4 + LEVELS.index(level)


@pytest.fixture
def pages(visit):
    """Who has to do with a plan, each in a session of their own on a telephone."""
    return {who: visit("/gestion/planes", who, 360) for who, _act in PEOPLE}


def test_a_plan_is_written_decided_on_and_reformed(pages, visit):
    page, plan = pages["planificacion"], "TURISMO"
    page.goto("/gestion/planes/nuevo")
    check(page)
    box(page, "Nombre").fill("Plan de turismo")
    box(page, "Código").fill(plan)
    box(page, "Primer año").fill("dos mil")
    press(page, "Crear el plan")
    assert "dos mil" in told(page) and box(page, "Nombre").input_value() == "Plan de turismo"
    check(page)
    box(page, "Primer año").fill("2026")
    box(page, "Último año").fill("2030")
    box(page, "Enfoque 1").fill("Género")
    press(page, "Crear el plan")
    written(page, plan)
    page.goto(f"/gestion/planes/{plan}/1.1")
    box(page, "Género").check()
    box(page, "Propósito 1").fill("Que venga quien cuida el lugar.")
    box(page, "Objetivo o meta de los ODS 1").select_option("8.9")
    box(page, "Objetivo o meta de los ODS 2").select_option("11")
    box(page, "Ponderación").fill("mucho")
    press(page, "Guardar")
    assert "mucho" in told(page) and box(page, "Género").is_checked()
    assert box(page, "Objetivo o meta de los ODS 1").input_value() == "8.9"
    check(page)
    box(page, "Ponderación").fill("2,5")
    press(page, "Guardar")
    check(page)
    decided(pages, plan)
    version = reformed(page, plan)
    decided(pages, version, "Elementos agregados (1)")
    page = visit(f"/planes/{plan}", width=360)
    check(page)
    assert "Eje de la gente" in page.inner_text("main")
    assert "Qué cambió desde la versión 1" in page.inner_text("main")
    page.get_by_role("link", name="ver el plan como era").click()
    check(page)
    assert "Eje de la gente" not in page.inner_text("main")
    page.goto("/ods/8")
    check(page)
    assert "8.9" in page.inner_text("main")


def decided(pages, plan, shown=""):
    for who, act in PEOPLE:
        pages[who].goto(f"/gestion/planes/{plan}")
        assert shown in pages[who].inner_text("main")
        check(pages[who])
        press(pages[who], act)


def reformed(page, plan):
    """The name of the next version, with one more axis."""
    page.goto(f"/gestion/planes/{plan}")
    page.get_by_text("Comenzar una reforma").click()
    box(page, "Acto de la reforma").fill("Ordenanza 9")
    press(page, "Comenzar la reforma")
    assert box(page, "Acto de la reforma").input_value() == "Ordenanza 9"
    box(page, "Motivo").fill("Un eje nuevo.")
    press(page, "Comenzar la reforma")
    version = page.url.rpartition("/")[2].partition("?")[0]
    page.goto(f"/gestion/planes/{version}/nuevo")
    box(page, "Título").fill("Eje de la gente")
    box(page, "Nivel").fill("Eje")
    box(page, "Código").fill("2")
    press(page, "Guardar")
    return version
