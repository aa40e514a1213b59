"""`bench`: finds the command, the sites it is for, and one plain line for what goes wrong."""

import gc
import importlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from . import __version__, errors
from .bench_folder import SITES_PATH, find_sites_path

# Command to the module of `commands` that has it: nothing is imported that is not run.
COMMANDS = {
    "new-site": "sites",
    "install-app": "sites",
    "migrate": "sites",
    "list-apps": "listing",
    "clear-cache": "sites",
    "add-user": "users",
    "set-admin-password": "users",
    "serve": "serving",
    "schedule": "serving",
    "worker": "working",
    "execute": "running",
    "console": "running",
    "set-config": "running",
    "backup": "archives",
    "restore": "archives",
}
REFUSED, IMPOSSIBLE = 1, 2


class Bench(click.Group):
    """The engine's commands and those of the apps listed in apps.txt."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        apps = (name for app in _apps(ctx) for name in _app_commands(app))
        return [*COMMANDS, *sorted(apps)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module = _imported(f"frappe_embedded.commands.{COMMANDS[cmd_name]}")
            commands: list[click.Command] = module.commands
            return next(one for one in commands if one.name == cmd_name)
        for app in _apps(ctx):
            found = _app_commands(app).get(cmd_name)
            if found:
                return found
        return None


@click.group(cls=Bench, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--site", help="Site to work on, or `all`. Default: default_site of the bench.")
@click.option("--sites-path", type=click.Path(file_okay=False), help="Folder of the sites.")
@click.option("--force", is_flag=True)
@click.option("--verbose", is_flag=True)
@click.version_option(__version__, prog_name="bench (frappe-embedded)")
@click.pass_context
def bench(
    ctx: click.Context, site: str | None, sites_path: str | None, force: bool, verbose: bool
) -> None:
    """Work on the sites of this bench."""
    if sites_path:
        os.environ[SITES_PATH] = str(Path(sites_path).resolve())
    folder = find_sites_path()
    chosen = _sites(folder, site)
    ctx.obj = {"sites": chosen, "sites_path": folder, "force": force, "verbose": verbose}
    ctx.obj["profile"] = False


def _sites(folder: str, site: str | None) -> list[str]:
    if site == "all":
        return sorted(path.parent.name for path in Path(folder).glob("*/site_config.json"))
    config = Path(folder, "common_site_config.json")
    default = json.loads(config.read_text("utf-8")).get("default_site") if config.exists() else None
    chosen = site or os.environ.get("FRAPPE_SITE") or default
    return [chosen] if chosen else []


def _apps(ctx: click.Context) -> list[str]:
    # The command is looked for before `bench` runs: only its options are known.
    folder = ctx.params.get("sites_path") or find_sites_path()
    listed = Path(folder, "apps.txt")
    names = listed.read_text("utf-8").split() if listed.exists() else []
    return [name for name in names if name != "frappe"]


def _app_commands(app: str) -> dict[str, click.Command]:
    if importlib.util.find_spec(app) is None or not importlib.util.find_spec(f"{app}.commands"):
        return {}
    module = _imported(f"{app}.commands")
    return {str(one.name): one for one in getattr(module, "commands", [])}


def _imported(name: str) -> Any:
    """A module; nobody looks for garbage meanwhile, nor later among what stays for good.

    Both together would take a fifth of the time of a short command.
    """
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def main(args: list[str] | None = None) -> None:
    """Run `bench`. Exit codes: 0 done, 1 refused, 2 could not be attempted."""
    strangers = other_frappes()
    if strangers:
        _stop(f"Another `frappe` is installed in {', '.join(strangers)}. Remove one of the two.")
    try:
        bench(args=args, prog_name="bench")
    except (errors.SiteNotSpecifiedError, errors.IncorrectSitePath, OSError) as problem:
        _stop(_in_one_line(problem))
    except errors.DatabaseError as problem:
        _stop(f"The database of the site refused: {_in_one_line(problem)}")
    except (errors.ValidationError, errors.LockTimeoutError, errors.NotSupported) as problem:
        _stop(_in_one_line(problem), REFUSED)


def other_frappes() -> list[str]:
    """The folders on the path that hold a package `frappe` other than the engine's façade."""
    own = os.path.realpath(Path(__file__).parents[1])
    spec = importlib.util.find_spec("frappe")
    imported = [os.path.dirname(os.path.dirname(spec.origin))] if spec and spec.origin else []
    candidates = {entry or "." for entry in (*sys.path, *imported)}
    found = (one for one in candidates if os.path.isfile(os.path.join(one, "frappe/__init__.py")))
    return sorted({os.path.realpath(one) for one in found} - {own})


def _in_one_line(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.strerror}: {problem.filename}" if problem.filename else problem.strerror
    return " ".join(str(problem.args[-1] if problem.args else problem).split())


def _stop(message: str, code: int = IMPOSSIBLE) -> Any:
    click.secho(f"bench: {message}", fg="red", err=True)
    sys.exit(code)
