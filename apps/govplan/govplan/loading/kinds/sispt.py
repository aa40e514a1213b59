"""The product sheet of a Colombian development plan, as SisPT exports it.

A row is a product's indicator, known by its MGA code of nine digits: two of the sector, four with
the programme, seven with the product. The code SisPT gives (`IP-63`) is no key. Lines, programmes
and products become elements of the plan, the indicator hangs from its product.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frappe import _

from govplan import typed
from govplan.loading import reading
from govplan.loading.columns import Column, Columns, folded
from govplan.loading.kinds.base import Context, Kind
from govplan.loading.kinds.indicators import TARGETS, by_year, yearly_key
from govplan.loading.rows import ReadRow, SheetRows
from govplan.loading.wishes import Wish
from govplan.planning.plans import name_of_node
from govplan.transparency.a4.codes import code_of
from govplan.typed import Unreadable

_NODE, _INDICATOR = "Gov Plan Node", "Gov Indicator"
_MGA_DIGITS, _PRODUCT_DIGITS, _PROGRAMME_DIGITS = 9, 7, 4
# Room for a dot and the code of a product behind it.
_LONGEST_LINE = 50
# How SisPT sums the years: accumulation and direction.
_SUMMED = {
    "acumulado": ("Cumulative", "Ascending"),
    "acumulada": ("Cumulative", "Ascending"),
    "flujo": ("Period flow", "Ascending"),
    "noacumulado": ("Period flow", "Ascending"),
    "noacumulada": ("Period flow", "Ascending"),
    "mantenimiento": ("Maintenance", "Ascending"),
    "capacidad": ("Maintenance", "Ascending"),
    "mantenimientocapacidad": ("Maintenance", "Ascending"),
    "reduccionanual": ("Level", "Descending"),
}


class SisptProducts(Kind):
    """One row an indicator of a product; the plan is named beside the file."""

    name = "sispt"
    title = "SisPT product sheet (Colombia)"
    about = "The sheet of products of the indicative plan: lines, programmes, products, targets."
    key_columns = ("mga_code", "product", "principal")
    needs_plan = True
    lives_in_plan = True
    exports = False

    def columns(self) -> Columns:
        return Columns(_columns())

    def wishes(self, rows: SheetRows, context: Context) -> list[Wish]:
        found: dict[str, Wish] = {}
        for row in rows.read(context.references):
            rows.require(row, self.key_columns)
            if row.broken.intersection(self.key_columns):
                continue
            has_unit = "unit_of_measure" in rows.places
            if not has_unit:
                self._take_unit(rows, row, context)
            product = _product(row, context.plan, found)
            wish = _indicator(row, product, has_unit)
            if wish.name in found:
                words = _("{0} is already in row {1}. Leave one of the two.")
                rows.fault(row, "mga_code", words.format(wish.name, found[wish.name].row))
            else:
                found[wish.name] = wish
        return list(found.values())

    def _take_unit(self, rows: SheetRows, row: ReadRow, context: Context) -> None:
        """Sheets without a column for the unit have it where the indicator's name should be."""
        written = row.values.get("indicator") or ""
        try:
            unit = context.references.resolve("Gov Unit Of Measure", written)
            row.values["unit_of_measure"] = unit
        except Unreadable as error:
            rows.fault(row, "indicator", str(error))


@dataclass(frozen=True)
class _Level:
    """An element the row stands under."""

    code: str
    level: str
    title: str


def _product(row: ReadRow, plan: str, found: dict[str, Wish]) -> str:
    """The name of the row's product; it and what is above it are made where they are missing."""
    above = ""
    levels = list(_levels(row))
    for level in levels:
        name = name_of_node(plan, level.code)
        values = {
            "plan": plan,
            "code": level.code,
            "level_name": level.level,
            "title": level.title,
            "parent_gov_plan_node": above,
            "is_group": int(level is not levels[-1]),
        }
        wish = Wish(_NODE, name, row.number, values, needs=frozenset(filter(None, [above])))
        found.setdefault(name, wish)
        above = name
    return above


def _levels(row: ReadRow) -> Iterator[_Level]:
    """Line, programme and product, as far as the sheet names them.

    A product may serve two lines, so a code begins with its line's.
    """
    line, mga = row.values.get("line") or "", row.values["mga_code"]
    start = code_of(line)[:_LONGEST_LINE].rstrip("-") if line else ""
    if line:
        yield _Level(start, _("Strategic line"), line)
    programme = row.values.get("programme")
    if programme:
        own = row.values.get("programme_code") or mga[:_PROGRAMME_DIGITS]
        yield _Level(".".join(filter(None, (start, own))), _("Programme"), programme)
    own = row.values.get("product_code") or mga[:_PRODUCT_DIGITS]
    yield _Level(".".join(filter(None, (start, own))), _("Product"), row.values["product"])


