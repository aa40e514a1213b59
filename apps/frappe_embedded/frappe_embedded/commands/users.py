"""People who may log in."""

from typing import Any

import click

from ..command_context import get_site, pass_context
from ..context import local
from ..documents import get_doc
from ..passwords import update_password
from ..sessions import clear_sessions
from ..site import ADMINISTRATOR, open_site


@click.command("add-user")
@click.argument("email")
@click.option("--first-name")
@click.option("--last-name")
@click.option("--password", help="Default: asked for.")
@click.option("--user-type", type=click.Choice(["System User", "Website User"]))
@click.option("--add-role", "roles", multiple=True, help="Role to hold; may be given again.")
@pass_context
def add_user(
    context: Any, email: str, first_name: str | None, last_name: str | None, password: str | None,
    user_type: str | None, roles: tuple[str, ...],
) -> None:  # fmt: skip
    """Add a user who can log in."""
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with open_site(str(get_site(context)), context.sites_path):
        row: dict[str, Any] = {"doctype": "User", "email": email, "last_name": last_name}
        row |= {"first_name": first_name or email.split("@")[0], "enabled": 1}
        row |= {"roles": [{"role": role} for role in roles], "send_welcome_email": 0}
        if user_type:
            row["user_type"] = user_type
        user = get_doc(row).insert()
        update_password(user.name, password)
        local.db.commit()
        click.echo(f"User {user.name} can log in.")


@click.command("set-admin-password")
@click.argument("password", required=False)
@click.option("--logout-all-sessions", is_flag=True, help="End the sessions that are open.")
@pass_context
def set_admin_password(context: Any, password: str | None, logout_all_sessions: bool) -> None:
    """Set the password of Administrator."""
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with open_site(str(get_site(context)), context.sites_path):
        update_password(ADMINISTRATOR, password)
        if logout_all_sessions:
            clear_sessions(ADMINISTRATOR)
        local.db.commit()
        click.echo("The password of Administrator is set.")


commands = [add_user, set_admin_password]
