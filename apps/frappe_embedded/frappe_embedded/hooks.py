"""The installed apps: where their files are and what their `hooks.py` declare.

An app called `frappe` is the engine itself: its modules live under `frappe_embedded`.
"""

import importlib
import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from . import translate
from .cache import forget, memory
from .context import local
from .descriptions import Problem
from .errors import AppNotInstalledError
from .messages import throw
from .text import scrub
from .translate import _
from .values import _dict

ENGINE_APP = "frappe"
ENGINE_PACKAGE = "frappe_embedded"

MEMORY = "hooks"

# What a hooks.py may declare. A key that is not here is a typo or not supported.
DESCRIBING = {
    "app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license",
    "app_version", "app_icon", "app_color", "app_logo_url", "app_home", "source_link",
    "required_apps", "add_to_apps_screen", "export_python_type_annotations",
    "require_type_annotated_api_methods", "user_data_fields", "global_search_doctypes",
}  # fmt: skip
SETTING_UP = {
    "before_install", "after_install", "after_sync", "before_uninstall", "after_uninstall",
    "before_app_install", "after_app_install", "before_app_uninstall", "after_app_uninstall",
    "before_migrate", "after_migrate", "fixtures", "before_tests",
}  # fmt: skip
RULING = {
    "doc_events", "has_permission", "permission_query_conditions", "has_website_permission",
    "override_whitelisted_methods", "override_doctype_class", "standard_queries",
    "ignore_links_on_delete", "auto_cancel_exempted_doctypes", "default_log_clearing_doctypes",
}  # fmt: skip
RUNNING = {
    "scheduler_events", "on_login", "on_session_creation", "on_logout", "auth_hooks",
    "before_request", "after_request", "before_job", "after_job", "extend_bootinfo", "boot_session",
}  # fmt: skip
SHOWING = {
    "website_route_rules", "website_redirects", "base_template", "base_template_map",
    "update_website_context", "website_context", "home_page", "role_home_page",
    "get_website_user_home_page", "website_user_home_page", "jinja", "website_generators",
    "page_renderer", "portal_menu_items", "standard_portal_menu_items",
    "additional_timeline_content",
}  # fmt: skip
DESK_ONLY = {
    "doctype_js", "doctype_list_js", "doctype_tree_js", "doctype_calendar_js", "page_js",
    "app_include_js", "app_include_css", "app_include_icons", "web_include_js", "web_include_css",
    "webform_include_js", "webform_include_css", "website_theme_scss", "notification_config",
    "override_doctype_dashboards", "get_translated_dict", "sounds", "calendars",
}  # fmt: skip
ACCEPTED = DESCRIBING | SETTING_UP | RULING | RUNNING | SHOWING | DESK_ONLY


def get_installed_apps() -> list[str]:
    """The apps of this site in the order they were installed, the engine first."""
    known = memory(MEMORY)
    if "apps" not in known:
        db = getattr(local, "db", None)
        stored = db.get_global("installed_apps") if db is not None else None
        if stored is None:
            return [ENGINE_APP]
        known["apps"] = json.loads(stored)
    return list(known["apps"])


def set_installed_apps(apps: Iterable[str]) -> None:
    """Record which apps the site has."""
    local.db.set_global("installed_apps", json.dumps(list(apps)))
    clear_hooks()


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    """What all installed apps (or one) declare under `hook`, in install order.

    Single values become lists and dicts merge with lists as values; an unknown key answers `[]`,
    or `default`. Without `hook` the whole dict of them.
    """
    known = memory(MEMORY)
    key = app_name or "*"
    if key not in known.setdefault("hooks", {}):
        known["hooks"][key] = _merge([app_name] if app_name else get_installed_apps())
    merged = known["hooks"][key]
    if hook is None:
        return merged
    return merged.get(hook, [] if default is None else default)


def _merge(apps: Iterable[str]) -> _dict:
    merged = _dict()
    for app in apps:
        for key, value in declared_by(app).items():
            _append(merged, key, value)
    return merged


def _append(target: dict[str, Any], key: str, value: Any) -> None:
    if isinstance(value, dict):
        inner = target.setdefault(key, {})
        for name, part in value.items():
            _append(inner, name, part)
    else:
        target.setdefault(key, []).extend(value if isinstance(value, list) else [value])


