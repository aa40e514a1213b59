"""LOTAIP 2023, article 19, numeral 1.3: the triple of dataset, metadata and dictionary.

File names, headings and the six fields of the metadata are the guide's and the national
portal's; the licence is ours.
"""

from typing import Any

from frappe.utils import cstr

from govplan.domain.periods import Month
from govplan.domain.scoring import NOT_APPLICABLE, NOT_AVAILABLE
from govplan.transparency.formats import goals
from govplan.transparency.formats.collected import Collected
from govplan.transparency.sources import read_plans
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.town import portal_address, town

SCHEMA = "govplan-ec-1-3-1"
DATASET, METADATA, DICTIONARY = "Conjunto de datos", "Metadatos", "Diccionario"

COLUMNS = (
    Column("Unidad", meaning="Nombre de la unidad administrativa."),
    Column(
        "Objetivo",
        meaning="Objetivo de la unidad. Dice INFORMACIÓN NO DISPONIBLE mientras el estatuto"
        " orgánico vigente no se lo asigne.",
    ),
    Column(
        "Indicador",
        meaning="Indicador con el que se mide la unidad. Dice INFORMACIÓN NO DISPONIBLE cuando"
        " la unidad no tiene aprobado su plan operativo anual.",
    ),
    Column(
        "Meta cuantificable",
        meaning="Meta del año con su cantidad y unidad de medida. Dice INFORMACIÓN NO DISPONIBLE"
        " cuando la unidad no tiene aprobado su plan operativo anual o este no fija cantidad, y"
        " NO APLICA cuando al indicador no le corresponde una.",
    ),
    Column(
        "Enlace al sistema de gestión de planificación para verificación de los indicadores y"
        " metas cuantificables por procesos o niveles",
        Kind.LINK,
        "Dirección pública en la que se ve el avance del indicador, mes a mes y con su evidencia.",
    ),
)
_OF_THE_PERSON = "DEL O LA RESPONSABLE DE LA UNIDAD POSEEDORA DE LA INFORMACIÓN"
_LABEL_AND_VALUE = (Column("Campo"), Column("Valor"))
_DESCRIPTION = (
    "Metas y objetivos de las unidades administrativas, de conformidad con sus programas"
    " operativos (LOTAIP, artículo 19, numeral 1.3)."
)


def collect(month: Month, fmt: Any) -> Collected:
    """The triple of a month from the POAs in force."""
    sources = read_plans(month)
    rows = [_row(goal) for goal in goals.goals(sources)]
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "period": str(month),
        "municipality": town(),
        "rows": rows,
        "metadata": _metadata(month, fmt),
        "fillers": sorted({cell for row in rows for cell in row.values() if _is_filler(cell)}),
    }
    return Collected(content, goals.poas_of(sources), goals.coverage(sources))


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """Dataset, metadata, dictionary, in this order."""
    rows = tuple(_printed(row) for row in content["rows"])
    metadata = tuple(_pair(one["label"], one["value"]) for one in content["metadata"])
    return (
        Table(DATASET, COLUMNS, rows),
        Table(METADATA, _LABEL_AND_VALUE, metadata, has_heading=False),
        Table(DICTIONARY, _LABEL_AND_VALUE, _dictionary(content), has_heading=False),
    )


def csv_name(edition: str, position: int, table: Table) -> str:
    """The national portal's own names, without the edition's."""
    return f"{table.name}.csv"


def _row(goal: goals.Goal) -> dict[str, str]:
    return {
        "unit_code": goal.unit_code,
        "unit": goal.unit,
        "objective": goal.objective,
        "indicator_code": goal.indicator_code,
        "indicator": goal.indicator,
        "target": goal.target,
        "link": _link(goal),
    }


def _link(goal: goals.Goal) -> str:
    if goal.indicator_code:
        return f"{portal_address()}/indicadores/{goal.unit_code}/{goal.indicator_code}"
    return f"{portal_address()}/unidades/{goal.unit_code}"


def _metadata(month: Month, fmt: Any) -> list[dict[str, str]]:
    values = {
        "FECHA ACTUALIZACIÓN DE LA INFORMACIÓN": month.last_day.strftime("%d/%m/%Y"),
        "PERIODICIDAD DE ACTUALIZACIÓN DE LA INFORMACIÓN": fmt.periodicity,
        "UNIDAD POSEEDORA DE LA INFORMACIÓN": fmt.holder_unit,
        "RESPONSABLE DE LA UNIDAD POSEEDORA DE LA INFORMACIÓN": fmt.responsible_name,
        f"CORREO ELECTRÓNICO {_OF_THE_PERSON}": fmt.responsible_email,
        f"NÚMERO TELEFÓNICO {_OF_THE_PERSON}": fmt.responsible_phone,
        "LICENCIA": town()["licence"],
    }
    return [
        {"label": label, "value": cstr(value).strip() or NOT_AVAILABLE}
        for label, value in values.items()
    ]


def _dictionary(content: dict[str, Any]) -> tuple[Row, ...]:
    """Institution, description, a heading, then the columns: three rows more than columns."""
    heading = _pair("Nombre del campo", "Descripción")
    columns = (_pair(column.heading, column.meaning) for column in COLUMNS)
    institution = content["municipality"]["name"] or NOT_AVAILABLE
    return (
        _pair("Institución", institution),
        _pair("Descripción", _DESCRIPTION),
        heading,
        *columns,
    )


def _printed(row: dict[str, str]) -> Row:
    cells = (row["unit"], row["objective"], row["indicator"], row["target"], row["link"])
    return Row(cells, f"{row['unit']} / {row['indicator']}")


def _pair(label: str, value: str) -> Row:
    return Row((label, value), label)


def _is_filler(cell: str) -> bool:
    return cell in (NOT_AVAILABLE, NOT_APPLICABLE)
