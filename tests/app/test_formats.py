"""What each format holds: the law's words, missing told apart, dictionaries that explain."""

import csv
import io
import zipfile
from decimal import Decimal

import frappe
import pytest
import town as towns
from alausi import PERIOD, alone, imported, stored  # noqa: F401 — `alone` is a fixture
from matrices import TEXT
from publishing import content_of, month_with_one_approved_report, on_publication_day

from govplan.domain.periods import Month
from govplan.domain.scoring import NOT_AVAILABLE
from govplan.setup import formats
from govplan.transparency import publication
from govplan.transparency.a4.importer import carry_out, plan_import
from govplan.transparency.a4.reader import read_matrix
from govplan.transparency.checks import Subject, preflight
from govplan.transparency.formats import ec_1_3, ec_a4
from govplan.transparency.formats.collected import Coverage
from govplan.transparency.formats.open_data_tables import tables as open_tables
from govplan.transparency.language import speaking
from govplan.transparency.tables import Column, Row, Table, grid

pytestmark = pytest.mark.usefixtures("site")

OCTOBER = Month(2021, 10)


def format_named(code: str, **values: str):
    fmt = frappe.get_doc("Gov Publication Format", code)
    fmt.update(values)
    return fmt


@pytest.fixture
def triple(alone):  # noqa: F811 — the fixture of that name
    imported(TEXT)
    fmt = format_named("EC-1.3", holder_unit="Planificación", responsible_name="Ana Paz")
    return ec_1_3.tables(ec_1_3.collect(OCTOBER, fmt).content)


def test_numeral_1_3_has_the_guides_columns_and_a_row_per_unit_and_indicator(triple):
    dataset = triple[0]
    assert dataset.headings == (
        "Unidad",
        "Objetivo",
        "Indicador",
        "Meta cuantificable",
        "Enlace al sistema de gestión de planificación para verificación de los indicadores y"
        " metas cuantificables por procesos o niveles",
    )
    assert len(dataset.rows) == 13
    assert dataset.is_plain


def test_its_links_lead_to_the_public_page_of_unit_and_indicator(triple):
    link = triple[0].rows[0].cells[4]
    assert link.startswith(("http://", "https://"))
    assert "/indicadores/CONCEJO-CANTONAL/CUMPLIMIENTO-" in link


def test_the_portals_address_is_the_one_of_the_settings(alone):  # noqa: F811
    imported(TEXT)
    address = "https://transparencia.example/"
    frappe.db.set_single_value("Gov Settings", "portal_address", address)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    rows = ec_1_3.collect(OCTOBER, format_named("EC-1.3")).content["rows"]
    assert rows[0]["link"].startswith("https://transparencia.example/indicadores/")


def test_metadata_and_dictionary_are_vertical_with_two_columns(triple):
    _dataset, metadata, dictionary = triple
    labels = [cells[0] for cells in grid(metadata)]
    assert labels[0] == "FECHA ACTUALIZACIÓN DE LA INFORMACIÓN"
    assert len(labels) == 7
    assert next(grid(metadata))[1] == "31/10/2021"
    assert len(list(grid(dictionary))) == len(triple[0].columns) + 3
    assert [cells[0] for cells in grid(dictionary)][:2] == ["Institución", "Descripción"]


def test_what_is_not_known_reads_as_the_law_says_and_is_explained(triple):
    metadata = dict(grid(triple[1]))
    assert metadata["UNIDAD POSEEDORA DE LA INFORMACIÓN"] == "Planificación"
    phone = next(value for label, value in metadata.items() if label.startswith("NÚMERO"))
    assert phone == NOT_AVAILABLE
    assert any(NOT_AVAILABLE in cells[1] for cells in grid(triple[2]))


