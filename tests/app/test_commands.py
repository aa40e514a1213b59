"""`govplan-import`, `govplan-publish` and `govplan-verify`: Spanish, and honest exit codes."""

import os
import subprocess
import sys
from contextlib import nullcontext

import frappe
import pytest
from alausi import PERIOD, alone, stored  # noqa: F401 — `alone` is a fixture
from commanding import runner
from matrices import TEXT, changed

from govplan import commands
from govplan.moving import command as moving

EDITION = "EC-a4-2021-10-E1"


@pytest.fixture
def bench(alone, monkeypatch):  # noqa: F811 — the fixture of that name
    """Runs a command inside the test's own connection, as the town speaks."""
    return runner(monkeypatch, commands, commands.commands)


def units() -> int:
    return frappe.db.count("Gov Unit", {"print_order": [">", 0]})


def test_an_import_tells_each_change_and_a_second_one_that_there_is_none(bench):
    first = bench("govplan-import", "a4", TEXT)
    assert first.exit_code == 0, first.output
    assert "Crear: Unidad administrativa «CONCEJO CANTONAL»" in first.output
    assert units() == 13
    again = bench("govplan-import", "a4", TEXT)
    assert (again.exit_code, again.output.strip()) == (
        0,
        "No cambia nada: todo lo que dice el archivo ya está.",
    )


def test_a_dry_run_tells_the_same_changes_and_writes_nothing(bench):
    tried = bench("govplan-import", "a4", TEXT, "--dry-run")
    assert tried.exit_code == 0
    assert "No se escribió nada" in tried.output
    assert units() == 0
    done = bench("govplan-import", "a4", TEXT)
    assert tried.output.splitlines()[:-1] == done.output.splitlines()[:-1]


def test_a_malformed_file_is_refused_with_a_line_per_fault(bench, tmp_path):
    path = tmp_path / "matriz.txt"
    path.write_bytes(changed((7, "80 %", "ochenta %"), (32, "31/10/2021", "hoy")))
    refused = bench("govplan-import", "a4", path)
    assert refused.exit_code == 1
    lines = refused.output.splitlines()
    assert lines[0].startswith("Fila 7, columna «Meta cuantificable»: ")
    assert "Se esperaba: una cantidad" in lines[0]
    assert lines[1].startswith("Fila 32, columna «Indicador»: ")
    assert lines[2] == "El archivo se rechaza entero; faltas: 2."
    assert units() == 0


def test_a_file_that_is_not_there_is_told_apart_from_a_refusal(bench, tmp_path):
    for name, *arguments in (
        ("govplan-import", "a4", tmp_path / "nada.txt"),
        ("govplan-verify", tmp_path / "nada.zip"),
        ("govplan-verify", tmp_path, "--source", tmp_path / "nada.txt"),
    ):
        result = bench(name, *arguments)
        assert result.exit_code == 2
        assert "No existe el archivo o la carpeta" in result.output


def test_a_folder_given_as_matrix_is_told_without_a_traceback(bench, tmp_path):
    result = bench("govplan-import", "a4", tmp_path)
    assert result.exit_code == 2
    assert "no se puede leer" in result.output


def test_publishing_tells_the_editions_with_their_checks_and_then_that_nothing_changes(bench):
    bench("govplan-import", "a4", TEXT)
    first = bench("govplan-publish", PERIOD)
    assert first.exit_code == 0, first.output
    assert f"Publicada: {EDITION}" in first.output
    assert "Autoevaluación: 100 %" in first.output
    again = bench("govplan-publish", PERIOD)
    assert (again.exit_code, again.output.strip()) == (
        0,
        "2021-10 ya estaba publicado; no cambia nada.",
    )


@pytest.mark.parametrize("period", ["2021-13", "octubre", "2099-01"])
def test_a_month_that_cannot_be_published_is_refused_in_one_line(bench, period):
    result = bench("govplan-publish", period)
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_verifying_says_whole_and_equal_and_names_the_wrong_file_after_one_byte(bench, tmp_path):
    bench("govplan-import", "a4", TEXT)
    bench("govplan-publish", PERIOD)
    archive = tmp_path / f"{EDITION}.zip"
    archive.write_bytes(stored(EDITION, archive.name))
    good = bench("govplan-verify", archive, "--source", TEXT)
    assert good.exit_code == 0, good.output
    assert "Íntegra" in good.output
    assert f"Igual a {TEXT.name}, celda por celda" in good.output
    content = bytearray(archive.read_bytes())
    content[content.index(b"LEAME.txt") + 40] ^= 1
    archive.write_bytes(bytes(content))
    bad = bench("govplan-verify", archive)
    assert bad.exit_code == 1
    assert "LEAME.txt: " in bad.output


RUN = """
import sys
from govplan.commands import commands
name, site, *arguments = sys.argv[1:]
command = next(one for one in commands if one.name == name)
context = {"sites": [site], "force": False, "verbose": False, "profile": False}
command.main(args=arguments, prog_name=name, obj=context)
"""


def test_a_command_run_by_itself_connects_to_its_site_and_speaks_spanish(site):
    frappe.db.rollback()
    sites = os.path.abspath(frappe.local.sites_path)
    paths = os.pathsep.join(path for path in sys.path if path)
    run = subprocess.run(
        [sys.executable, "-c", RUN, "govplan-import", frappe.local.site, "a4", TEXT, "--dry-run"],
        cwd=sites,
        env={**os.environ, "PYTHONPATH": paths, "SITES_PATH": sites},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "No se escribió nada" in run.stdout or "No cambia nada" in run.stdout


def test_a_site_is_exported_and_recognised_again(bench, monkeypatch, tmp_path):
    monkeypatch.setattr(moving, "connected", lambda context: nullcontext())
    # A command begins on a connection of its own; here the matrix is not committed yet.
    monkeypatch.setattr(frappe.local.db, "begin", lambda: None)
    bench("govplan-import", "a4", TEXT)
    told = bench("govplan-export", tmp_path / "moved")
    assert told.exit_code == 0, told.output
    assert told.output.startswith(f"Exportado a {tmp_path / 'moved'}: ")
    again = bench("govplan-import-site", tmp_path / "moved")
    assert (again.exit_code, again.output.strip()) == (
        0,
        "No cambia nada: todo lo de la carpeta ya está aquí.",
    )
    refused = bench("govplan-export", tmp_path)
    assert (refused.exit_code, "no está vacía" in refused.output) == (1, True)
