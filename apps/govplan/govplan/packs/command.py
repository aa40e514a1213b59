"""`govplan-pack`: a published municipality on a new site."""

import sys
from typing import Any

import click
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.errors import Refused
from govplan.packs.loading import files_of, load

REFUSED = 1


@click.command("govplan-pack")
@click.argument("name")
@pass_context
def pack(context: Any, name: str) -> None:
    """Llena un sitio nuevo con lo que un municipio publicó: candelaria, valencia, alausi …"""
    with connected(context):
        try:
            files = files_of(name)
            load(files)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(REFUSED)
        click.echo(_("Loaded and published: {0}.").format(files["pack"]["title"]))
