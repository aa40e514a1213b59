"""The process that runs background jobs, with the libraries that only `redis_queue` needs."""

from pathlib import Path
from typing import Any

import click

from ..errors import NotSupported
from ..jobs import queues_of
from ..site import read_config
from ..worker import work


@click.command("worker")
@click.option("--queue", "names", multiple=True, help="Queue to serve, or several with commas.")
@click.option("--burst", is_flag=True, help="Stop when no job waits.")
@click.pass_obj
def worker(context: dict[str, Any], names: tuple[str, ...], burst: bool) -> None:
    """Run the background jobs of the bench. Default: those of all its queues."""
    sites_path = Path(context["sites_path"])
    site = next(iter(context["sites"]), None)
    conf = read_config(sites_path, sites_path / site if site else None)
    if not conf.get("redis_queue"):
        raise NotSupported("redis_queue is not configured: jobs run in threads of the web server")
    known = queues_of(conf)
    wanted = [name for given in names for name in given.split(",")] or list(known)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise click.BadParameter(f"there is no {', '.join(unknown)}", param_hint="--queue")
    work(conf["redis_queue"], sites_path, wanted, burst)


commands = [worker]
