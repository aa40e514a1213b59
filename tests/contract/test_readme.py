"""The table of pitfalls names a test for each, and only tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PITFALLS = 73

ROW = re.compile(r"^\| (\d+) \|[^|]+\|([^|]+)\|[^|]*\|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows() -> list[tuple[int, list[tuple[str, str]]]]:
    text = (HERE / "README.md").read_text("utf-8")
    return [(int(number), TEST.findall(tests)) for number, tests in ROW.findall(text)]


def test_every_pitfall_has_a_row_with_tests():
    assert [number for number, _tests in rows()] == list(range(1, PITFALLS + 1))
    assert [number for number, tests in rows() if not tests] == []


def test_every_test_named_exists():
    root = HERE.parent.parent
    named = {one for _number, tests in rows() for one in tests}
    for file, test in sorted(named):
        path = root / file if "/" in file else HERE / file
        assert re.search(rf"^def {test}\(", path.read_text("utf-8"), re.MULTILINE), (file, test)
