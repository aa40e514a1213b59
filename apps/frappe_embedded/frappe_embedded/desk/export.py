"""A list as a file to take away: CSV, or a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from ..context import local
from ..errors import PageDoesNotExistError, ValidationError
from ..hooks import get_attr
from ..listing import get_list
from ..messages import throw
from ..meta import Field, get_meta
from ..permissions import has_permission
from ..text import slug
from ..translate import _
from ..values import cint, cstr, is_empty, to_float
from .cells import show
from .lists import require_list
from .questions import Question, read

CHUNK = 500
IN_MEMORY = 4 * 1024 * 1024
# A text that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Write = Callable[[IO[bytes], list[str], Iterable[list[Any]]], None]


def send(doctype: str) -> Response:
    """`/app/<doctype>/view/export?format=csv|xlsx&…`: every record the question of the list finds.

    Raises PermissionError without the right to export, ValidationError for filters that cannot be
    read, PageDoesNotExistError for another format.
    """
    require_list(get_meta(doctype))
    has_permission(doctype, "export", throw=True)
    kind = local.request.args.get("format", "csv")
    if kind not in WRITERS:
        raise PageDoesNotExistError(_("There is no page at this address."))
    question = read(doctype, local.request.args)
    if question.problems:
        throw(" ".join(question.problems), ValidationError)
    path, mimetype = WRITERS[kind]
    write: Write = get_attr(path)
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the response
    columns = list(question.fields.values())
    write(file, [_(df.label or df.fieldname) for df in columns], _rows(question, columns))
    file.seek(0)
    name = f"{slug(_(doctype))}.{kind}"
    return send_file(
        file, local.request.environ, mimetype, as_attachment=True, download_name=name, max_age=0
    )


def _rows(question: Question, columns: list[Field]) -> Iterator[list[Any]]:
    """The records in the list's order; their names are read first, so that none comes twice."""
    doctype, fields = question.meta.name, [df.fieldname for df in columns]
    names = get_list(
        doctype,
        filters=question.filters,
        or_filters=question.or_filters,
        order_by=question.order_by,
        pluck="name",
    )
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        found = get_list(doctype, fields, {"name": ("in", chunk)}, order_by=None)
        by_name = {row.name: row for row in found}
        for name in chunk:
            if name in by_name:
                yield [_cell(df, by_name[name].get(df.fieldname)) for df in columns]


def _cell(df: Field, value: Any) -> Any:
    """Numbers as numbers, days as ISO writes them, the rest as the list shows it."""
    if df.fieldtype in ("Check", "Select") or df.fieldname == "docstatus":
        return show(df, value)
    if df.kind == "int":
        return cint(value)
    if df.kind == "float":
        return to_float(value)
    return "" if is_empty(value) else cstr(value)


def write_csv(file: IO[bytes], head: list[str], rows: Iterable[list[Any]]) -> None:
    """UTF-8 with the mark spreadsheets know it by; texts that look like formulas stay texts."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_harmless(label) for label in head])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


# By name, so that the library for spreadsheets is loaded when the first one is asked for.
WRITERS = {
    "csv": ("frappe_embedded.desk.export.write_csv", "text/csv; charset=utf-8"),
    "xlsx": (
        "frappe_embedded.desk.spreadsheets.write_xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
