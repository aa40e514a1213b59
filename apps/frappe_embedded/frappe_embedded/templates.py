"""Jinja as Frappe's templates expect it: sandboxed, not escaping by itself, compiled once."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FunctionType, ModuleType, NoneType, SimpleNamespace
from typing import Any

from jinja2 import BaseLoader, DebugUndefined, Environment, Template
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path
from jinja2.sandbox import SandboxedEnvironment

from . import context, dates, formats, text, values
from .address import get_url
from .cache import memory
from .deferred import later
from .documents import get_cached_doc, get_cached_value, get_doc
from .errors import PermissionError
from .hooks import app_folder, get_attr, get_hooks, get_installed_apps, get_module
from .listing import get_all, get_list
from .messages import throw
from .meta import get_meta
from .translate import _
from .values import as_json

MEMORY = "templates"
markdown = later("markdown.markdown")
PATH_ENDINGS = (".html", ".md", ".txt", ".xml", ".css", ".js", ".json")
MAX_KEPT = 400

_NOT_CELLS = frozenset(dir(values._dict))
_PLAIN = frozenset((str, int, float, bool, NoneType, date, datetime, timedelta))


class AppLoader(BaseLoader):
    """Finds a template in the app its path starts with, else in the last app that has it."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = find_template(template)
        if path is None:
            raise TemplateNotFound(template)
        changed = path.stat().st_mtime_ns
        return path.read_text("utf-8"), str(path), lambda: path.stat().st_mtime_ns == changed


def find_template(name: str) -> Path | None:
    """The file of a template, `app/folder/file` or relative to an app; None when there is none."""
    parts = split_template_path(name)
    apps = get_installed_apps()
    if parts and parts[0] in apps:
        path = app_folder(parts[0]).joinpath(*parts[1:])
        if path.is_file():
            return path
    paths = (app_folder(app).joinpath(*parts) for app in reversed(apps))
    return next((path for path in paths if path.is_file()), None)


