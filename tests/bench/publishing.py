"""The same publication through the engine and the app's writers; see `probe/publish.py`.

`python -m tests.bench.publishing SITES SITE FOLDER` prints the seconds from the open site to the
last file, and the peak of memory in MiB.
"""

import json
import sys
import time
from datetime import datetime
from pathlib import Path

import frappe

from govplan.domain.quantity import canonical, exact
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.writers import csv as csv_writer
from govplan.transparency.writers import json as json_writer
from govplan.transparency.writers import xlsx
from tests.bench.probe.publish import OF_INDICATOR, OF_REPORT, QUERY, peak

NUMBERS = {"planned", "achieved", "percent", "enabled"}


def main() -> None:
    sites, site, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    frappe.init(site, sites_path=sites)
    frappe.connect()
    start = time.perf_counter()
    names = (*OF_INDICATOR, *OF_REPORT)
    kinds = [Kind.NUMBER if name in NUMBERS else Kind.TEXT for name in names]
    columns = tuple(Column(name, kind) for name, kind in zip(names, kinds, strict=True))
    found = frappe.db.sql(QUERY, as_list=True, as_iterator=True)
    lines = tuple(Row(tuple(map(text, cells)), cells[0]) for cells in found)
    table = Table("datos", columns, lines)
    made_at = datetime(2026, 11, 12, 10)
    (folder / "datos.csv").write_bytes(csv_writer.write(table))
    (folder / "datos.xlsx").write_bytes(xlsx.write([table], made_at))
    content = {"rows": [dict(zip(names, row.cells, strict=True)) for row in lines]}
    (folder / "datos.json").write_bytes(json_writer.write(content))
    print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak()}))  # noqa: T201


def text(value: object) -> str | None:
    """A cell as editions hold it: text, quantities in their one form."""
    if value is None or isinstance(value, str):
        return value
    return canonical(exact(value)) if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
