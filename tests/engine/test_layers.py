"""A module of the engine imports only from what stands above it in this list."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "apps" / "frappe_embedded" / "frappe_embedded"

# From the ground up. A package stands for all its modules.
LAYERS = (
    "errors values text docstatus ambient deferred bench_folder command_context unsupported facade",
    "context settings locks changes stores redis_store cache translate messages dates formats"
    " fieldtypes validation address proxy",
    "database filters query",
    "descriptions hooks meta schema records databases users builder doctype_checks whitelist",
    "events naming passwords encryption roles base_document documents sharing user_permissions"
    " permissions listing access defaults links storage loading checks comparison back_links"
    " comments record_locks deletion renaming acts document tree versions file_content files"
    " conditions workflow workflow_actions assignment customising field_checks workflow_checks"
    " watchers",
    "caches error_log site outbox jobs redis_jobs worker scheduler sync patches fixtures"
    " install migrate archives sessions homepage auth core",
    "templates mail routing pages web_view www static website responses language rate_limits"
    " uploads request_body headers asked health access_log outages api desk wsgi",
    "app_hooks commands cli testing",
)
RANK = {name: rank for rank, name in enumerate(" ".join(LAYERS).split())}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ENGINE.rglob("*.py")):
        name = ".".join(path.relative_to(ENGINE).with_suffix("").parts)
        if name != "__init__":
            yield name.removesuffix(".__init__"), ast.parse(path.read_text("utf-8"))


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """The engine's modules that a module imports, as names under `frappe_embedded`."""
    package = name.split(".")[:-1] if not (ENGINE / Path(*name.split("."))).is_dir() else [name]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            path = [*base, *(node.module.split(".") if node.module else [])]
            yield from ([".".join(path)] if node.module or base else [a.name for a in node.names])
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("frappe_embedded"):
            yield (node.module or "").partition(".")[2]


def place(name: str) -> int:
    return RANK[name.split(".")[0]]


def test_every_module_has_its_place():
    assert not {name for name, _tree in modules() if name.split(".")[0] not in RANK}


def test_no_module_imports_from_a_later_one():
    late = [
        f"{name} imports {other}"
        for name, tree in modules()
        for other in imported(name, tree)
        if other.split(".")[0] in RANK.keys() - {name.split(".")[0]} and place(other) > place(name)
    ]
    assert not late, "\n".join(late)


def test_the_readme_has_a_line_for_every_module():
    readme = (ENGINE.parent / "README.md").read_text("utf-8")
    unnamed = [name for name in RANK if f"`{name}`" not in readme and f"`{name}/`" not in readme]
    assert unnamed == []


def test_every_place_in_the_list_is_taken():
    assert RANK.keys() - {name.split(".")[0] for name, _tree in modules()} == set()


def test_no_module_imports_inside_a_function():
    inside = [
        name
        for name, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_only_the_engine_and_its_tests_import_the_engine():
    strangers = [
        str(path.relative_to(ROOT))
        for folder in (
            "apps/govplan",
            "tests/app",
            "tests/contract",
            "tests/portal",
            "tests/domain",
        )
        for path in (ROOT / folder).rglob("*.py")
        if any(imported("stranger", ast.parse(path.read_text("utf-8"))))
        or "import frappe_embedded" in path.read_text("utf-8")
    ]
    assert not strangers