def _indicator(row: ReadRow, product: str, has_unit: bool) -> Wish:
    said = row.values
    unit, name = said.get("unit_of_measure"), said.get("indicator") or said["product"]
    principal = reading.show_yes_no(said["principal"])
    values: dict[str, Any] = {
        "code": said["mga_code"],
        "mga_code": said["mga_code"],
        "indicator_name": name if has_unit else said["product"],
        "unit_of_measure": unit,
        "plan_level": "Product",
        "frequency": "Yearly",
        "source": f"SisPT {said.get('sispt_code') or ''} · Principal: {principal}",
        "plan_node": product,
        "owner_unit": said.get("owner_unit"),
        "term_target": said.get("term_target"),
    }
    if said.get("accumulation"):
        values["accumulation"], values["direction"] = said["accumulation"]
    years = {key: value for key, value in said.items() if key.startswith("target:")}
    wish = Wish(_INDICATOR, said["mga_code"], row.number, values, row.broken)
    wish.needs = frozenset([product])
    wish.yearly = {TARGETS: by_year(years)} if years else {}
    wish.key_of_year = yearly_key
    wish.keys = {"code": "mga_code", "indicator_name": "product"}
    if not has_unit:
        wish.keys |= {"unit_of_measure": "indicator"}
    return wish


def _columns() -> Iterator[Column]:
    yield from _columns_of_place()
    yield from _columns_of_measure()


def _columns_of_place() -> Iterator[Column]:
    """Which product it is, and where in the plan."""
    yield Column(
        "mga_code",
        "MGA code of the product indicator",
        read=_mga_code,
        required=True,
        names=("Código de indicador de producto (MGA)", "Código indicador de producto MGA"),
    )
    yield Column(
        "sispt_code",
        "SisPT code of the product indicator",
        names=("Código de indicador de producto (SisPT)",),
    )
    yield Column("line", "Strategic line", names=("Línea estratégica",))
    yield Column(
        "programme_code",
        "Code of the programme (MGA)",
        read=reading.code,
        names=("Código del programa (MGA)", "Código programa"),
    )
    yield Column("programme", "Programme (MGA)", names=("Programa (MGA)", "Programa"))
    yield Column(
        "product_code",
        "Code of the product (MGA)",
        read=reading.code,
        names=("Código de producto (MGA)", "Código del producto (MGA)"),
    )
    yield Column("product", "Product (MGA)", required=True, names=("Producto (MGA)", "Producto"))


def _columns_of_measure() -> Iterator[Column]:
    """How the product is measured, by whom, and what of it is promised."""
    yield Column(
        "indicator",
        "Product indicator (MGA)",
        names=("Indicador de Producto(MGA)", "Indicador de producto"),
    )
    yield Column("principal", "Principal", read=reading.yes_no, required=True)
    yield Column(
        "unit_of_measure",
        "Unit of measure",
        link="Gov Unit Of Measure",
        names=("Unidad de medida",),
    )
    yield Column(
        "accumulation", "Type of accumulation", read=_summed, names=("Tipo de acumulación",)
    )
    yield Column("owner_unit", "Owner unit", link="Gov Unit", names=("Dependencia", "Responsable"))
    yield Column(
        "term_target",
        "Target of the term",
        read=typed.quantity,
        names=("Meta de cuatrienio", "Meta de producto cuatrienio"),
    )
    yield Column(
        "target",
        "Product programmed {0}",
        read=typed.quantity,
        names=("Programación del producto bien o servicio",),
    )


def _mga_code(cell: str) -> str:
    """Nine digits; a spreadsheet takes the leading zero off what it thinks a number."""
    digits = cell.zfill(_MGA_DIGITS) if cell and len(cell) == _MGA_DIGITS - 1 else cell
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == _MGA_DIGITS):
        raise Unreadable(_("“{0}” is no MGA code: it has nine digits.").format(cell))
    return digits


def _summed(cell: str) -> tuple[str, str] | None:
    if not cell:
        return None
    if folded(cell) not in _SUMMED:
        words = _("“{0}” is no type of accumulation: {1}.")
        known = _("Acumulado, Flujo, Mantenimiento, Capacidad or Reducción anual")
        raise Unreadable(words.format(cell, known))
    return _SUMMED[folded(cell)]
