"""Functions imported when they are first called: what few requests and commands need."""

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any


def later(path: str) -> Callable[..., Any]:
    """The function at the dotted `path`; its module is imported by the first call."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return _find(path)(*args, **kwargs)

    return call


@cache
def _find(path: str) -> Any:
    module, _dot, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
