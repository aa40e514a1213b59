"""Annual operating plans: rows of many units and years in one sheet."""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _

from govplan.approval.acts import SUPERSEDED
from govplan.domain.periods import fiscal_months
from govplan.loading.columns import Column, Columns
from govplan.loading.fields import Wanted, columns_of
from govplan.loading.kinds.base import Context, Kind
from govplan.loading.rows import ReadRow, SheetRows
from govplan.loading.storage import records, rows_of
from govplan.loading.wishes import Part, Wish
from govplan.planning.programming import MONTH_FIELDS

POA, ROW, TABLE = "Gov POA", "Gov POA Row", "rows"
IDENTITY = ("indicator", "activity", "territory")
_Key = tuple[str, int]

_HEAD = Wanted(
    required=("unit", "fiscal_year"),
    without=frozenset({"version", TABLE}),
    names={
        "unit": ("Unidad", "Unidad administrativa", "Dependencia", "Código de la unidad", "Área"),
        "fiscal_year": ("Año", "Ejercicio", "Ejercicio fiscal", "Year"),
        "effective_from": ("Desde",),
        "source": ("Fuente",),
    },
)
_LINE = Wanted(
    required=("indicator", "territory"),
    quantities=frozenset(("weight", "annual_target", *MONTH_FIELDS)),
    names={
        "indicator": ("Indicador", "Código del indicador", "Indicator code"),
        "activity": ("Actividad", "Acción", "Descripción de la actividad"),
        "plan_node": ("Elemento del plan", "Objetivo", "Programa", "Alineación al plan"),
        "territory": ("Territorio", "Lugar", "Ubicación", "Parroquia"),
        "weight": ("Peso", "Ponderación"),
        "annual_target": ("Meta", "Meta del año", "Cantidad anual", "Target"),
        "budget_code": ("Partida", "Partida presupuestaria", "Código presupuestario"),
        "budget_programmed": ("Presupuesto", "Monto", "Presupuesto asignado", "Budget"),
        "budget_codified": ("Codificado", "Presupuesto modificado"),
    },
)


class Poas(Kind):
    """One row a line; the rows of a unit and year are one POA."""

    name = "poas"
    title = "Annual operating plans"
    about = "One row a line of a POA, of any unit and year; an approved one changes by a reform."
    key_columns = ("unit", "fiscal_year", "indicator", "territory")

    def columns(self) -> Columns:
        head, line = columns_of(POA, _HEAD), columns_of(ROW, _LINE)
        return Columns([*head, *line])

    def wishes(self, rows: SheetRows, context: Context) -> list[Wish]:
        found: dict[_Key, Wish] = {}
        lines: dict[tuple[Any, ...], int] = {}
        head = list(_head_columns())
        for row in rows.read(context.references):
            rows.require(row, self.key_columns)
            if row.broken.intersection(("unit", "fiscal_year")):
                continue
            key = (row.values["unit"], row.values["fiscal_year"])
            wish = found.setdefault(key, _begun(key, row.number))
            self._head(rows, row, wish, head)
            self._line(rows, row, wish, lines)
        for key, name in _latest(found).items():
            found[key].stored = name
        return list(found.values())

    def _head(self, rows: SheetRows, row: ReadRow, wish: Wish, head: list[Column]) -> None:
        """What is said of the whole POA in each of its rows has to be one thing."""
        for column in head:
            said = row.values.pop(column.key, None)
            if said in (None, ""):
                continue
            before = wish.values.setdefault(column.key, said)
            if before != said:
                words = _("Another row of this POA says “{0}”. Write the same in all of them.")
                rows.fault(row, column.key, words.format(column.show(before)))

    def _line(
        self, rows: SheetRows, row: ReadRow, wish: Wish, lines: dict[tuple[Any, ...], int]
    ) -> None:
        identity = (wish.name, *(row.values.get(field) or "" for field in IDENTITY))
        earlier = lines.setdefault(identity, row.number)
        if earlier != row.number and not row.broken.intersection(IDENTITY):
            words = _("Row {0} has the same indicator, activity and territory. Leave one.")
            rows.fault(row, "activity", words.format(earlier))
        wish.parts.append(Part(row.number, row.values, frozenset(row.broken)))
        wish.broken |= row.broken

    def stored(self, plan: str = "") -> Iterable[dict[str, Any]]:
        heads = {row["name"]: row for row in records(POA, [one.key for one in _head_columns()])}
        latest = _latest({(row["unit"], row["fiscal_year"]): None for row in heads.values()})
        names = sorted(latest.values(), key=lambda name: heads[name]["unit"])
        fields = [column.key for column in columns_of(ROW, _LINE)]
        lines = rows_of(ROW, POA, TABLE, fields, names)
        for name in names:
            for line in lines.get(name, ()):
                yield {**heads[name], **line}


def _head_columns() -> Iterator[Column]:
    return columns_of(POA, _HEAD)


def _begun(key: _Key, row: int) -> Wish:
    unit, year = key
    values = {"unit": unit, "fiscal_year": year}
    name = f"POA-{unit}-{year}-v1"
    begins = {"effective_from": fiscal_months(year)[0].first_day.isoformat()}
    return Wish(POA, name, row, values, table=TABLE, identity=IDENTITY, defaults=begins)


def _latest(wanted: Iterable[_Key]) -> dict[_Key, str]:
    """The last version there is of each of these, superseded ones apart."""
    keys = set(wanted)
    found = frappe.get_all(
        POA,
        filters={
            "fiscal_year": ["in", sorted({year for _unit, year in keys})],
            "workflow_state": ["!=", SUPERSEDED],
        },
        fields=["name", "unit", "fiscal_year"],
        order_by="version asc, name asc",
        limit=0,
    )
    return {key: row.name for row in found if (key := (row.unit, row.fiscal_year)) in keys}
