"""`govplan-demo`: the fictional town on a new site, and its logins."""

import sys
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import click
from frappe import _
from frappe.commands import pass_context
from frappe.utils import now_datetime

from govplan.command_site import connected
from govplan.demo.build import build, is_built
from govplan.demo.cast import PASSWORD
from govplan.demo.files import TownFiles
from govplan.errors import Refused

NOT_DONE = 2


@click.command("govplan-demo")
@click.option("--from", "folder", type=click.Path(path_type=Path), help="Carpeta del municipio.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="El día de hoy en el municipio.")
@click.option("--logins", is_flag=True, help="Solo muestra la dirección y los accesos.")
@click.option("--address", default="", help="Dirección donde se sirve el sitio.")
@pass_context
def demo(
    context: Any, folder: Path | None, today: datetime | None, logins: bool, address: str
) -> None:
    """Llena un sitio nuevo con un municipio ficticio y un año de trabajo."""
    with connected(context):
        try:
            _answer(TownFiles(folder), today, logins, address)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(NOT_DONE)


def _answer(files: TownFiles, today: datetime | None, logins: bool, address: str) -> None:
    if not files.exists:
        click.echo(
            _("There is no demo town in {0}. Name its folder.").format(files.folder), err=True
        )
        sys.exit(NOT_DONE)
    if logins:
        for line in _logins(files, address):
            click.echo(line)
    elif is_built():
        click.echo(_("The demo town is already here; nothing was changed."))
    else:
        build(files, datetime.combine(today, time(12)) if today else now_datetime())
        click.echo(_("The demo town is ready."))


def _logins(files: TownFiles, address: str) -> Iterator[str]:
    """The address and one login for each role; nothing of a site that is no demo."""
    if address:
        yield _("govplan is at {0}").format(address)
    if not is_built():
        return
    yield _("Staff enter at {0} with the password {1}").format(f"{address}/gestion", PASSWORD)
    for person in files["people"]:
        if "login" in person:
            yield f"  {person['login']:<32} {person['user']}"
