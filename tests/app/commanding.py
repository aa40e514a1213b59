"""Bench commands inside a test's own connection."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from types import ModuleType

import click
import frappe
import pytest
from click.testing import CliRunner, Result

from govplan.transparency.language import speaking


def runner(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, commands: Iterable[click.Command]
) -> Callable[..., Result]:
    """Runs a command by its name, as the town speaks; `module` connects to the site for them."""
    monkeypatch.setattr(module, "connected", lambda context: nullcontext())
    by_name = {command.name: command for command in commands}

    def run(name: str, *arguments: object) -> Result:
        flags = dict.fromkeys(("force", "verbose", "profile"), False)
        context = {"sites": [frappe.local.site], **flags}
        with speaking("es"):
            given = [str(argument) for argument in arguments]
            return CliRunner().invoke(by_name[name], given, obj=context)

    return run
