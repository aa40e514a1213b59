"""The crowd's town, served, for each test anew."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from crowds import Crowd, make_sites


@pytest.fixture
def crowd(tmp_path: Path, common_config: dict[str, Any]) -> Iterator[Crowd]:
    """A town of its own, served."""
    made = make_sites(tmp_path / "sites", common_config)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(tmp_path / "sites")


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs functions at the same time, each in a thread of its own; their results."""

    def together(functions: list[Callable[[], Any]]) -> list[Any]:
        with ThreadPoolExecutor(len(functions)) as pool:
            return [future.result() for future in [pool.submit(one) for one in functions]]

    return together
