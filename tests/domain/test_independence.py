import ast
import sys
from pathlib import Path

import govplan.domain

MODULES = sorted(Path(govplan.domain.__file__).parent.glob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield node.module


def test_the_domain_imports_only_itself_and_the_standard_library():
    assert len(MODULES) > 10
    foreign = [
        (path.name, name)
        for path in MODULES
        for name in imported(path)
        if not name.startswith("govplan.domain.")
        and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []
