"""Changes of data that an upgrade brings: each runs once and is recorded in Patch Log."""

import importlib
from dataclasses import dataclass, field
from pathlib import Path

from .context import local
from .documents import get_doc
from .errors import ValidationError
from .hooks import app_folder, get_attr

SECTIONS = ("[pre_model_sync]", "[post_model_sync]")


@dataclass
class Patches:
    """The lines of one patches.txt: those before and those after the DocTypes are synced."""

    pre_model_sync: list[str] = field(default_factory=list)
    post_model_sync: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """Every line."""
        return self.pre_model_sync + self.post_model_sync


def read_patches(app: str) -> Patches:
    """The patches of an app. Raises ValidationError when only one of the two sections is there."""
    path = app_folder(app) / "patches.txt"
    lines = _lines(path)
    marks = [line for line in lines if line in SECTIONS]
    if not marks:
        return Patches(pre_model_sync=lines)
    if sorted(marks) != sorted(SECTIONS):
        raise ValidationError(f"{path} needs both sections, {' and '.join(SECTIONS)}")
    found: dict[str, list[str]] = {}
    for line in lines:
        if line in SECTIONS:
            current = found.setdefault(line, [])
        else:
            current.append(line)
    return Patches(*(found[section] for section in SECTIONS))


def _lines(path: Path) -> list[str]:
    text = path.read_text("utf-8") if path.exists() else ""
    stripped = (line.strip() for line in text.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def run_patches(patches: list[str]) -> list[str]:
    """Run those not run yet, `finally:` ones last, each committed with its record.

    Returns those that ran. The first that fails stops the rest, its own changes undone.
    """
    done = executed()
    waiting = [patch for patch in patches if patch not in done]
    for patch in sorted(waiting, key=lambda patch: patch.startswith("finally:")):
        _run(patch)
    return waiting


def _run(patch: str) -> None:
    local.flags.in_patch = True
    try:
        _execute(patch)
        record(patch)
        local.db.commit()
    except Exception:  # whatever it was, nothing half made stays; it is raised again
        local.db.rollback()
        raise
    finally:
        local.flags.in_patch = False


def _execute(patch: str) -> None:
    statement = patch.removeprefix("finally:")
    if statement.startswith("execute:"):
        # A line of an installed app's own patches.txt, as trusted as its Python files.
        exec(statement.removeprefix("execute:"), {"frappe": importlib.import_module("frappe")})
    else:
        get_attr(f"{statement.split()[0]}.execute")()


def executed() -> set[str]:
    """The patches recorded as run."""
    return set(local.db.sql("select patch from `tabPatch Log`", pluck=True))


def record(*patches: str) -> None:
    """Note patches as run."""
    for patch in patches:
        # Written by install and migrate, on behalf of the apps' files.
        get_doc({"doctype": "Patch Log", "patch": patch}).insert(ignore_permissions=True)
