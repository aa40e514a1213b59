"""What a command of an app is given: the sites it works on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from .errors import SiteNotSpecifiedError
from .values import _dict


def pass_context(f: Callable[..., Any]) -> Callable[..., Any]:
    """Give a click command the context of `bench`: `sites`, `force`, `verbose`, `profile`."""

    @wraps(f)
    def command(ctx: click.Context, *args: Any, **kwargs: Any) -> Any:
        return f(_dict(ctx.obj), *args, **kwargs)

    return click.pass_context(command)


def get_site(context: Any, raise_err: bool = True) -> str | None:
    """The first site of the command line. Raises SiteNotSpecifiedError when there is none."""
    sites = context.get("sites") or []
    if not sites and raise_err:
        raise SiteNotSpecifiedError("Name the site: bench --site SITE ...")
    return sites[0] if sites else None
