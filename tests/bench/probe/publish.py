"""The publication by hand: bare SQLite, csv, json and a workbook of strings. No framework.

`publish.py DATABASE FOLDER` prints the seconds of the work and the peak of memory in MiB.
"""

import csv
import json
import sqlite3
import sys
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Datos" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship'
    f' Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
OF_INDICATOR = (
    "name", "indicator_name", "definition", "unit_of_measure", "legal_min", "legal_max",
    "frequency", "direction", "accumulation", "maintenance_rule", "method", "source",
    "means_of_verification", "baseline_value", "owner_unit", "enabled",
)  # fmt: skip
OF_REPORT = ("period", "planned", "achieved", "percent", "document")
# The newest approved row of each indicator, found through the index on the indicator.
QUERY = (
    f"select {', '.join(f'i.{name}' for name in OF_INDICATOR)}, p.period, r.planned, r.achieved,"
    " r.percent, p.name from `tabGov Indicator` i left join `tabBench Progress Row` r on r.name ="
    " (select r2.name from `tabBench Progress Row` r2 inner join `tabBench Progress` p2"
    " on p2.name = r2.parent where r2.indicator = i.name and p2.docstatus = 1"
    " order by p2.period desc, p2.name limit 1)"
    " left join `tabBench Progress` p on p.name = r.parent order by i.name"
)


def main() -> None:
    database, folder = Path(sys.argv[1]), Path(sys.argv[2])
    start = time.perf_counter()
    with sqlite3.connect(database) as connection:
        rows = connection.execute(QUERY).fetchall()
    columns = (*OF_INDICATOR, *OF_REPORT)
    with (folder / "datos.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([columns, *rows])
    (folder / "datos.json").write_text(
        json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False),
        "utf-8",
    )
    workbook(folder / "datos.xlsx", [columns, *rows])
    print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak()}))  # noqa: T201


def peak() -> float:
    """The most memory this process ever held, in MiB; getrusage would count its parent's."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def workbook(path: Path, rows: list[tuple[object, ...]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for row in rows:
                cells = "".join(cell(value) for value in row)
                sheet.write(f"<row>{cells}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


if __name__ == "__main__":
    main()
