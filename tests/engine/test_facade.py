"""The package `frappe` shows names of the engine and does nothing itself."""

import ast
import importlib
from pathlib import Path

import pytest

FACADE = Path(__file__).parents[2] / "apps" / "frappe_embedded" / "frappe"
FILES = sorted(FACADE.rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(FACADE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def is_reexport(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        source = "frappe" if node.level else (node.module or "").split(".")[0]
        return source in ("frappe", "frappe_embedded", "pypika") and all(
            name.asname == name.name for name in node.names
        )
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_a_module_of_the_facade_only_says_x_as_x(path):
    statements = ast.parse(path.read_text("utf-8")).body
    assert [ast.unparse(node) for node in statements if not is_reexport(node)] == []


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_every_name_of_the_facade_exists(path):
    importlib.import_module(dotted(path))


def test_the_paths_apps_import_from_exist():
    wanted = {
        "frappe.database",
        "frappe.exceptions",
        "frappe.query_builder",
        "frappe.query_builder.functions",
        "frappe.utils",
        "frappe.utils.caching",
        "frappe.utils.data",
    }
    assert wanted <= {dotted(path) for path in FILES}
