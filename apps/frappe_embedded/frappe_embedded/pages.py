"""A page: its file, its module's `get_context`, its front matter, and what every page is given."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from .address import get_url
from .cache import memory
from .context import local
from .deferred import later
from .hooks import get_attr, get_hooks, get_module
from .routing import PageFile, all_pages
from .sessions import GUEST
from .templates import compile_source, get_template, markdown_to_html, render
from .text import escape_html
from .values import _dict, cint

MODULE_PROPERTIES = ("base_template_path", "template", "no_cache", "sitemap", "condition_field")
DEFAULT_BASE = "templates/base.html"
read_yaml = later("yaml.safe_load")
CSRF_MARK = "<!-- csrf_token -->"

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*\n(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"<h1[^>]*>([^<]*)", re.IGNORECASE)
_EXTENDS = re.compile(r"{%-?\s*extends\b")


@dataclass(frozen=True)
class Source:
    """The text of a page after its front matter is taken off and Markdown is turned into HTML."""

    text: str
    attributes: dict[str, Any]
    heading: str | None
    changed: int

    @property
    def is_complete(self) -> bool:
        """True when the page brings its own frame."""
        return bool(_EXTENDS.search(self.text)) or "</body>" in self.text


@dataclass
class Rendered:
    """What came out, and how it may be answered."""

    html: str
    status: int
    mimetype: str
    cacheable: bool

    @cached_property
    def body(self) -> bytes:
        """What is sent."""
        return self.html.encode("utf-8")


def render_page(page: PageFile, endpoint: str, status: int = 200, **given: Any) -> Rendered:
    """Run the page's module and render its template. `given` is put into the context first."""
    context = base_context(endpoint)
    context.update(given)
    _describe_page(context, page)
    if page.module:
        _run_module(get_module(page.module), context)
    source = read_source(page)
    context.update(source.attributes)
    finish_context(context, source.heading)
    html = put_csrf_token(render(_template(page, source, context), context))
    answer = cint(context.http_status_code) or status
    cacheable = answer == 200 and not (context.no_cache or getattr(local, "no_cache", False))
    return Rendered(html, answer, page.mimetype, cacheable)


def base_context(endpoint: str) -> _dict:
    """What a page knows before its own module speaks: Website Settings, configuration, its path."""
    context = _dict(website_settings())
    context.update(local.conf.get("website_context") or {})
    for key, values in get_hooks("website_context", {}).items():
        context[key] = values[-1]
    context.update(path=endpoint, route=endpoint, pathname=getattr(local, "path", endpoint))
    return context


def website_settings() -> dict[str, Any]:
    """The fields of Website Settings."""
    stored = local.db.get_singles_dict("Website Settings", cast=True)
    internal = ("doctype", "name", "owner", "creation", "modified", "modified_by", "idx")
    return {key: value for key, value in stored.items() if key not in internal}


def _describe_page(context: _dict, page: PageFile) -> None:
    base = str(page.path.with_suffix(""))
    context.update(
        basename=base,
        basepath=str(page.path.parent),
        name=page.path.stem,
        template=page.template,
        base_template=base_template_of(context.path),
        developer_mode=local.conf.get("developer_mode"),
    )


def base_template_of(path: str) -> str | None:
    """The frame `base_template_map` names for a path, None when no pattern fits."""
    found = None
    for pattern, templates in get_hooks("base_template_map", {}).items():
        if re.match(pattern, path):
            found = templates[-1]
    return found


def _run_module(module: ModuleType, context: _dict) -> None:
    for name in MODULE_PROPERTIES:
        if hasattr(module, name):
            context[name] = getattr(module, name)
    get_context = getattr(module, "get_context", None)
    if get_context is None:
        return
    takes_context = bool(inspect.signature(get_context).parameters)
    made = get_context(context) if takes_context else get_context()
    if made:
        context.update(made)


def read_source(page: PageFile) -> Source:
    """The text of a page and its front matter, read again only when the file changed."""
    known = memory("page sources")
    changed = page.path.stat().st_mtime_ns
    source = known.get(page.path)
    if source is None or source.changed != changed:
        source = known[page.path] = _read_source(page, changed)
    found: Source = source
    return found


def _read_source(page: PageFile, changed: int) -> Source:
    text = page.path.read_text("utf-8")
    attributes: Any = {}
    found = _FRONT_MATTER.match(text) if page.path.suffix in (".html", ".md") else None
    if found:
        attributes, text = read_yaml(found.group(1)) or {}, found.group(2)
    if page.path.suffix == ".md":
        text = f'<div class="from-markdown">{markdown_to_html(text)}</div>'
    heading = _HEADING.search(text)
    return Source(text, dict(attributes), heading.group(1).strip() if heading else None, changed)


def listed_pages() -> Iterator[str]:
    """The endpoints of pages that set `sitemap` in their module or front matter."""
    for endpoint, page in sorted(all_pages().items()):
        if not page.is_template or endpoint.endswith("/index"):
            continue
        wanted = read_source(page).attributes.get("sitemap")
        if wanted is None and page.module:
            wanted = getattr(get_module(page.module), "sitemap", 0)
        if cint(wanted):
            yield "" if endpoint == "index" else endpoint


def finish_context(context: _dict, heading: str | None = None) -> None:
    """Add what the frame needs: user, title, meta tags, base template, what the hooks add."""
    if not context.title:
        context.title = heading or str(context.path).rsplit("/", 1)[-1].replace("-", " ").title()
    if context.title_prefix and not context.title.startswith(context.title_prefix):
        context.title = f"{context.title_prefix} - {context.title}"
    _add_user(context)
    context.metatags = _metatags(context)
    bases = get_hooks("base_template")
    context.base_template_path = context.base_template_path or (
        bases[-1] if bases else DEFAULT_BASE
    )
    for path in get_hooks("update_website_context"):
        context.update(get_attr(path)(context) or {})
    context.update(local.response.get("context") or {})
    context.canonical = get_url(escape_html(str(context.path)))


def _add_user(context: _dict) -> None:
    context.user = local.session.user
    context.fullname = context.user
    if context.user != GUEST:
        fields = ["full_name", "user_image"]
        stored = local.db.get_value("User", context.user, fields, as_dict=True) or _dict()
        context.update(fullname=stored.full_name or context.user, user_image=stored.user_image)


def _metatags(context: _dict) -> _dict:
    tags = _dict(context.metatags or {})
    tags.setdefault("title", context.title)
    if context.description:
        tags.setdefault("description", context.description)
    return tags


def _template(page: PageFile, source: Source, context: _dict) -> Any:
    chosen = context.template
    if chosen and chosen != page.template:
        return get_template(chosen)
    if context.base_template and not source.is_complete:
        frame = f'{{% extends "{context.base_template}" %}}{{% block page_content %}}'
        return compile_source(f"{frame}{source.text}{{% endblock %}}", safe_render=False)
    if source.attributes or page.path.suffix == ".md":
        return compile_source(source.text, safe_render=False)
    return get_template(page.template)


def put_csrf_token(html: str) -> str:
    """The page with its mark replaced by the session's token, for scripts to read.

    A meta tag, not a script as in Frappe: the pages of the engine carry no inline scripts.
    """
    if CSRF_MARK not in html:
        return html
    token = local.session.data.csrf_token
    tag = f'<meta name="csrf-token" content="{escape_html(token)}">' if token else ""
    return html.replace(CSRF_MARK, tag)
