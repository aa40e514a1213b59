"""A report with a slip in it: warned of, confirmed, remarked on, answered, passed. By phone too."""

from people import box, press, prove
from playwright.sync_api import Page

DAYS = "Días promedio por permiso"
ANSWERS = "Solicitudes de información respondidas en plazo"


def fits(page: Page) -> bool:
    """Whether the page scrolls up and down only."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_slip_is_confirmed_then_remarked_on_and_corrected(town, visit):
    address = town.report("SECRETARIA")
    director = visit(address, "secretaria", 360)
    confirm(director)

    coordination = visit("/gestion/bandeja", "coordinacion.gestion", 360)
    card = coordination.locator(f"a[href='{address}']")
    assert "coma decimal" in card.inner_text()
    assert coordination.locator(f"input[value='{address.rsplit('/', 1)[1]}']").count() == 0
    assert fits(coordination)
    card.click()
    remark_and_return(coordination)

    director.goto(address)
    answer(director)
    coordination.goto(address)
    press(coordination, "La respuesta es suficiente")
    press(coordination, "Revisar")
    assert "Revisado" in coordination.locator("main .state").first.inner_text()
    assert "Ronda 2" in coordination.locator(".history").inner_text()

    mayor = visit(address, "alcaldia", 1440)
    assert "Devuelto antes" in mayor.locator(".looks").first.inner_text()
    press(mayor, "Aprobar")
    assert "Aprobado" in mayor.locator("main .state").first.inner_text()


def confirm(director: Page) -> None:
    """Ten times too much: not sent before it is explained and confirmed."""
    press(director, "Sin cambios este mes")
    assert box(director, DAYS, "no_change").is_checked()
    usual = float(box(director, DAYS, "value").input_value().replace(",", "."))
    box(director, DAYS, "no_change").uncheck()
    box(director, DAYS, "value").fill(str(round(usual * 10)))
    box(director, ANSWERS, "numerator").fill("9")
    box(director, ANSWERS, "denominator").fill("9")
    prove(director).locator("input[type=url]").fill("https://respaldos.sanjacinto.example/sg")
    press(director, "Guardar y enviar")
    assert "coma decimal" in director.locator("#faltas").inner_text()
    assert fits(director)
    box(director, DAYS, "cause").fill("Se acumularon trámites.")
    box(director, DAYS, "checked").check()
    press(director, "Guardar y enviar")
    assert "Enviado" in director.locator("main .state").first.inner_text()


def remark_and_return(coordination: Page) -> None:
    line = coordination.locator(f"section[aria-label='{DAYS}']")
    line.get_by_text("Hacer una observación a esta línea").click()
    line.locator("textarea[name=text]").fill("¿Se contó diez veces?")
    press(coordination, "Agregar la observación")
    coordination.get_by_text("Devolver con un motivo").click()
    coordination.select_option("select[name=reason_code]", "Wrong value")
    coordination.fill("textarea[name=reason]", "Vea la observación.")
    press(coordination, "Devolver")
    assert "Devuelto" in coordination.locator("main .state").first.inner_text()


def answer(director: Page) -> None:
    """Sent again only with an answer, which is kept with the report."""
    press(director, "Guardar y enviar")
    assert "responda la observación" in director.locator("#faltas").inner_text()
    value = box(director, DAYS, "value")
    value.fill(str(round(float(value.input_value().replace(",", ".")) / 10)))
    director.locator("[name^='answer__']").fill("Era un error de tecleo.")
    press(director, "Guardar y enviar")
    assert "Enviado" in director.locator("main .state").first.inner_text()
