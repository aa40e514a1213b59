"""A linked record has columns of the same names; a database asks which one a list is sorted by."""

import ast
import re
from pathlib import Path

APP = Path(__file__).parents[2] / "apps" / "govplan" / "govplan"
LISTS = ("get_all", "get_list")


def test_a_list_with_names_of_linked_records_is_sorted_by_fields_it_selects():
    queries = [(path, call) for path in sorted(APP.rglob("*.py")) for call in _queries(path)]
    with_links = [(path, *call) for path, call in queries if any("." in one for one in call[1])]
    assert with_links
    assert [
        f"{path.relative_to(APP)}:{line} {column}"
        for path, line, fields, columns in with_links
        for column in columns
        if column not in {one.rpartition(" as ")[2] for one in fields}
    ] == []


def _queries(path: Path):
    """The line of each list a module asks for, its fields and what it is sorted by."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in LISTS:
            asked = {keyword.arg: keyword.value for keyword in call.keywords}
            order = "".join(_texts(asked.get("order_by"), {}))
            columns = re.findall(r"(\w+) (?:asc|desc)", order)
            yield call.lineno, _texts(asked.get("fields"), constants), columns


def _texts(node: ast.AST | None, constants: dict[str, ast.AST]) -> list[str]:
    """The texts written in an expression, and in the module's constants it names."""
    parts = list(ast.walk(node)) if node else []
    named = [constants[p.id] for p in parts if isinstance(p, ast.Name) and p.id in constants]
    texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    return [*texts, *(text for one in named for text in _texts(one, {}))]
