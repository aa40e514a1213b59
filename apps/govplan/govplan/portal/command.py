"""`govplan-static`: the portal as files that any web server hands out."""

import sys
from pathlib import Path
from typing import Any

import click
import frappe
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.errors import Refused
from govplan.portal.static_site import export

REFUSED = 1


@click.command("govplan-static")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--alone", is_flag=True, help="Sin la puerta al área de gestión.")
@pass_context
def static(context: Any, folder: Path, alone: bool) -> None:
    """Escribe el portal público como archivos: páginas, estilos y descargas."""
    with connected(context):
        try:
            made = export(folder, staff_door=not alone)
        except Refused as refusal:
            frappe.db.rollback()
            click.echo(str(refusal), err=True)
            sys.exit(REFUSED)
        told = _("Portal written to {0}: {1} pages, {2} files.")
        click.echo(told.format(folder, len(made.pages), len(made.files)))
        for address in made.broken:
            click.echo(_("Nothing is at {0}, which a page links to.").format(address), err=True)
    if made.broken:
        sys.exit(REFUSED)
