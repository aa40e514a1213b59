"""What one process of a site changed, told to the others through a file they look at.

A line for each name that must be forgotten. The file only grows, so its size says whether there is
news: one `stat` for each request or job. Too long, it is replaced, and everybody forgets all.
All processes of a site run on one machine, as they share its folder.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from .context import local
from .locks import filelock

MARK = "locks/changed"
EVERYTHING = "*"
LONGEST = 64 * 1024  # bytes

_NONE = (0, 0)
_seen: dict[str, tuple[int, int]] = {}
_lock = threading.RLock()

log = logging.getLogger("frappe_embedded.changes")


def announce(names: Iterable[str]) -> None:
    """Have the other processes of the open site forget `names`; never fails.

    Call it when the change can be read by others, that is after the commit.
    """
    path = Path(local.site_path, MARK)
    try:
        with _lock, filelock("announcing"):
            up_to_date = _seen.get(str(path)) == _look(path)
            _append(path, "".join(f"{name}\n" for name in names))
            if up_to_date:
                _seen[str(path)] = _look(path)
    except Exception:  # the change is kept already: it cannot be refused any more
        log.exception("Other processes could not be told what changed; restart them")


def _append(path: Path, lines: str) -> None:
    if _look(path)[1] > LONGEST:
        draft = path.with_suffix(".new")
        draft.write_text(f"{EVERYTHING}\n", "utf-8")
        draft.replace(path)
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(lines)


def notice(forget: Callable[[set[str]], None]) -> None:
    """Call `forget(names)` when others announced something since this process last looked."""
    path = os.path.join(local.site_path, MARK)  # at every request: pathlib would take longer
    if _seen.get(path) == _look(path):
        return
    with _lock:
        now = _look(path)
        before = _seen.get(path)
        if before != now:
            forget(_names(path, before, now))
            _seen[path] = now  # only now, or another thread would go on with the old


def _look(path: str | Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return _NONE
    return found.st_ino, found.st_size


def _names(path: str, before: tuple[int, int] | None, now: tuple[int, int]) -> set[str]:
    grown = before is not None and before[1] < now[1] and before[0] in (0, now[0])
    if before is None or not grown:
        return {EVERYTHING}
    with open(path, "rb") as file:
        file.seek(before[1])
        return set(file.read(now[1] - before[1]).decode("utf-8").splitlines())
