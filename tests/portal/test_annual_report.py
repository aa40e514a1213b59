"""The yearly report in a browser: begun and written by planning, approved, read by a citizen."""

from people import press


def test_the_year_from_its_first_words_to_the_portal(town, visit):
    year = town.present.year
    planning = visit("/gestion/informes", "planificacion", width=360)
    planning.fill("input[name=year]", str(year))
    press(planning, "Empezar el informe")
    assert f"Informe del año {year}" in planning.inner_text("h1")

    press(planning, "Guardar y enviar")
    assert "Introducción" in planning.locator("#faltas").inner_text()
    planning.fill("textarea[name=introduction]", "Un año de agua y de caminos.")
    section = planning.locator("details.card").first
    section.locator("summary").click()
    section.locator("textarea").fill("Mes a mes, con la gente.")
    press(planning, "Guardar borrador")
    planning.get_by_role("link", name="Ver cómo quedará").click()
    assert "Mes a mes, con la gente." in planning.inner_text("main")
    assert fits(planning)
    address = planning.url.split("?")[0].removeprefix(town.address)
    planning.goto(address)
    press(planning, "Guardar y enviar")
    assert "Enviado" in planning.locator("main .state").first.inner_text()

    press(visit(address, "coordinacion.gestion"), "Revisar")
    mayor = visit(address, "alcaldia")
    # The documents of a whole year are written in this one answer.
    mayor.set_default_timeout(60_000)
    press(mayor, "Aprobar")

    citizen = visit("/informes", width=360)
    citizen.get_by_role("link", name=f"Informe del año {year}").click()
    citizen.wait_for_url(f"**/informes/{year}")
    assert "Un año de agua y de caminos." in citizen.inner_text("main")
    assert citizen.get_by_role("img", name="Avance de cada eje (%)").is_visible()
    assert fits(citizen)
    for kind, begins in (("PDF", b"%PDF-"), ("DOCX", b"PK")):
        href = citizen.get_by_role("link", name=kind).get_attribute("href")
        assert citizen.request.get(href).body().startswith(begins)


def fits(page) -> bool:
    """Whether the page can be read without moving it sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
