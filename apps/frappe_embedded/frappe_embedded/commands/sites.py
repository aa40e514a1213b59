"""Sites and their apps: new, installed, brought up to date."""

from typing import Any

import click

from ..command_context import get_site, pass_context
from ..install import install_app, new_site
from ..migrate import migrate
from ..site import announce_change, open_site


@click.command("new-site")
@click.argument("site")
@click.option("--admin-password", help="Password of Administrator. Default: asked for, or chosen.")
@click.option("--install-app", "apps", multiple=True, help="App to install; may be given again.")
@click.option("--db-type", type=click.Choice(["sqlite", "mariadb"]), help="Default: sqlite.")
@click.option("--db-host", help="Where MariaDB listens. Default: this machine.")
@click.option("--db-port", type=int)
@click.option("--db-socket", help="MariaDB's socket file, instead of host and port.")
@click.option("--db-name", help="Default: made from the site's place.")
@click.option("--db-user", help="Default: the name of the database.")
@click.option("--db-password", envvar="DB_PASSWORD")
@click.option("--db-root-username", help="Who may make database and user, if they are to be made.")
@click.option("--db-root-password", envvar="DB_ROOT_PASSWORD", default="")
@click.option("--force", is_flag=True, help="Replace a site of that name, with all its data.")
@pass_context
def new_site_command(
    context: Any, site: str, admin_password: str | None, apps: tuple[str, ...], force: bool,
    db_root_username: str | None, db_root_password: str, **config: Any,
) -> None:  # fmt: skip
    """Make a site."""
    root = None
    if db_root_username:
        root = {"user": db_root_username, "password": db_root_password}
    replace = force or context.force
    new_site(site, context.sites_path, admin_password, config, replace, root)
    for app in apps:
        install_app(app)
    click.echo(f"Site {site} is ready.")


@click.command("install-app")
@click.argument("apps", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Sync the app's files again if it is installed.")
@pass_context
def install_app_command(context: Any, apps: tuple[str, ...], force: bool) -> None:
    """Put apps on a site."""
    with open_site(str(get_site(context)), context.sites_path):
        for app in apps:
            try:
                done = install_app(app, force=force or context.force)
            except ImportError as problem:
                raise click.ClickException(str(problem)) from problem
            click.echo(f"{app} is installed." if done else f"{app} was installed already.")


@click.command("migrate")
@pass_context
def migrate_command(context: Any) -> None:
    """Bring sites up to the files of their apps."""
    get_site(context)
    for site in context.sites:
        with open_site(site, context.sites_path):
            changed = migrate()
            click.echo(f"{site}: up to date ({len(changed)} DocTypes changed).")


@click.command("clear-cache")
@pass_context
def clear_cache_command(context: Any) -> None:
    """Have running processes read descriptions, hooks and pages again."""
    get_site(context)
    for site in context.sites:
        with open_site(site, context.sites_path):
            announce_change()


commands = [
    new_site_command,
    install_app_command,
    migrate_command,
    clear_cache_command,
]
