"""Indicators: the sheet of each, with its targets year by year."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from govplan import typed
from govplan.loading.columns import Column, Columns
from govplan.loading.fields import Wanted, columns_of
from govplan.loading.kinds.base import Context
from govplan.loading.kinds.records import RecordKind
from govplan.loading.rows import ReadRow, SheetRows
from govplan.loading.sheets import Line
from govplan.loading.wishes import Wish
from govplan.planning.plans import name_of_node

TARGETS = "targets"
# Key of a column per year, the field of the year's row it fills.
_YEARLY = {"target": "target", "adjusted_target": "adjusted_target", "target_act": "act"}


class Indicators(RecordKind):
    """One row an indicator."""

    name = "indicators"
    title = "Indicators"
    about = "The sheet of each indicator, one row each, with a column for each year's target."
    doctype = "Gov Indicator"
    key_columns = ("code",)
    wanted = Wanted(
        required=("code", "indicator_name", "unit_of_measure"),
        without=frozenset({TARGETS}),
        quantities=frozenset(
            (
                *("legal_min", "legal_max", "baseline_value", "term_target"),
                *("green_from", "yellow_from", "purple_above"),
            )
        ),
        names={
            "code": ("Código del indicador", "Indicator code", "Clave", "No."),
            "indicator_name": ("Nombre del indicador", "Indicador", "Indicator"),
            "definition": ("Definición del indicador", "Descripción"),
            "unit_of_measure": ("Unidad", "Unidad de medida del indicador", "Unit"),
            "frequency": ("Frecuencia de medición", "Periodicidad"),
            "direction": ("Sentido del indicador", "Tendencia", "Comportamiento"),
            "accumulation": ("Tipo de acumulación", "Tipo de meta"),
            "method": ("Método de cálculo con variables de la fórmula", "Fórmula"),
            "baseline_value": ("Línea base", "Valor de la línea base", "Baseline value"),
            "baseline_year": ("Año línea base",),
            "source": ("Fuente de información", "Fuente de verificación"),
            "means_of_verification": ("Medio de verificación",),
            "assumptions": ("Supuesto", "Hipótesis"),
            "owner_unit": ("Unidad responsable", "Área responsable", "Responsable"),
            "plan_node": ("Elemento del plan", "Alineación al plan"),
            "term_target": ("Meta del periodo", "Meta de cuatrienio", "Meta final"),
        },
    )

    def columns(self) -> Columns:
        return Columns([*columns_of(self.doctype, self.wanted), *_yearly()])

    def within(self, rows: SheetRows, line: Line, context: Context) -> dict[str, str]:
        return {"plan_node": name_of_node(context.plan, "")} if context.plan else {}

    def wish(self, row: ReadRow) -> Wish:
        years = {key: value for key, value in row.values.items() if ":" in key}
        plain = replace(row, values={k: v for k, v in row.values.items() if k not in years})
        wish = super().wish(plain)
        wish.yearly = {TARGETS: by_year(years)} if years else {}
        wish.key_of_year = yearly_key
        return wish

    def stored(self, plan: str = "") -> Iterable[dict[str, Any]]:
        for row in super().stored():
            of_years = {
                f"{key}:{target['year']}": target.get(field)
                for target in row.get(TARGETS) or ()
                for key, field in _YEARLY.items()
            }
            yield {**row, **of_years}


def by_year(values: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """`{"target:2027": "5"}` -> `{2027: {"target": "5"}}`."""
    years: dict[int, dict[str, Any]] = {}
    for key, value in values.items():
        base, _colon, year = key.partition(":")
        years.setdefault(int(year), {})[_YEARLY[base]] = value
    return years


def yearly_key(field: str, year: int) -> str:
    """The column of a field of a year's row."""
    base = next((key for key, name in _YEARLY.items() if name == field), "target")
    return f"{base}:{year}"


def _yearly() -> Iterator[Column]:
    yield Column(
        "target",
        "Target {0}",
        read=typed.quantity,
        is_number=True,
        names=("Meta", "Meta programada", "Metas programadas", "Meta del año"),
        help="The year is part of the heading: a column for each year.",
    )
    yield Column(
        "adjusted_target",
        "Adjusted target {0}",
        read=typed.quantity,
        is_number=True,
        names=("Meta ajustada", "Metas ajustadas"),
        help="What the target became; the act that adjusted it is asked for.",
    )
    yield Column("target_act", "Act that adjusted {0}", names=("Acto de ajuste",))
