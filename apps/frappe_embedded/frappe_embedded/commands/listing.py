"""What is installed on a site."""

import importlib.metadata
from typing import Any

import click

from ..command_context import get_site, pass_context
from ..hooks import get_installed_apps
from ..site import open_site


@click.command("list-apps")
@pass_context
def list_apps_command(context: Any) -> None:
    """Tell the apps of a site with their versions."""
    with open_site(str(get_site(context)), context.sites_path):
        for app in get_installed_apps():
            click.echo(f"{app} {_version(app)}")


def _version(app: str) -> str:
    distribution = "frappe-embedded" if app == "frappe" else app
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed as a distribution)"


commands = [list_apps_command]
