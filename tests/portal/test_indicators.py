"""Planning at the browser: a new indicator, refused with what was typed kept, then written."""

from people import press


def test_a_sheet_is_refused_with_what_was_typed_and_written_once_it_is_right(visit):
    page = visit("/gestion/indicadores/nuevo", "planificacion", 360)
    page.fill("#code", "PR-01")
    page.fill("#indicator_name", "Parques arreglados")
    page.fill("#baseline_value", "muchos")
    press(page, "Guardar")

    told = page.inner_text("#faltas")
    assert "«muchos» no es un número" in told
    assert "Unidad de medida" in told
    assert page.input_value("#indicator_name") == "Parques arreglados"
    assert page.input_value("#baseline_value") == "muchos"

    page.fill("#baseline_value", "")
    page.select_option("#unit_of_measure", "obras")
    page.select_option("#owner_unit", "OBRAS")
    page.select_option("#owner_post", "Director")
    page.fill("#year__targets\\.1", "2027")
    page.fill("#target__targets\\.1", "12")
    press(page, "Guardar")

    sheet = page.inner_text("main")
    assert "Lucía Andrade" in sheet
    assert "no se conoce" in sheet
    assert "12 obras" in sheet

    page.goto("/gestion/indicadores?q=parques")
    assert page.locator("tbody tr").count() == 1
