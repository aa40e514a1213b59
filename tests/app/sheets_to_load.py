"""Sheets as offices bring them, written by other means than govplan's own."""

import csv
import io
from collections.abc import Iterable, Sequence

from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook

MONTHS = (
    *("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto"),
    *("Septiembre", "Octubre", "Noviembre", "Diciembre"),
)
Rows = Sequence[Sequence[object]]


def xlsx(rows: Rows, name: str = "Hoja1", above: Iterable[Sequence[object]] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in (*above, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(rows: Rows, mark: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(encoding)


def ods(rows: Rows, name: str = "Hoja1") -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table(name)
    for row in rows:
        line = Row()
        for value in row:
            line.append_cell(Cell("" if value is None else value))
        table.append_row(line)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def poa_heading() -> list[str]:
    return [
        *("Unidad", "Año", "Indicador", "Actividad", "Territorio", "Meta anual"),
        *MONTHS,
        *("Partida", "Presupuesto programado"),
    ]


def poa_row(unit: str, year: int, indicator: str, territory: str, at: int) -> list[object]:
    """A line of twelve tens, its money with cents."""
    return [
        *(unit, year, indicator, f"Actividad {at}", territory, 120),
        *([10] * 12),
        *(f"7.3.05.{at:02d}", 1000.1 + at),
    ]
