"""The month in a browser, each step by its person."""

import hashlib

from people import press
from playwright.sync_api import Page


def value_box(page: Page, indicator: str):
    """The box of a line's value, found by the line's title."""
    return page.locator(f"section[aria-label='{indicator}'] input[name^='value__']")


ROADS = "Kilómetros de vías rurales con mantenimiento"
PAVEMENTS = "Metros cuadrados de aceras construidas o reparadas"
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def test_a_month_from_the_directors_form_to_the_portal(town, visit):
    address = town.report("OBRAS")
    director = visit(address, "directora")
    value_box(director, ROADS).fill("1.234,5")
    press(director, "Guardar borrador")
    assert value_box(director, ROADS).input_value() == "1.234,5"
    assert "separador de miles" in director.locator("#faltas").inner_text()

    value_box(director, ROADS).fill("9,75")
    press(director, "Guardar y enviar")
    assert "Lo que escribió quedó guardado" in director.inner_text("main")
    assert "escriba el valor, o por qué no lo hay" in director.locator("#faltas").inner_text()
    assert value_box(director, ROADS).input_value() == "9,75"

    for indicator in (PAVEMENTS, "Puente peatonal La Pampa: etapas terminadas"):
        box = director.locator(f"section[aria-label='{indicator}'] input[name^='missing_reason__']")
        box.fill("La fiscalización no entregó la medición.")
    whole = director.locator("#evidence__todo")
    whole.locator("summary").click()
    whole.locator("input[type=file]").set_input_files(
        {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": b"no soy un PDF"}
    )
    press(director, "Guardar y enviar")
    assert "acta.pdf" in director.locator("#faltas").inner_text()
    whole = director.locator("#evidence__todo")
    if not whole.locator("input[type=url]").is_visible():
        whole.locator("summary").click()
    whole.locator("input[type=url]").fill("https://respaldos.sanjacinto.example/acta")
    press(director, "Guardar y enviar")
    assert "Enviado" in director.inner_text("main .state")

    coordination = visit(address, "coordinacion")
    coordination.get_by_text("Devolver con un motivo").click()
    coordination.select_option("select[name=reason_code]", "Wrong value")
    coordination.fill("textarea[name=reason]", "El tramo La Pampa mide 0,25 km menos.")
    press(coordination, "Devolver")
    assert "Devuelto" in coordination.inner_text("main .state")

    director.goto(address)
    assert "El tramo La Pampa mide 0,25 km menos." in director.inner_text("main")
    value_box(director, ROADS).fill("9,5")
    press(director, "Guardar y enviar")
    assert "Ronda 2" in director.inner_text("main")

    coordination.goto(address)
    press(coordination, "Revisar")
    assert "Revisado" in coordination.inner_text("main .state")
    mayor = visit(address, "alcaldia")
    press(mayor, "Aprobar")
    assert "Aprobado" in mayor.inner_text("main .state")

    before = visit("/unidades/OBRAS").inner_text("main")
    year, month = town.month.split("-")
    assert f"Avance a {MONTHS[int(month) - 1]} de {year}" not in before
    town.publish()
    citizen = visit("/indicadores/OBRAS/OB-01")
    assert f"{MONTHS[int(month) - 1]} de {year}" in citizen.inner_text("main")
    assert "9,5 km" in citizen.inner_text("main")

    citizen.goto("/unidades")
    silent = citizen.locator("tr", has_text="Dirección de Cultura y Turismo").inner_text()
    assert "No reportado" in silent
    assert "0,00 %" not in silent

    citizen.goto(f"/transparencia/{year}/{int(month)}/OPEN/1")
    item = citizen.locator(".downloads li").first
    with citizen.expect_download() as download:
        item.get_by_role("link").click()
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() in item.inner_text()


def test_the_second_of_two_who_save_is_told_and_keeps_what_was_typed(town, visit):
    address = town.report("MOVILIDAD")
    signs = "Señales de tránsito repuestas"
    first, second = visit(address, "movilidad"), visit(address, "movilidad")
    value_box(first, signs).fill("21")
    press(first, "Guardar borrador")
    assert "Guardado." in first.inner_text("main")

    value_box(second, signs).fill("34")
    press(second, "Guardar borrador")
    assert "Otra persona guardó este registro" in second.locator("#faltas").inner_text()
    assert value_box(second, signs).input_value() == "34"
    assert "Guardado ahora: 21" in second.inner_text("main")

    press(second, "Guardar borrador")
    assert value_box(second, signs).input_value() == "34"


def test_clean_reports_are_passed_together_with_a_result_for_each(town, visit):
    mayor = visit("/gestion/bandeja", "alcaldia")
    flagged = mayor.locator("main .card").all_inner_texts()
    assert any("Dirección de Desarrollo Social" in card for card in flagged)
    assert any("Fuera de plazo" in card for card in flagged)


def test_an_event_is_written_saved_and_kept_when_it_is_refused(town, visit):
    promoter = visit("/gestion/eventos/nuevo", "promotor")
    promoter.fill("input[name=title]", "Asamblea del barrio La Estación")
    press(promoter, "Guardar borrador")
    assert promoter.locator("#faltas li").count() >= 1
    assert promoter.input_value("input[name=title]") == "Asamblea del barrio La Estación"

    promoter.select_option("select[name=event_type]", "Asamblea")
    promoter.select_option("select[name=unit]", "OBRAS")
    promoter.select_option("select[name=territory]", "SJ-CENTRO-ESTACION")
    promoter.fill("input[name=starts_at]", f"{town.month}-10T18:00")
    promoter.fill("input[name=place]", "Casa comunal")
    press(promoter, "Guardar borrador")
    assert "Guardado." in promoter.inner_text("main")
    assert "Convocatoria" in promoter.inner_text("main")
