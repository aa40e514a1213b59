"""The month in a browser, each step by its person."""

import hashlib

from people import box, press, prove

REVENUE = "Recaudación propia"
PAYMENTS = "Pagos a proveedores dentro de 30 días"
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def test_a_month_from_the_directors_form_to_the_portal(town, visit):
    address = town.report("FINANZAS")
    director = visit(address, "finanzas")
    write_and_submit(director)
    decide(director, visit, address)
    read_as_a_citizen(town, visit)


def write_and_submit(director):
    """Refusals on the way keep what was typed."""
    box(director, REVENUE, "value").fill("119.880,30")
    press(director, "Guardar borrador")
    assert box(director, REVENUE, "value").input_value() == "119.880,30"
    assert "separador de miles" in director.locator("#faltas").inner_text()

    box(director, REVENUE, "value").fill("119880,30")
    press(director, "Guardar y enviar")
    assert "Lo que escribió quedó guardado" in director.inner_text("main")
    assert PAYMENTS in director.locator("#faltas").inner_text()
    assert box(director, REVENUE, "value").input_value() == "119880,3"

    box(director, PAYMENTS, "numerator").fill("90")
    box(director, PAYMENTS, "denominator").fill("97")
    prove(director).locator("input[type=file]").set_input_files(
        {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": b"no soy un PDF"}
    )
    press(director, "Guardar y enviar")
    assert "acta.pdf" in director.locator("#faltas").inner_text()
    assert box(director, PAYMENTS, "numerator").input_value() == "90"
    prove(director).locator("input[type=url]").fill("https://respaldos.sanjacinto.example/acta")
    press(director, "Guardar y enviar")
    assert "Enviado" in director.locator("main .state").first.inner_text()


def decide(director, visit, address):
    """Returned with a reason, submitted again, reviewed, approved."""
    coordination = visit(address, "coordinacion.gestion")
    coordination.get_by_text("Devolver con un motivo").click()
    coordination.select_option("select[name=reason_code]", "Wrong value")
    coordination.fill("textarea[name=reason]", "Tesorería reporta 120 000,50.")
    press(coordination, "Devolver")
    assert "Devuelto" in coordination.locator("main .state").first.inner_text()

    director.goto(address)
    assert "Tesorería reporta 120 000,50." in director.inner_text("main")
    box(director, REVENUE, "value").fill("120000,50")
    press(director, "Guardar y enviar")
    assert "Ronda 2" in director.inner_text("main")

    coordination.goto(address)
    press(coordination, "Revisar")
    assert "Revisado" in coordination.locator("main .state").first.inner_text()
    mayor = visit(address, "alcaldia")
    press(mayor, "Aprobar")
    assert "Aprobado" in mayor.locator("main .state").first.inner_text()


def read_as_a_citizen(town, visit):
    """Nothing before the publication; afterwards figures, silences and a download that verifies."""
    year, month = town.month.split("-")
    told = f"{MONTHS[int(month) - 1]} de {year}"
    assert f"Avance a {told}" not in visit("/unidades/FINANZAS").inner_text("main")
    town.publish()
    citizen = visit("/indicadores/FINANZAS/FI-01")
    assert told in citizen.inner_text("main")
    assert "120.000,5 USD" in citizen.inner_text("main")

    citizen.goto("/unidades")
    silent = citizen.locator("tr", has_text="Dirección de Planificación").inner_text()
    assert "No reportado" in silent
    assert "0,00 %" not in silent

    citizen.goto(f"/transparencia/{year}/{int(month)}/OPEN/1")
    item = citizen.locator(".downloads li").first
    with citizen.expect_download() as download:
        item.get_by_role("link").click()
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() in item.inner_text()


def test_the_second_of_two_who_save_is_told_and_keeps_what_was_typed(town, visit):
    address = town.report("SOCIAL")
    visits = "Personas mayores con visita domiciliaria"
    first, second = visit(address, "social"), visit(address, "social")
    box(first, visits, "value").fill("21")
    press(first, "Guardar borrador")
    assert "Guardado." in first.inner_text("main")

    box(second, visits, "value").fill("34")
    press(second, "Guardar borrador")
    assert "Otra persona guardó este registro" in second.locator("#faltas").inner_text()
    assert box(second, visits, "value").input_value() == "34"
    assert "Guardado ahora: 21" in second.inner_text("main")

    press(second, "Guardar borrador")
    assert "Guardado." in second.inner_text("main")
    assert box(second, visits, "value").input_value() == "34"


def test_clean_reports_are_passed_together_with_a_result_for_each(visit):
    coordination = visit("/gestion/bandeja", "coordinacion")
    chosen = coordination.locator("tbody tr").all_inner_texts()
    assert chosen
    press(coordination, "Dar por revisados los elegidos")
    results = coordination.locator("[role=status] li").all_inner_texts()
    assert len(results) == len(chosen)
    assert all(result.endswith(": hecho") for result in results)


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
