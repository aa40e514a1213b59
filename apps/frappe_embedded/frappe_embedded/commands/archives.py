"""Backups."""

from typing import Any

import click

from ..archives import backup, restore
from ..command_context import get_site, pass_context
from ..site import open_site


@click.command("backup")
@click.option("--backup-path", help="Folder of the archive. Default: private/backups of the site.")
@pass_context
def backup_command(context: Any, backup_path: str | None) -> None:
    """Write an archive of each site: database, files, configuration, checksums."""
    get_site(context)
    for site in context.sites:
        with open_site(site, context.sites_path):
            click.echo(str(backup(backup_path)))


@click.command("restore")
@click.argument("archive")
@pass_context
def restore_command(context: Any, archive: str) -> None:
    """Put a site back as an archive has it; what is there now is replaced."""
    site = str(get_site(context))
    restore(site, context.sites_path, archive)
    click.echo(f"{site} is as {archive} has it.")


commands = [backup_command, restore_command]
