"""`govplan-load` and `govplan-unload`: sheets in and out without a browser."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import frappe
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.loading import mappings
from govplan.loading.exports import FORMATS, export, template
from govplan.loading.faults import sentence
from govplan.loading.files import read_file
from govplan.loading.headings import propose
from govplan.loading.kinds.base import Kind
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, Outcome, load
from govplan.loading.sheets import UnreadableFile

REFUSED, IMPOSSIBLE = 1, 2


@click.command("govplan-load")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", help="Correspondencia de columnas guardada con este nombre.")
@click.option("--plan", default="", help="Plan al que pertenecen las filas que no lo dicen.")
@click.option("--dry-run", is_flag=True, help="Muestra lo que cambiaría y no escribe nada.")
@click.option("--partial", is_flag=True, help="Carga las filas buenas aunque otras tengan faltas.")
@pass_context
def load_file(
    context: Any,
    kind: str,
    file: Path,
    mapping: str | None,
    plan: str,
    dry_run: bool,
    partial: bool,
) -> None:
    """Carga unidades, elementos de planes, indicadores o POA desde XLSX, ODS o CSV."""
    mode = Mode.TRY if dry_run else Mode.GOOD_ROWS if partial else Mode.WHOLE
    with connected(context):
        outcome = _loaded(KINDS[kind], _meant(file), mapping, plan, mode)
        for fault in outcome.faults:
            click.echo(sentence(fault), err=True)
        if outcome.ignored:
            click.echo(_("Columns left out: {0}").format(", ".join(outcome.ignored)))
        click.echo(_summary(outcome, mode))
        if outcome.faults and mode is not Mode.GOOD_ROWS:
            frappe.db.rollback()
            sys.exit(REFUSED)
        frappe.db.commit()


@click.command("govplan-unload")
@click.argument("kind", type=click.Choice([name for name in KINDS if KINDS[name].exports]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", default="", help="Solo los elementos de este plan.")
@click.option("--template", "is_template", is_flag=True, help="Solo los encabezados y su ayuda.")
@pass_context
def unload_file(context: Any, kind: str, file: Path, plan: str, is_template: bool) -> None:
    """Escribe lo que hay en el formato en que se carga; la extensión dice cuál (xlsx, ods, csv)."""
    form = file.suffix.lower().lstrip(".")
    with connected(context):
        if form not in FORMATS:
            _fail(_("Files are made as {0}.").format(", ".join(FORMATS)), IMPOSSIBLE)
        asked = KINDS[kind]
        content = template(asked, form) if is_template else export(asked, form, plan)
        place = _beside(file)
        try:
            place.write_bytes(content)
        except OSError as error:
            _fail(_("{0} cannot be written: {1}.").format(place, error.strerror), IMPOSSIBLE)
        click.echo(_("Written: {0}").format(place))


commands = [load_file, unload_file]


def _loaded(kind: Kind, file: Path, mapping: str | None, plan: str, mode: Mode) -> Outcome:
    try:
        sheets = read_file(file.read_bytes())
        chosen = mapping or mappings.best_for(kind.name, sheets)
        found = propose(kind.columns(), sheets, mappings.saved(chosen) if chosen else None)
        sheet = next(one for one in sheets if one.name == found.sheet)
        return load(kind, sheet, found, mode, plan, source=f"{kind.name} {file.name}")
    except OSError as error:
        _fail(_("{0} cannot be read: {1}.").format(file, error.strerror), IMPOSSIBLE)
    except UnreadableFile as error:
        _fail(str(error), IMPOSSIBLE)
    except frappe.DoesNotExistError:
        _fail(_("There is no mapping “{0}”.").format(mapping), IMPOSSIBLE)


def _summary(outcome: Outcome, mode: Mode) -> str:
    counts = _("to create {0}, to change {1}, unchanged {2}, waiting {3}, faults {4}").format(
        len(outcome.created),
        len(outcome.updated),
        len(outcome.unchanged),
        len(outcome.held),
        len(outcome.faults),
    )
    if outcome.written:
        return _("Loaded: {0}.").format(counts)
    if outcome.faults and mode is not Mode.TRY:
        return _("Nothing was loaded: {0}.").format(counts)
    if not (outcome.created or outcome.updated or outcome.faults):
        return _("Nothing changes: everything in the file is already there.")
    return _("Tried, nothing was written: {0}.").format(counts)


def _meant(file: Path) -> Path:
    """The file as given, or from the folder above: a bench runs its commands inside `sites`."""
    return next((one for one in (file, Path("..") / file) if one.is_file()), file)


def _beside(file: Path) -> Path:
    return file if file.is_absolute() or not Path("apps.txt").exists() else Path("..") / file


def _fail(words: str, code: int) -> NoReturn:
    frappe.db.rollback()
    click.echo(words, err=True)
    sys.exit(code)