def declared_by(app: str) -> dict[str, Any]:
    """The public names of the app's hooks module that are not modules, classes or functions."""
    module = get_module(hooks_module(app))
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and not callable(value)
    }


def hooks_module(app: str) -> str:
    """The dotted path of the app's hooks."""
    return f"{ENGINE_PACKAGE}.app_hooks" if app == ENGINE_APP else f"{app}.hooks"


def package_of(app: str) -> str:
    """The Python package with the app's files."""
    return ENGINE_PACKAGE if app == ENGINE_APP else app


def run_hooks(hook: str, *args: Any, **kwargs: Any) -> None:
    """Call every function declared under `hook`, in order."""
    for path in get_hooks(hook):
        get_attr(path)(*args, **kwargs)


def get_attr(method_string: str) -> Any:
    """The object at a dotted path. Raises AppNotInstalledError for an app the site lacks."""
    module, _dot, name = method_string.rpartition(".")
    app = method_string.split(".", 1)[0]
    if not module:
        throw(_("{0} is not a dotted path").format(method_string), AttributeError)
    known_apps = (ENGINE_APP, ENGINE_PACKAGE, *get_installed_apps())
    if app not in known_apps and not local.flags.in_install:
        throw(_("App {0} is not installed").format(app), AppNotInstalledError)
    return getattr(get_module(module), name)


def get_module(modulename: str) -> ModuleType:
    """The module at a dotted path."""
    return importlib.import_module(modulename)


def get_app_path(app_name: str, *joins: str) -> str:
    """The path of a file in the app's package."""
    return str(app_folder(app_name).joinpath(*joins))


def app_folder(app: str) -> Path:
    """The folder of the app's package. Raises ImportError when there is no such app."""
    found = importlib.util.find_spec(package_of(app))
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"App {app} is not importable from this environment")
    return Path(next(iter(found.submodule_search_locations)))


def get_module_list(app_name: str) -> list[str]:
    """The modules named in the app's modules.txt."""
    listed = app_folder(app_name) / "modules.txt"
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def get_module_app(module: str) -> str | None:
    """The installed app a module belongs to, None when there is none."""
    known = memory(MEMORY)
    if "modules" not in known:
        pairs = ((scrub(m), app) for app in get_installed_apps() for m in get_module_list(app))
        known["modules"] = dict(pairs)
    app: str | None = known["modules"].get(scrub(module))
    return app


def get_module_path(module: str, *joins: str) -> str:
    """The path of a file in the folder of a module."""
    return get_app_path(get_module_app(module) or ENGINE_APP, scrub(module), *joins)


def clear_hooks() -> None:
    """Read hooks, modules and translations again at the next use."""
    forget(MEMORY, translate.MEMORY)


def translation_files(lang: str) -> Iterator[Path]:
    """The csv files of a language: the engine's, then those of the apps."""
    for app in get_installed_apps():
        yield app_folder(app) / "translations" / f"{lang}.csv"


translate.files_of[:] = [translation_files]


def check_hooks(app: str) -> Iterator[Problem]:
    """What is wrong with an app's hooks.py."""
    declared = declared_by(app)
    for key in sorted(set(declared) - ACCEPTED):
        yield Problem(
            "hooks.E001",
            f"{hooks_module(app)} declares {key!r}, which the engine does not know.",
            hint="Correct the name; a constant of the module's own starts with an underscore.",
        )
    for key, path in _paths(declared):
        problem = _check_path(app, key, path)
        if problem:
            yield problem


def _paths(declared: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in sorted((SETTING_UP | RULING | RUNNING) & set(declared) - {"fixtures"}):
        for value in _leaves(declared[key]):
            if isinstance(value, str) and "." in value and " " not in value:
                yield key, value


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value


def _check_path(app: str, key: str, path: str) -> Problem | None:
    module, _dot, name = path.rpartition(".")
    look: Callable[[], Any] = lambda: getattr(get_module(module), name)  # noqa: E731 - typed for mypy
    try:
        look()
    except (ImportError, AttributeError):
        return Problem(
            "hooks.E002",
            f"{hooks_module(app)}: {key} names {path}, which cannot be imported.",
            hint="Correct the path or remove the entry.",
        )
    return None
