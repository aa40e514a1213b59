"""The matrix of LOTAIP 2004, article 7, letter a4: goals of the units, without their progress."""

from typing import Any

from frappe.utils import cstr

from govplan.domain.periods import Month
from govplan.domain.scoring import NOT_AVAILABLE
from govplan.organisation.families import printed_families
from govplan.transparency.a4.layout import (
    FOOTER_LABELS,
    HEADINGS,
    TITLE_LINES,
    FooterKey,
    footer_column,
)
from govplan.transparency.formats import goals
from govplan.transparency.formats.collected import Collected
from govplan.transparency.sources import read_plans
from govplan.transparency.tables import Column, Footer, Kind, Line, Note, Row, Section, Table
from govplan.transparency.town import town

SCHEMA = "govplan-ec-a4-1"

_MEANINGS = (
    "Número corrido; no vuelve a empezar en cada sección.",
    "Nombre de la unidad administrativa.",
    "Objetivo o misión de la unidad según el estatuto orgánico por procesos.",
    "Nombre del indicador con el que se mide la unidad.",
    "Meta del año con su cantidad y unidad de medida.",
)
_KINDS = (Kind.NUMBER, *[Kind.TEXT] * 4)
COLUMNS = tuple(
    Column(heading, kind, meaning, counts_rows=kind is Kind.NUMBER)
    for heading, kind, meaning in zip(HEADINGS, _KINDS, _MEANINGS, strict=True)
)


def collect(month: Month, fmt: Any) -> Collected:
    """The matrix of a month from the POAs in force; units without one read NO DISPONIBLE."""
    sources = read_plans(month)
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "period": str(month),
        "municipality": town(),
        "sections": _sections(goals.goals(sources), _notes(fmt)),
        "footers": _footers(month, fmt),
    }
    return Collected(content, goals.poas_of(sources), goals.coverage(sources))


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """The one table: title, four sections with their rows or note, seven footers."""
    lines = tuple(line for section in content["sections"] for line in _lines(section))
    return (Table("Literal a4", COLUMNS, lines, TITLE_LINES, _printed_footers(content)),)


def _sections(rows: list[goals.Goal], notes: dict[str, str]) -> list[dict[str, Any]]:
    numbered = list(enumerate(rows, 1))
    return [
        {
            "family": family.name,
            "title": family.title,
            "note": notes.get(family.name) or family.note or NOT_AVAILABLE,
            "rows": [_row(at, goal) for at, goal in numbered if goal.family == family.name],
        }
        for family in printed_families()
    ]


def _row(number: int, goal: goals.Goal) -> dict[str, Any]:
    return {
        "number": number,
        "unit_code": goal.unit_code,
        "unit": goal.unit,
        "objective": goal.objective,
        "indicator_code": goal.indicator_code,
        "indicator": goal.indicator,
        "target": goal.target,
    }


def _notes(fmt: Any) -> dict[str, str]:
    return {row.process_family: cstr(row.note).strip() for row in fmt.section_notes}


def _footers(month: Month, fmt: Any) -> list[dict[str, str]]:
    values = {
        FooterKey.GPR: fmt.planning_system_link,
        FooterKey.UPDATED: month.last_day.strftime("%d/%m/%Y"),
        FooterKey.PERIODICITY: fmt.periodicity,
        FooterKey.HOLDER: fmt.holder_unit,
        FooterKey.RESPONSIBLE: fmt.responsible_name,
        FooterKey.EMAIL: fmt.responsible_email,
        FooterKey.PHONE: fmt.responsible_phone,
    }
    return [
        {"key": key.value, "label": label, "value": cstr(values[key]).strip() or NOT_AVAILABLE}
        for key, label in FOOTER_LABELS.items()
    ]


def _lines(section: dict[str, Any]) -> list[Line]:
    """A section without units is printed with its note, never dropped."""
    title = Section(section["title"])
    if not section["rows"]:
        return [title, Note(section["note"])]
    return [title, *(_printed(row) for row in section["rows"])]


def _printed(row: dict[str, Any]) -> Row:
    cells = (row["unit"], row["objective"], row["indicator"], row["target"])
    return Row((str(row["number"]), *cells), _about(row))


def _about(row: dict[str, Any]) -> str:
    return " / ".join(filter(None, (row["unit"], row["indicator"])))


def _printed_footers(content: dict[str, Any]) -> tuple[Footer, ...]:
    kinds = {FooterKey.EMAIL: Kind.EMAIL, FooterKey.GPR: Kind.LINK}
    keys = [FooterKey(footer["key"]) for footer in content["footers"]]
    return tuple(
        Footer(footer["label"], footer["value"], footer_column(key), kinds.get(key, Kind.TEXT))
        for key, footer in zip(keys, content["footers"], strict=True)
    )
