"""The processes that run all day: web and clock."""

import ctypes
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # it ships no types

from ..command_context import get_site, pass_context
from ..errors import IncorrectSitePath
from ..scheduler import Scheduler
from ..site import is_site, read_config
from ..values import cint
from ..wsgi import Application

# Of glibc's malloc.h: the size from which a block is given back at once, and how many heaps
# threads share, of which only one works at a time.
MALLOC = ((-3, 1024 * 1024), (-8, 2))
# Seconds a thread may keep the interpreter from others: whoever writes hands it over at each
# statement, with all other writers waiting, and got it back 5 ms later by Python's own setting.
TURN = 0.0005
LAST_WORK = 60  # seconds for requests and threads' jobs at hand when told to stop
SHARED_MEMORY = Path("/dev/shm")  # gunicorn's heartbeat file must not wait for a disk


class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn with workers of several threads, set up from here and not from a file."""

    def __init__(self, application: Application, options: dict[str, Any]) -> None:
        self.application = application
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> Application:
        return self.application


@click.command("serve")
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1), help="Default: gunicorn_workers, or 1.")
@click.option("--threads", default=8, show_default=True)
@click.option("--no-scheduler", is_flag=True, help="Leave the clock to `bench schedule`.")
@click.option("--access-log", is_flag=True, help="Write a line for each request.")
@pass_context
def serve(
    context: Any, port: int, host: str, workers: int | None, threads: int, no_scheduler: bool,
    access_log: bool,
) -> None:  # fmt: skip
    """Serve a site, and keep its clock in the same process."""
    site = str(get_site(context))
    if not is_site(context.sites_path, site):
        raise IncorrectSitePath(f"There is no site {site!r} in {context.sites_path}")
    _require_free_port(host, port)
    options = {
        "bind": f"{host}:{port}",
        "workers": workers or _configured_workers(context.sites_path, site),
        "preload_app": True,
        "threads": threads,
        "worker_class": "gthread",
        # Of gunicorn 25 and later: one for all servers of an account, which nobody here asks.
        "control_socket_disable": True,
        "timeout": 120,
        "graceful_timeout": LAST_WORK,
        "keepalive": 5,
        "loglevel": "warning",
        # Whose word counts is the site's `trusted_proxies`, read by the engine.
        "forwarded_allow_ips": "",
        "accesslog": "-" if access_log else None,
        # Without the query, which may hold what people searched for, and without cookies.
        "access_log_format": '{"at":"%(t)s","ip":"%(h)s","method":"%(m)s","path":"%(U)s",'
        '"status":%(s)s,"bytes":"%(B)s","microseconds":%(D)s}',
    }
    if SHARED_MEMORY.is_dir():
        options["worker_tmp_dir"] = str(SHARED_MEMORY)
    if not no_scheduler:
        options["post_worker_init"] = lambda worker: Scheduler(context.sites_path, [site]).start()
    click.echo(f"Serving {site} at http://{host}:{port} (Ctrl-C stops)")
    _give_large_blocks_back()
    sys.setswitchinterval(TURN)
    Server(Application(context.sites_path, site), options).run()


def _configured_workers(sites_path: str, site: str) -> int:
    folder = Path(sites_path)
    return cint(read_config(folder, folder / site).get("gunicorn_workers")) or 1


def _give_large_blocks_back() -> None:
    """Hashing a password takes 19 MiB for a moment; glibc would keep as much for every thread."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if tune is None:
        return
    for setting, value in MALLOC:
        tune(setting, value)


def _require_free_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            message = f"{host}:{port} cannot be used ({problem.strerror}). Choose another --port."
            raise OSError(message) from problem


@click.command("schedule")
@pass_context
def schedule(context: Any) -> None:
    """Keep the clock of the bench: start what is due, every minute, until stopped."""
    sites = context.sites if context.sites else None
    scheduler = Scheduler(context.sites_path, sites)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: scheduler.stop())
    click.echo("Keeping the clock (Ctrl-C stops)")
    scheduler.run()


commands = [serve, schedule]
