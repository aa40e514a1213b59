"""Python on a site: one function, or a prompt."""

import code
import importlib
import json
from typing import Any

import click

from ..command_context import get_site, pass_context
from ..context import local
from ..hooks import get_attr
from ..site import destroy, init, open_site, update_site_config
from ..values import as_json


@click.command("execute")
@click.argument("method")
@click.option("--args", "positional", default="[]", help="Arguments as a JSON list.")
@click.option("--kwargs", "named", default="{}", help="Arguments by name as a JSON object.")
@pass_context
def execute(context: Any, method: str, positional: str, named: str) -> None:
    """Run a function by its dotted path, commit, print what it returns."""
    args, kwargs = _json(positional, list, "--args"), _json(named, dict, "--kwargs")
    get_site(context)
    for site in context.sites:
        with open_site(site, context.sites_path):
            result = _find(method)(*args, **kwargs)
            local.db.commit()
            if result is not None:
                click.echo(as_json(result))


def _json(text: str, kind: type, option: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError as problem:
        raise click.BadParameter(f"not JSON: {problem}", param_hint=option) from problem
    if not isinstance(value, kind):
        raise click.BadParameter(f"not a JSON {kind.__name__}", param_hint=option)
    return value


def _find(method: str) -> Any:
    try:
        return get_attr(method)
    except (ImportError, AttributeError) as problem:
        raise click.BadParameter(
            f"there is no {method}: {problem}", param_hint="METHOD"
        ) from problem


@click.command("console")
@pass_context
def console(context: Any) -> None:
    """A Python prompt on a site. What is not committed is undone at the end."""
    site = str(get_site(context))
    with open_site(site, context.sites_path):
        frappe = importlib.import_module("frappe")
        banner = f"Site {site}; `frappe` is imported. frappe.db.commit() keeps what you change."
        code.interact(banner, local={"frappe": frappe}, exitmsg="")


@click.command("set-config")
@click.argument("key")
@click.argument("value")
@click.option("--parse", "-p", is_flag=True, help="The value is JSON and not a text.")
@pass_context
def set_config(context: Any, key: str, value: str, parse: bool) -> None:
    """Set a key of the configuration of each site."""
    get_site(context)
    for site in context.sites:
        init(site, context.sites_path, force=True)
        update_site_config(key, _json(value, object, "VALUE") if parse else value)
    destroy()


commands = [execute, console, set_config]