def test_the_archive_holds_the_three_files_under_the_national_portals_names():
    town = towns.build()
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    name = f"EC-1.3-{period}-E1"
    with zipfile.ZipFile(io.BytesIO(stored(name, f"{name}.zip"))) as archive:
        names = set(archive.namelist())
    three = {"Conjunto de datos.csv", "Metadatos.csv", "Diccionario.csv"}
    assert three | {"LEAME.txt", "manifest.json"} <= names
    for one in three:
        rows = list(csv.reader(io.StringIO(stored(name, one).decode("utf-8"), newline="")))
        assert len({len(row) for row in rows}) == 1
        assert all(cell.strip() for row in rows for cell in row)


def test_units_without_an_approved_poa_are_printed_as_not_available(alone):  # noqa: F811
    imported(TEXT)
    frappe.get_doc(
        {
            "doctype": "Gov Unit",
            "code": "TURISMO",
            "unit_name": "DIRECCIÓN DE TURISMO",
            "kind": "Directorate",
            "process_family": "Decentralised",
        }
    ).insert()
    collected = ec_a4.collect(OCTOBER, format_named("EC-a4"))
    (row,) = collected.content["sections"][2]["rows"]
    assert (row["indicator"], row["target"], row["objective"]) == (NOT_AVAILABLE,) * 3
    assert collected.coverage.missing == ("DIRECCIÓN DE TURISMO",)
    numbers = [row["number"] for part in collected.content["sections"] for row in part["rows"]]
    assert numbers == list(range(1, 15))


def test_a_unit_that_ended_before_the_month_is_not_printed(alone):  # noqa: F811
    imported(TEXT)
    frappe.db.set_value("Gov Unit", "VICEALCALDIA", "valid_to", "2021-10-15")
    content = ec_a4.collect(OCTOBER, format_named("EC-a4")).content
    assert [row["unit"] for row in content["sections"][0]["rows"]] == [
        "CONCEJO CANTONAL",
        "ALCALDÍA",
    ]


def test_a_unit_with_two_indicators_has_two_rows(alone):  # noqa: F811
    council = TEXT.read_text(encoding="utf-8").split("\n")[6].split("\t")
    second = "\t".join(["2", council[1], council[2], "Ordenanzas aprobadas", "12 ordenanzas"])
    rest = TEXT.read_text(encoding="utf-8").split("\n")
    numbered = [
        "\t".join([str(int(cells[0]) + 1), *cells[1:]]) if cells[0].isdecimal() else line
        for line in rest[7:]
        for cells in [line.split("\t")]
    ]
    content = "\n".join([*rest[:7], second, *numbered])
    imported_content("two.txt", content.encode())
    rows = ec_a4.collect(OCTOBER, format_named("EC-a4")).content["sections"][0]["rows"]
    assert [row["unit"] for row in rows][:3] == ["CONCEJO CANTONAL", "CONCEJO CANTONAL", "ALCALDÍA"]
    assert rows[1]["target"] == "12 ordenanzas"


def imported_content(name: str, content: bytes) -> None:
    carry_out(plan_import(read_matrix(name, content)), name)


def test_open_data_tables_have_no_empty_heading_and_explain_every_column():
    town = towns.build()
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    *told, dictionary = open_tables(content_of(f"OPEN-{period}-E1"))
    assert [table.name for table in told] == ["unidades", "lineas", "planes"]
    assert all(len(set(table.headings)) == len(table.headings) for table in told)
    explained = {(row.cells[0], row.cells[1]) for row in dictionary.rows}
    assert explained == {(table.name, heading) for table in told for heading in table.headings}
    assert all(row.cells[2] for row in dictionary.rows)


def test_open_data_published_before_a_column_came_can_still_be_opened():
    town = towns.build()
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    content = content_of(f"OPEN-{period}-E1")
    later = ("budget_programmed", "budget_codified", "budget_accrued", "financial")
    earlier = [{k: v for k, v in unit.items() if k not in later} for unit in content["units"]]
    units, *_others = open_tables({"units": earlier})
    assert len(units.rows) == len(earlier)
    assert all(row.cells[-1] is None for row in units.rows)


