"""W12: what the installed libraries weigh, and the memory of worker processes."""

import importlib.metadata as metadata
import re
from collections.abc import Iterator
from pathlib import Path

from tests.bench.table import Row

OURS = ("frappe-embedded", "govplan")
MIB = 2**20

_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


def environment() -> list[Row]:
    """Every library our two distributions need with all extras, as installed here; no Node."""
    sizes = {name: _size(name) for name in needed()}
    rows = [Row("W12 environment", sum(sizes.values()) / MIB, "MiB", at_most=120)]
    heaviest = sorted(sizes.items(), key=lambda pair: -pair[1])[:5]
    return rows + [Row(f"W12 of it {name}", size / MIB, "MiB") for name, size in heaviest]


def needed() -> list[str]:
    """The distributions of the environment, without pip and the tools that only tests need."""
    found: dict[str, None] = {}
    waiting = list(OURS)
    while waiting:
        name = waiting.pop()
        if _plain(name) not in found and _is_here(name):
            found[_plain(name)] = None
            waiting += _requirements(name, with_extras=name in OURS)
    return list(found)


def _requirements(name: str, with_extras: bool) -> Iterator[str]:
    for line in metadata.requires(name) or ():
        if with_extras or not _EXTRA.search(line):
            wanted = _NAME.match(line)
            if wanted:
                yield wanted.group()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_here(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _size(name: str) -> int:
    if name in OURS:
        package = Path(__file__).parents[2] / "apps" / name.replace("-", "_")
        return sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    files = (Path(str(file.locate())) for file in metadata.files(name) or ())
    return sum(path.stat().st_size for path in files if path.is_file())


def worker_memory(master: int) -> float:
    """The largest resident set of a server's workers, in MiB."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()
    return max(map(_resident, children)) / MIB


def _resident(process: str) -> int:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0
