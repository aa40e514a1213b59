"""The files of an edition, made from its frozen content and nothing else."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from govplan.transparency import readme
from govplan.transparency.tables import Table
from govplan.transparency.writers import csv, excel_csv, html, json, xlsx
from govplan.transparency.writers import zip as archive

_MEDIA_TYPES = {
    "csv": csv.MEDIA_TYPE,
    "xlsx": xlsx.MEDIA_TYPE,
    "json": json.MEDIA_TYPE,
    "html": html.MEDIA_TYPE,
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": readme.MEDIA_TYPE,
    "zip": archive.MEDIA_TYPE,
}
_UNFIT = re.compile(r"[^a-zA-Z0-9_.-]+")

# From the edition's name, the table's position and the table to the name of its CSV.
CsvName = Callable[[str, int, Table], str]


@dataclass(frozen=True)
class Draft:
    """An edition ready to be written out: `name` is its own, `facts` are (label, value).

    `documents` is the path of a function from a draft to files by name, beside or in place of the
    usual ones.
    """

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    content: Mapping[str, Any]
    tables: tuple[Table, ...]
    made_at: datetime
    language: str
    csv_name: CsvName
    documents: str = ""

    @property
    def zip_name(self) -> str:
        return f"{self.name}.zip"


def write_files(draft: Draft) -> dict[str, bytes]:
    """Every file but the manifest and the archive, by its name inside the archive."""
    files = {
        f"{draft.name}.html": html.write(draft.title, draft.facts, draft.tables, draft.language),
        f"{draft.name}.xlsx": xlsx.write(draft.tables, draft.made_at),
        f"{draft.name}.json": json.write(draft.content),
        **_separated(draft),
        **(frappe.get_attr(draft.documents)(draft) if draft.documents else {}),
    }
    purposes = {name: _purpose(name, draft) for name in sorted(files)}
    readme_text = readme.write(draft.title, draft.facts, purposes, draft.tables, draft.zip_name)
    return {**files, readme.NAME: readme_text}


def csv_names(edition: str, tables: tuple[Table, ...], csv_name: CsvName) -> list[str]:
    """The open file of each table, before any is written."""
    return [csv_name(edition, position, table) for position, table in enumerate(tables)]


def default_csv_name(edition: str, position: int, table: Table) -> str:
    """The edition's own name for its first table."""
    return f"{edition}-{slug(table.name)}.csv" if position else f"{edition}.csv"


def stored_name(edition: str, name: str) -> str:
    """The name a file is kept under, where all editions share one folder."""
    return name if name.startswith(edition) else f"{edition}-{slug(name)}"


def media_type(name: str) -> str:
    """By the ending of a name. Raises KeyError for a kind no edition has."""
    return _MEDIA_TYPES[name.rsplit(".", 1)[-1]]


def slug(text: str) -> str:
    """A text fit for a file name anywhere: no spaces, accents or separators."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _UNFIT.sub("-", plain).strip("-")


def _separated(draft: Draft) -> dict[str, bytes]:
    files = {}
    for name, table in _by_csv(draft).items():
        files[name] = csv.write(table)
        files[_excel_name(name)] = excel_csv.write(table)
    return files


def _by_csv(draft: Draft) -> dict[str, Table]:
    names = csv_names(draft.name, draft.tables, draft.csv_name)
    return dict(zip(names, draft.tables, strict=True))


def _excel_name(name: str) -> str:
    return f"{name.removesuffix('.csv')}-excel.csv"


def _purpose(name: str, draft: Draft) -> str:
    by_csv = {csv_file: table.name for csv_file, table in _by_csv(draft).items()}
    excel = {_excel_name(csv_file): table for csv_file, table in by_csv.items()}
    if name in by_csv:
        return _("{0}, for machines (CSV, UTF-8, comma)").format(by_csv[name])
    if name in excel:
        return _("{0}, for a Spanish Excel (CSV, semicolon)").format(excel[name])
    return {
        "html": _("the whole edition to read and print"),
        "pdf": _("the whole edition to print and file"),
        "docx": _("the whole edition for a word processor"),
        "xlsx": _("the whole edition as a workbook"),
        "json": _("the frozen content, from which everything else was made"),
    }[name.rsplit(".", 1)[-1]]