def test_a_number_of_open_data_is_blank_when_missing_and_its_status_says_why():
    town = towns.build()
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    name = f"OPEN-{period}-E1"
    rows = list(csv.DictReader(io.StringIO(stored(name, f"{name}.csv").decode(), newline="")))
    silent = [row for row in rows if row["unidad_codigo"] == town.health]
    assert {(row["valor_mes"], row["estado_del_valor"]) for row in silent} == {("", "no_reportado")}
    roads = next(row for row in rows if row["indicador_codigo"] == town.code("ROADS"))
    assert (roads["valor_mes"], roads["estado"], roads["porcentaje_mes"]) == ("4", "aprobado", "80")


def test_totals_count_who_should_have_reported_beside_who_did():
    town = towns.build()
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    content = content_of(f"OPEN-{period}-E1")
    mine = [unit for unit in content["units"] if unit["code"].endswith(town.tag)]
    assert content["totals"]["due_units"] == sum(bool(unit["due"]) for unit in content["units"])
    assert content["totals"]["reported_units"] == 1
    assert [unit["state"] for unit in mine] == ["no_poa", "no_poa", "approved", "not_reported"]
    works = next(unit for unit in mine if unit["state"] == "approved")
    assert content["totals"]["compliance"] == works["compliance"]


def checked(cells: tuple, *, is_on_time: bool = True, files: tuple = ("a.csv",)):
    columns = tuple(Column(heading) for heading in ("Unidad", "Meta", "Fecha"))
    table = Table("datos", columns, (Row(cells, "Obras"),))
    subject = Subject(OCTOBER, (table,), files, is_on_time, Coverage(1, 1))
    with speaking("en"):
        return preflight(subject)


def failed(result) -> set[str]:
    return {check.code for check in result.checks if not check.passed}


def test_a_whole_publication_scores_a_hundred():
    result = checked(("Obras", "80 %", "31/10/2021"))
    assert (result.score, failed(result)) == (100, set())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("Obras", "", "31/10/2021"), "CTA-complete"),
        (("Obras", "N/A", "31/10/2021"), "CTA-wording"),
        (("Obras", "S/N", "31/10/2021"), "CTA-wording"),
        (("Obras", "80 %", "03/02/2025"), "CTA-current"),
    ],
)
def test_a_blank_cell_a_wrong_filler_or_an_old_date_costs_half_a_mark(cells, code):
    result = checked(cells)
    assert (result.score, failed(result)) == (Decimal("87.5"), {code})


def test_being_late_or_closed_costs_a_whole_mark():
    on_time = ("Obras", "80 %", "31/10/2021")
    assert checked(on_time, is_on_time=False).score == 75
    assert checked(on_time, files=("a.xlsx",)).score == 75


def test_formats_are_made_when_missing_and_never_overwritten():
    frappe.db.set_value("Gov Publication Format", "EC-a4", "holder_unit", "Mi unidad")
    formats.create_missing()
    assert frappe.db.get_value("Gov Publication Format", "EC-a4", "holder_unit") == "Mi unidad"
    codes = set(frappe.get_all("Gov Publication Format", pluck="name"))
    assert {"EC-a4", "EC-1.3", "OPEN", "PLAN", "EVENT", "AGREEMENT"} <= codes


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2023-01", "EC-a4"), ("2023-02", "EC-1.3"), ("2026-01", "EC-1.3")],
)
def test_the_law_in_force_on_the_months_last_day_decides_the_format(month, expected):
    names = [fmt.name for fmt in publication.month_formats(Month.parse(month))]
    assert [name for name in names if name.startswith("EC-")] == [expected]


def test_a_disabled_format_is_not_published():
    frappe.db.set_value("Gov Publication Format", "OPEN", "enabled", 0)
    names = [fmt.name for fmt in publication.month_formats(OCTOBER)]
    assert "OPEN" not in names
