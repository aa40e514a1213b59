"""The product sheet of SisPT: headings on row 2 of one of six sheets, 86 columns, MGA codes."""

import frappe
import pytest
import records
import sheets_to_load as sheets
import town as towns
from openpyxl import Workbook

from govplan.loading.files import read_file
from govplan.loading.headings import propose
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, load

pytestmark = pytest.mark.usefixtures("site")

KNOWN = [
    *("Línea estratégica", "Código del sector (MGA)", "Sector (MGA)"),
    *("Código del programa (MGA)", "Programa (MGA)", "Código de producto (MGA)"),
    *("Producto (MGA)", "Código de indicador de producto (MGA)"),
    *("Código de indicador de producto (SisPT)", "Indicador de Producto(MGA)", "Principal"),
    *("Tipo de acumulación", "Meta de cuatrienio"),
    *(f"Programación del producto bien o servicio {year}" for year in range(2024, 2028)),
    *(f"Total {year}" for year in range(2024, 2028)),
]
WIDTH = 86
LINE, ROADS = "Candelaria conectada", ["24", "Transporte", "2402", "Infraestructura vial"]


def product(code: str, sispt: str, principal: str, years: list[object], unit: str = "km") -> list:
    return [
        *(LINE, *ROADS, str(code)[:7], "Vía terciaria mejorada", code, sispt, unit),
        *(principal, "Acumulado", sum(years)),
        *years,
        *([1218264452.5] * 4),
    ]


def workbook(*rows: list[object]) -> bytes:
    """The six sheets of an export; the one of products has a title above its headings."""
    book = Workbook()
    book.active.title = "Líneas estratégicas"
    book.active.append(["Línea estratégica", "Código"])
    book.create_sheet("Indicadores de resultado").append(["Indicador", "Meta"])
    sheet = book.create_sheet("Plan indicativo - Productos")
    sheet.append(["PARTE ESTRATÉGICA"])
    spare = [f"Recurso propio {at}" for at in range(WIDTH - len(KNOWN))]
    sheet.append([*KNOWN, *spare])
    for row in rows:
        sheet.append([*row, *([0] * len(spare))])
    for name in ("Plan indicativo SGR - Productos", "Iniciativas SGR", "Iniciativas PATR"):
        book.create_sheet(name).append(["Código"])
    return sheets.saved(book)


@pytest.fixture
def plan():
    town = towns.build()
    made = records.plan(town, "PDT")
    return made.name


def loaded(content: bytes, plan: str, mode: Mode = Mode.WHOLE):
    found = read_file(content)
    mapping = propose(KINDS["sispt"].columns(), found)
    sheet = next(one for one in found if one.name == mapping.sheet)
    outcome = load(KINDS["sispt"], sheet, mapping, mode, plan, source="a test")
    return mapping, outcome


def test_lines_programmes_products_and_indicators_with_their_targets_come_in(plan):
    content = workbook(
        product("240204100", "IP-63", "Sí", [1, 2, 3, 4.5]),
        product("240204101", "IP-64", "No", [0, 1, 1, 1]),
    )
    mapping, outcome = loaded(content, plan)
    assert (mapping.sheet, mapping.heading_row) == ("Plan indicativo - Productos", 2)
    assert outcome.faults == []
    assert len(outcome.ignored) == WIDTH - len(mapping.keys)
    node = frappe.get_doc("Gov Plan Node", f"{plan}:CANDELARIA-CONECTADA.2402041")
    assert (node.title, node.level_name) == ("Vía terciaria mejorada", "Product")
    above = frappe.get_doc("Gov Plan Node", node.parent_gov_plan_node)
    assert (above.title, above.code) == ("Infraestructura vial", "CANDELARIA-CONECTADA.2402")
    sheet = frappe.get_doc("Gov Indicator", "240204100")
    assert (sheet.plan_node, sheet.unit_of_measure, sheet.term_target) == (node.name, "km", "10.5")
    assert [(row.year, row.target) for row in sheet.targets][::3] == [(2024, "1"), (2027, "4.5")]
    assert "IP-63" in sheet.source
    _mapping, again = loaded(content, plan)
    assert (again.created, again.updated) == ([], [])


def test_a_code_that_lost_its_leading_zero_is_mended_and_others_are_told(plan):
    content = workbook(
        product(40110500, "IP-1", "Sí", [1, 1, 1, 1]),
        product("IP-2", "IP-2", "Sí", [1, 1, 1, 1]),
        product("240204102", "IP-3", "quizás", [1, 1, 1, 1]),
        product("240204103", "IP-4", "Sí", [1, 1, 1, 1], unit="kilometraje raro"),
    )
    _mapping, outcome = loaded(content, plan)
    found = [(fault.row, fault.heading) for fault in outcome.faults]
    assert found == [
        (4, "Código de indicador de producto (MGA)"),
        (5, "Principal"),
        (6, "Indicador de Producto(MGA)"),
    ]
    assert not frappe.db.exists("Gov Indicator", "040110500")


def test_a_file_without_its_key_columns_is_refused_as_another_file(plan):
    found = read_file(sheets.xlsx([["Rubro", "Apropiación"], ["2.3", 100]]))
    mapping = propose(KINDS["sispt"].columns(), found)
    outcome = load(KINDS["sispt"], found[0], mapping, Mode.TRY, plan)
    assert len(outcome.faults) == 3
