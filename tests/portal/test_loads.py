"""The planner brings sheets: a small one with a fault, corrected; a large one in the background."""

import sys
from pathlib import Path

import pytest
from people import press

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
import sheets_to_load as sheets

HEADING = ["Código", "Nombre del indicador", "Unidad de medida", "Meta 2031", "Observaciones"]


def bring(page, kind: str, path: Path) -> None:
    page.goto("/gestion/cargas")
    page.check(f"#kind_{kind}")
    page.set_input_files("#file", str(path))
    press(page, "Leer el archivo")


def is_as_wide_as(page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 360])
def test_a_sheet_with_a_fault_is_corrected_and_loaded(visit, tmp_path, width):
    page = visit("/gestion/cargas", "planificacion", width=width)
    assert is_as_wide_as(page, width)
    path = tmp_path / "indicadores.xlsx"
    rows = [HEADING, [f"CARGA-{width}", "Árboles sembrados", "m3", "doce", "x"]]
    path.write_bytes(sheets.xlsx(rows, above=[["GAD Municipal"], []]))
    bring(page, "indicators", path)
    assert "La fila 3 tiene los encabezados" in page.inner_text("main")
    assert is_as_wide_as(page, width)
    press(page, "Revisar el archivo")
    assert "«doce» no es un número" in page.inner_text("main")
    assert "No se escribió nada" in page.inner_text("main")
    assert is_as_wide_as(page, width)
    rows[1][3] = 12
    path.write_bytes(sheets.xlsx(rows))
    bring(page, "indicators", path)
    press(page, "Revisar el archivo")
    assert "Columnas que no se cargan: Observaciones" in page.inner_text("main")
    press(page, "Cargar el archivo")
    assert "El archivo quedó cargado" in page.inner_text("main")
    assert is_as_wide_as(page, width)


def test_a_large_sheet_is_loaded_in_the_background_and_its_page_tells_the_end(visit, tmp_path):
    page = visit("/gestion/cargas", "planificacion")
    path = tmp_path / "muchos.csv"
    rows = [[f"MUCHO-{at:04d}", f"Indicador {at}", "m3", at, ""] for at in range(900)]
    path.write_bytes(sheets.csv_text([HEADING, *rows], ";", "cp1252"))
    bring(page, "indicators", path)
    press(page, "Revisar el archivo")
    page.wait_for_selector("text=El archivo no tiene faltas", timeout=60_000)
    press(page, "Cargar el archivo")
    page.wait_for_selector("text=El archivo quedó cargado", timeout=60_000)
    assert "900" in page.inner_text("#resultado .figures")


def test_a_file_that_is_no_sheet_is_refused_beside_its_field(visit, tmp_path):
    page = visit("/gestion/cargas", "planificacion")
    path = tmp_path / "informe.xlsx"
    path.write_bytes(b"%PDF-1.4 informe")
    bring(page, "units", path)
    assert "Esto no es una hoja de cálculo" in page.inner_text("#file-fault")
    assert page.is_checked("#kind_units")
