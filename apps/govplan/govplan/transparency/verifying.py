"""A downloaded edition checked and told: by its manifest, by this site's record, by its source."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
from frappe import _

from govplan.domain.manifest import MANIFEST_NAME, Manifest
from govplan.domain.packages import CHUNK
from govplan.domain.verification import Examination, FileProblem, Finding, examine
from govplan.domain.verify import SENTENCES
from govplan.transparency.comparison import Comparison, Difference, compare
from govplan.transparency.naming import edition_name

MOST_DIFFERENCES = 50


@dataclass(frozen=True)
class Report:
    """What was found, line by line, and whether all is as it should be."""

    lines: tuple[str, ...]
    is_good: bool


def verify_package(path: Path) -> Report:
    """Files, hashes and chain of a ZIP or folder, offline and against this site's own record.

    Raises PackageError when it can be opened as neither.
    """
    examination = examine(path)
    published = _published(examination.manifest) if examination.manifest else None
    findings = [*examination.findings, *_against_record(path, examination, published)]
    lines = [*_identity(examination, published), *(_sentence(finding) for finding in findings)]
    if not findings:
        lines.append(_("Whole: every file, every hash and the chain are as published."))
    return Report(tuple(lines), not findings)


def verify_source(path: Path, source_name: str, source: bytes) -> Report:
    """Every cell of an a4 edition against the matrix it came from.

    Raises MatrixRefused when the source is no sound matrix.
    """
    comparison = compare(path, source_name, source)
    if not comparison.files:
        return Report((_("There is no CSV, XLSX or HTML to compare with the source."),), False)
    if comparison.is_equal:
        words = _("Equal to {0}, cell by cell ({1} cells each): {2}.")
        names = ", ".join(comparison.files)
        return Report((words.format(source_name, comparison.cells, names),), True)
    return Report(tuple(_differing(comparison)), False)


def _published(manifest: Manifest) -> Any:
    """This site's edition of that name, with its ZIP's hash; None when it has none."""
    name = edition_name(manifest.format, manifest.period, manifest.number)
    fields = ["name", "manifest_hash", "withdrawn_on"]
    edition = frappe.db.get_value(
        "Gov Edition", {"name": name, "docstatus": 1}, fields, as_dict=True
    )
    if edition:
        archive = {"parent": name, "parenttype": "Gov Edition", "file_name": f"{name}.zip"}
        edition.zip_hash = frappe.db.get_value("Gov Edition File", archive, "sha256")
    return edition


def _against_record(path: Path, examination: Examination, published: Any) -> Iterator[Finding]:
    if not published:
        return
    found = examination.manifest_hash or ""
    if found != published.manifest_hash:
        yield Finding(
            MANIFEST_NAME, FileProblem.OTHER_MANIFEST, str(published.manifest_hash), found
        )
    elif path.is_file() and not examination.findings and _digest(path) != published.zip_hash:
        # Every file inside is whole, but the archive around them is not the one published.
        yield Finding(path.name, FileProblem.WRONG_HASH, str(published.zip_hash), _digest(path))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _identity(examination: Examination, published: Any) -> list[str]:
    manifest = examination.manifest
    if not manifest:
        return []
    lines = [
        _("Edition {0} of {1}, number {2}.").format(
            manifest.format, manifest.period, manifest.number
        ),
        _("SHA-256 of the manifest: {0}").format(examination.manifest_hash),
    ]
    if not published:
        lines.append(_("This site has no such edition: it is checked by its own manifest alone."))
    elif published.withdrawn_on:
        lines.append(_("This edition was withdrawn."))
    return lines


def _sentence(finding: Finding) -> str:
    told = SENTENCES[finding.problem].format(expected=finding.expected, found=finding.found)
    return f"{_harmless(finding.file)}: {_harmless(told)}"


def _differing(comparison: Comparison) -> Iterator[str]:
    for name in comparison.unreadable:
        yield _("{0}: this file cannot be read and was not compared.").format(_harmless(name))
    for one in comparison.differences[:MOST_DIFFERENCES]:
        yield _difference(one)
    yield _("Cells that are not the source's: {0}.").format(len(comparison.differences))


def _difference(one: Difference) -> str:
    words = _("{0}, row {1}, column {2}: it says «{3}» and the source says «{4}».")
    cells = (_harmless(text) for text in (one.found, one.expected))
    return words.format(_harmless(one.file), one.row, one.column, *cells)


def _harmless(text: str) -> str:
    """A text chosen by a stranger must not steer the terminal."""
    return "".join(mark if mark.isprintable() or mark == "\n" else "�" for mark in text)
