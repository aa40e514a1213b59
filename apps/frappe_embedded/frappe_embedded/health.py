"""`/health`: whether the site works, for machines that watch it. Short, cheap and never cached.

Strangers are told that it works or not; why is told to a System Manager and on this machine.
"""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from . import jobs, scheduler, sessions
from .context import local
from .proxy import is_of_this_machine
from .responses import json_response
from .roles import get_roles
from .site import connect
from .values import cint
from .website import NO_STORE

ADDRESS = "/health"
MEGABYTE = 1024 * 1024
MIN_FREE_MB = 200
LATEST_BEAT = timedelta(seconds=3 * scheduler.TICK)

Finding = dict[str, Any]

log = logging.getLogger("frappe_embedded.health")


def answer(request: Request) -> Response:
    """200 when everything works, 503 when something does not or the site is being maintained."""
    findings = {name: _look(check) for name, check in CHECKS.items()}
    works = all(found["ok"] for found in findings.values())
    body: dict[str, Any] = {"status": "ok" if works else "fail"}
    if local.conf.get("maintenance_mode"):
        body["status"] = "maintenance"
    if _may_know(request, findings["database"]["ok"]):
        body["checks"] = findings
    response = json_response(body, 200 if body["status"] == "ok" else 503)
    response.headers["Cache-Control"] = NO_STORE
    return response


def _look(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as problem:
        # Whatever fails here is the finding.
        log.warning("A health check failed", exc_info=True)
        return {"ok": False, "problem": type(problem).__name__}


def _may_know(request: Request, database_works: bool) -> bool:
    if is_of_this_machine(request):
        return True
    if not database_works:
        return False
    sessions.resume(request.cookies.get("sid"))
    return "System Manager" in get_roles(local.session.user)


def _database() -> Finding:
    connect(set_admin_as_user=False)
    local.db.sql("select name from `tabDocType` limit 1")
    return {"ok": True}


def _queue() -> Finding:
    answers, waiting = jobs.answers(), jobs.waiting()
    return {"ok": answers and waiting < jobs.MAX_WAITING, "answers": answers, "waiting": waiting}


def _scheduler() -> Finding:
    if not scheduler.is_enabled():
        return {"ok": True, "enabled": False}
    last = scheduler.last_beat(local.sites_path)
    late = last is None or datetime.now() - last > LATEST_BEAT
    return {"ok": not late, "enabled": True, "last_beat": last and last.isoformat(" ", "seconds")}


def _disk() -> Finding:
    free = shutil.disk_usage(local.site_path).free // MEGABYTE
    return {"ok": free >= (cint(local.conf.get("min_free_mb")) or MIN_FREE_MB), "free_mb": free}


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": _database,
    "queue": _queue,
    "scheduler": _scheduler,
    "disk": _disk,
}