class AppEnvironment(SandboxedEnvironment):
    """The sandbox, with a file's template compiled once for all requests of a site."""

    def __init__(self, auto_reload: bool) -> None:
        super().__init__(
            loader=AppLoader(),
            undefined=DebugUndefined,
            autoescape=False,  # as Frappe; templates escape every value themselves
            auto_reload=auto_reload,
            cache_size=MAX_KEPT,
        )

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Like the sandbox; the cells of a row, most of what tables show, without its questions."""
        if type(obj) is values._dict:
            cell = obj.get(attribute)
            if type(cell) in _PLAIN and attribute not in _NOT_CELLS and attribute[0] != "_":
                return cell
        return super().getattr(obj, attribute)


def get_jenv() -> Environment:
    """The environment of the open site."""
    known = memory(MEMORY)
    if "environment" not in known:
        environment = AppEnvironment(auto_reload=bool(context.conf.get("developer_mode")))
        environment.globals.update(template_globals())
        environment.filters.update(FILTERS)
        _add_from_hooks(environment)
        known["environment"] = environment
    found: Environment = known["environment"]
    return found


def _add_from_hooks(environment: Environment) -> None:
    hooks = get_hooks("jinja", {})
    environment.globals.update(_functions(hooks.get("methods", ())))
    environment.filters.update(_functions(hooks.get("filters", ())))


def _functions(paths: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in paths:
        name, _colon, target = path.partition(":")
        found.update({name: get_attr(target)} if target else _function_or_module(path))
    return found


def _function_or_module(path: str) -> dict[str, Any]:
    try:
        module = get_module(path)
    except ModuleNotFoundError:
        return {path.rpartition(".")[2]: get_attr(path)}
    return _public_functions(module)


def _public_functions(module: ModuleType) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and not name.startswith("_")
    }


def get_template(path: str) -> Template:
    """The compiled template of a file. Raises TemplateNotFound; ValidationError for bad syntax."""
    try:
        return get_jenv().get_template(path)
    except TemplateSyntaxError as error:
        _refuse(error)
        raise


def compile_source(source: str, safe_render: bool = True) -> Template:
    """The compiled template of a text. Raises ValidationError for bad syntax or for `.__`."""
    known = memory("compiled templates")
    if source not in known:
        if safe_render and ".__" in source:
            throw(_("Illegal template"))
        if len(known) >= MAX_KEPT:
            known.clear()
        try:
            known[source] = get_jenv().from_string(source)
        except TemplateSyntaxError as error:
            _refuse(error)
    compiled: Template = known[source]
    return compiled


def render_template(
    template: str,
    context: Mapping[str, Any] | None = None,
    is_path: bool | None = None,
    safe_render: bool = True,
) -> str:
    """The text a template gives with `context`. `template` is a path when it ends like one."""
    if not template:
        return ""
    if is_path or (is_path is None and looks_like_path(template)):
        compiled = get_template(template)
    else:
        compiled = compile_source(template, safe_render)
    return render(compiled, context or {})


def render(template: Template, context: Mapping[str, Any]) -> str:
    """The text of a compiled template. Raises ValidationError for what the template does wrong."""
    try:
        return template.render(context)
    except TemplateError as error:
        throw(_("Template {0}: {1}").format(template.name or _("text"), error.message))


def looks_like_path(template: str) -> bool:
    """True for one line that ends as file names do."""
    return "\n" not in template and template.endswith(PATH_ENDINGS)


def _refuse(error: TemplateSyntaxError) -> None:
    where = f"{error.filename or error.name or _('text')}:{error.lineno}"
    throw(_("Syntax error in template {0}: {1}").format(where, error.message))


def markdown_to_html(source: str) -> str:
    """Markdown with tables, fenced code and footnotes as HTML."""
    extensions = ["extra", "sane_lists", "toc"]
    return str(markdown(source or "", extensions=extensions))


def read_only_sql(query: str, *args: Any, **kwargs: Any) -> Any:
    """`frappe.db.sql` for templates: SELECT only."""
    if not str(query).strip().lower().startswith(("select", "with", "explain")):
        throw(_("Templates may only read."), PermissionError)
    return context.db.sql(query, *args, **kwargs)


def template_globals() -> dict[str, Any]:
    """What every template can use besides its context."""
    return {
        "frappe": _frappe_in_templates(),
        "_": _,
        "dict": dict,
        "scrub": text.scrub,
        "get_url": get_url,
    }


def _frappe_in_templates() -> SimpleNamespace:
    utilities: dict[str, Any] = {}
    for module in (text, values, dates, formats):
        utilities.update(_public_functions(module))
    return SimpleNamespace(
        _=_,
        _dict=values._dict,
        as_json=as_json,
        db=_DatabaseInTemplates(),
        flags=context.flags,
        form_dict=context.form_dict,
        format=formats.format_value,
        format_value=formats.format_value,
        get_all=get_all,
        get_cached_doc=get_cached_doc,
        get_cached_value=get_cached_value,
        get_doc=get_doc,
        get_list=get_list,
        get_meta=get_meta,
        get_url=get_url,
        lang=context.lang,
        render_template=render_template,
        request=context.request,
        session=context.session,
        utils=SimpleNamespace(**utilities, get_url=get_url),
    )


class _DatabaseInTemplates:
    """`frappe.db` as templates see it: reading only."""

    sql = staticmethod(read_only_sql)
    get_list = staticmethod(get_list)
    get_all = staticmethod(get_all)

    def __getattr__(self, name: str) -> Any:
        if name not in (
            "get_value",
            "get_single_value",
            "get_default",
            "exists",
            "count",
            "escape",
        ):
            raise AttributeError(name)
        return getattr(context.db, name)


def abs_url(path: str) -> str:
    """`path` from the root of the site."""
    absolute = path.startswith(("/", "http://", "https://", "#", "mailto:", "data:"))
    return path if absolute or not path else f"/{path}"


FILTERS: dict[str, Callable[..., Any]] = {
    "json": as_json,
    "len": len,
    "int": values.cint,
    "str": values.cstr,
    "flt": formats.flt,
    "markdown": markdown_to_html,
    "abs_url": abs_url,
}
