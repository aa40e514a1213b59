"""govplan's own bench commands: import a published matrix, publish a month, verify an edition.

Exit codes: 0 done, 1 refused or not as it should be, 2 nothing could be attempted.
"""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import frappe
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.demo.command import demo
from govplan.domain.packages import PackageError
from govplan.errors import Refused
from govplan.loading.command import commands as loading
from govplan.moving.command import commands as moving
from govplan.packs.command import pack
from govplan.planning.command import rollover
from govplan.portal.command import static
from govplan.transparency.a4.changes import sentence as told
from govplan.transparency.a4.faults import MatrixRefused, sentence
from govplan.transparency.a4.importer import carry_out, plan_import
from govplan.transparency.a4.reader import read_matrix
from govplan.transparency.publication import publish_period
from govplan.transparency.verifying import verify_package, verify_source

REFUSED, IMPOSSIBLE = 1, 2


@click.command("govplan-import")
@click.argument("kind", type=click.Choice(["a4"]))
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Muestra lo que cambiaría y no escribe nada.")
@pass_context
def import_matrix(context: Any, kind: str, file: str, dry_run: bool) -> None:
    """Importa una matriz a4 publicada (.txt con tabulaciones, .csv o .xlsx), entera o nada."""
    with connected(context):
        path = _existing(file)
        try:
            matrix = read_matrix(path.name, _content(path))
            changes = plan_import(matrix)
            for change in changes:
                click.echo(told(change, _))
            if not dry_run:
                carry_out(changes, f"a4 {path.name}")
                frappe.db.commit()
        except MatrixRefused as refusal:
            _refuse_matrix(refusal)
        except frappe.ValidationError as refusal:
            _refuse(_refusal_words(refusal))
        click.echo(_import_summary(len(changes), dry_run))


@click.command("govplan-publish")
@click.argument("period")
@pass_context
def publish(context: Any, period: str) -> None:
    """Publica un mes (2021-10) en los formatos vigentes; lo ya publicado queda como está."""
    with connected(context):
        try:
            names = publish_period(period)
        except Refused as refusal:
            _refuse(_refusal_words(refusal))
        for name in names:
            _tell_edition(frappe.get_doc("Gov Edition", name))
        if not names:
            click.echo(_("{0} was published before; nothing changes.").format(period))


@click.command("govplan-verify")
@click.argument("path")
@click.option("--source", help="Matriz a4 de origen: cada celda debe ser igual.")
@pass_context
def verify(context: Any, path: str, source: str | None) -> None:
    """Comprueba una edición descargada (ZIP o carpeta): archivos, huellas y cadena."""
    with connected(context):
        package = _existing(path)
        origin = _existing(source) if source else None
        try:
            reports = [verify_package(package)]
            if origin:
                reports.append(verify_source(package, origin.name, _content(origin)))
        except PackageError:
            _refuse(_("{0} is neither a folder nor a ZIP.").format(package), IMPOSSIBLE)
        except MatrixRefused as refusal:
            _refuse_matrix(refusal)
        for report in reports:
            click.echo("\n".join(report.lines))
    if not all(report.is_good for report in reports):
        sys.exit(REFUSED)


commands = [import_matrix, publish, verify, rollover, static, demo, pack, *moving, *loading]


def _existing(text: str) -> Path:
    """The path as given, or from the folder above: a bench runs its commands inside `sites`."""
    path = next((one for one in (Path(text), Path("..") / text) if one.exists()), None)
    if path:
        return path
    return _refuse(_("There is no file or folder {0}.").format(text), IMPOSSIBLE)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        _refuse(_("{0} cannot be read: {1}.").format(path, error.strerror), IMPOSSIBLE)


def _refuse(words: str, code: int = REFUSED) -> NoReturn:
    frappe.db.rollback()
    click.echo(words, err=True)
    sys.exit(code)


def _refuse_matrix(refusal: MatrixRefused) -> NoReturn:
    lines = [sentence(fault, _) for fault in refusal.faults]
    summary = _("The file is refused as a whole; faults: {0}.").format(len(lines))
    _refuse("\n".join([*lines, summary]))


def _refusal_words(refusal: Exception) -> str:
    return str(refusal) or type(refusal).__name__


def _import_summary(changes: int, dry_run: bool) -> str:
    if not changes:
        return _("Nothing changes: everything in the file is already there.")
    words = _("Changes to be made: {0}. Nothing was written.") if dry_run else _("Changes: {0}.")
    return words.format(changes)


def _tell_edition(edition: Any) -> None:
    click.echo(_("Published: {0} ({1})").format(edition.name, edition.title))
    for check in edition.checks:
        mark = _("well") if check.passed else _("fault")
        click.echo(f"  [{mark}] {check.detail}")
    if edition.score:
        click.echo("  " + _("Self-check: {0} %").format(edition.score))
