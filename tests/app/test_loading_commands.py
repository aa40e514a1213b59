"""`govplan-load` and `govplan-unload`: Spanish, whole or nothing, honest exit codes."""

import frappe
import pytest
import sheets_to_load as sheets
import town as towns
from alausi import alone  # noqa: F401 — a fixture
from commanding import runner

from govplan.loading import command


@pytest.fixture
def bench(alone, monkeypatch):  # noqa: F811 — the fixture of that name
    """Runs a command inside the test's own connection, as the town speaks."""
    return runner(monkeypatch, command, command.commands)


@pytest.fixture
def file(tmp_path):
    """Writes rows of units to a file."""

    def written(*rows: list[object]):
        path = tmp_path / "unidades.csv"
        path.write_bytes(sheets.csv_text([["Código", "Nombre", "Clase"], *rows], ";", "cp1252"))
        return path

    return written


def test_a_file_is_tried_loaded_and_found_to_change_nothing(bench, file):
    path = file(["A", "Dirección Ñ", "Dirección"], ["B", "Oficina", "Oficina"])
    tried = bench("govplan-load", "units", path, "--dry-run")
    assert (tried.exit_code, frappe.db.exists("Gov Unit", "A")) == (0, None)
    assert "por crear 2" in tried.output
    done = bench("govplan-load", "units", path)
    assert (done.exit_code, frappe.db.get_value("Gov Unit", "A", "unit_name")) == (0, "Dirección Ñ")
    again = bench("govplan-load", "units", path)
    assert "No cambia nada" in again.output


def test_a_file_with_a_fault_is_refused_whole_unless_its_good_rows_are_asked_for(bench, file):
    path = file(["A", "A", "Oficina"], ["B", "B", "Cosa rara"])
    refused = bench("govplan-load", "units", path)
    assert (refused.exit_code, frappe.db.exists("Gov Unit", "A")) == (1, None)
    assert "Fila 3, columna C «Clase»" in refused.output
    partial = bench("govplan-load", "units", path, "--partial")
    assert (partial.exit_code, frappe.db.exists("Gov Unit", "A")) == (0, "A")


def test_what_cannot_be_attempted_is_told_apart(bench, file, tmp_path):
    assert bench("govplan-load", "units", tmp_path / "nada.csv").exit_code == 2
    assert bench("govplan-load", "units", file(), "--mapping", "ninguna").exit_code == 2
    assert bench("govplan-unload", "units", tmp_path / "units.pdf").exit_code == 2


def test_what_is_unloaded_loads_back(bench, tmp_path):
    town = towns.build()
    for form in ("xlsx", "ods", "csv"):
        path = tmp_path / f"poas.{form}"
        assert bench("govplan-unload", "poas", path).exit_code == 0
        assert town.works.encode() in path.read_bytes() or form != "csv"
        assert "No cambia nada" in bench("govplan-load", "poas", path).output
    empty = tmp_path / "vacío.xlsx"
    assert bench("govplan-unload", "units", empty, "--template").exit_code == 0
    assert empty.exists()
