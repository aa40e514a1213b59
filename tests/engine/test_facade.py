"""The package `frappe` shows names of the engine and does nothing itself."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import frappe
import pytest

FACADE = Path(__file__).parents[2] / "apps" / "frappe_embedded" / "frappe"
FILES = sorted(FACADE.rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(FACADE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def is_reexport(node: ast.stmt) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING" and all(map(is_reexport, node.body))
    if isinstance(node, ast.ImportFrom):
        source = "frappe" if node.level else (node.module or "").split(".")[0]
        return source == "typing" or (
            source in ("frappe", "frappe_embedded", "pypika")
            and all(name.asname == name.name for name in node.names)
        )
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_a_module_of_the_facade_only_says_x_as_x(path):
    statements = ast.parse(path.read_text("utf-8")).body
    assert [ast.unparse(node) for node in statements if not is_reexport(node)] == []


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_every_name_of_the_facade_exists(path):
    importlib.import_module(dotted(path))


def test_every_name_it_offers_is_there_when_asked_for():
    text = (FACADE / "__init__.py").read_text("utf-8")
    offered = [
        name.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for name in node.names
    ]
    assert len(offered) > 100
    assert [name for name in offered if not hasattr(frappe, name)] == []


def test_importing_it_imports_little():
    loaded = "import frappe, sys; print(*(n for n in sys.modules if n.startswith('frappe')))"
    command = [sys.executable, "-c", loaded]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {
        "frappe",
        "frappe_embedded",
        "frappe_embedded.errors",
        "frappe_embedded.facade",
        "frappe_embedded.unsupported",
    }


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
