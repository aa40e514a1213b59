"""`govplan-export` and `govplan-import-site`: a whole site from one engine to another."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import frappe
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.errors import Refused
from govplan.moving.exporting import export_site
from govplan.moving.importing import import_site
from govplan.moving.manifest import Manifest

REFUSED = 1


@click.command("govplan-export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--logins", is_flag=True, help="Incluye las contraseñas cifradas de las cuentas.")
@pass_context
def export(context: Any, folder: Path, logins: bool) -> None:
    """Escribe el sitio entero en una carpeta nueva: registros, archivos, decisiones y ediciones."""
    with connected(context):
        place = _meant(folder)
        try:
            # Reads of one moment: what others write from here on is not seen, or has to wait.
            frappe.db.begin()
            made = export_site(place, logins)
        except Refused as refusal:
            _refuse(str(refusal))
        click.echo(_("Exported to {0}: {1}").format(place, _summary(made)))
        for missing in made.missing:
            click.echo(_("The content of {0} was not found.").format(missing), err=True)


@click.command("govplan-import-site")
@click.argument("folder", type=click.Path(path_type=Path))
@pass_context
def import_all(context: Any, folder: Path) -> None:
    """Trae a un sitio nuevo lo que escribió govplan-export, entero o nada."""
    with connected(context):
        try:
            made = import_site(_meant(folder))
            frappe.db.commit()
        except (Refused, frappe.ValidationError) as refusal:
            _refuse(str(refusal))
        frappe.clear_cache()
        if made is None:
            click.echo(_("Nothing changes: everything in the folder is already here."))
        else:
            click.echo(_("Imported: {0}").format(_summary(made)))


commands = [export, import_all]


def _meant(folder: Path) -> Path:
    """The folder as the person meant it: a bench runs its commands inside `sites`."""
    inside = not folder.is_absolute() and Path("apps.txt").exists()
    return Path("..", folder).resolve() if inside else folder.resolve()


def _summary(made: Manifest) -> str:
    rows = sum(part.rows for part in made.tables.values())
    return _("{0} records in {1} tables, {2} files").format(rows, len(made.tables), len(made.files))


def _refuse(words: str) -> NoReturn:
    frappe.db.rollback()
    click.echo(words, err=True)
    sys.exit(REFUSED)
