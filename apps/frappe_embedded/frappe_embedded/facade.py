"""The names of the package `frappe`, imported when they are first asked for.

A command that needs little of the engine should not wait for the rest. What there is stands in
`frappe/__init__.py` as `from module import name as name`, where type checkers read it too.
"""

import importlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from .unsupported import unsupported

PACKAGE = "frappe"

_OFFER = re.compile(r"^    from (\S+) import (\w+) as \2$", re.MULTILINE)


def __getattr__(name: str) -> Any:
    module = _offers().get(name)
    if module is None:
        raise unsupported(name)
    if module == ".":
        value: Any = importlib.import_module(f"{PACKAGE}.{name}")
    else:
        value = getattr(importlib.import_module(module), name)
    setattr(sys.modules[PACKAGE], name, value)
    return value


@cache
def _offers() -> dict[str, str]:
    text = Path(str(sys.modules[PACKAGE].__file__)).read_text("utf-8")
    return {name: module for module, name in _OFFER.findall(text)}
