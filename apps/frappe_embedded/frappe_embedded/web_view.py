"""Records with an address of their own: DocTypes with `has_web_view` and their pages."""

from collections.abc import Iterator
from typing import Any

from .cache import memory
from .context import local
from .document import Document
from .documents import get_doc
from .errors import PageDoesNotExistError, PermissionError
from .hooks import get_attr, get_hooks, get_module_app
from .listing import get_all
from .meta import Meta, get_meta
from .pages import Rendered, base_context, finish_context, put_csrf_token
from .templates import get_template, render
from .text import scrub, slug
from .translate import _
from .values import cint


class WebsiteGenerator(Document):
    """A record that is a page. Needs the fields `route` and the one `is_published_field` names."""

    website: dict[str, Any] = {}
    route: str | None

    def validate(self) -> None:
        """Give the record its address."""
        self.set_route()

    def set_route(self) -> None:
        """`<route of the DocType>/<title>`, once; only for records that are published."""
        if not self.route and self.is_website_published():
            title = self.get(self.meta.title_field or "title") or self.name
            self.route = "/".join(part for part in (self.meta.route, slug(str(title))) if part)
        self.route = (self.route or "").strip("/.")[:139]

    def is_website_published(self) -> bool:
        """True when the public may know of the record."""
        field = self.meta.is_published_field
        return bool(cint(self.get(field))) if field else True

    def get_context(self, context: Any) -> Any:
        """Add to what the page is given. For subclasses."""


def find_document(path: str, endpoint: str) -> tuple[str, str] | None:
    """`(DocType, name)` of the published record at this route; None when there is none."""
    for doctype in _doctypes():
        meta = get_meta(doctype)
        filters = {"route": path}
        if meta.is_published_field:
            filters[meta.is_published_field] = "1"
        name = local.db.get_value(doctype, filters)
        if name:
            return doctype, name
    return None


def _doctypes() -> list[str]:
    known = memory("web views")
    if "doctypes" not in known:
        query = "select name from tabDocType where has_web_view = 1 order by name"
        known["doctypes"] = local.db.sql_list(query)
    found: list[str] = known["doctypes"]
    return found


def published_routes() -> Iterator[tuple[str, Any]]:
    """Route and time of change of every record guests may see."""
    for doctype in _doctypes():
        meta = get_meta(doctype)
        if cint(meta.allow_guest_to_view):
            filters: dict[str, Any] = {"route": ("is", "set")}
            if meta.is_published_field:
                filters[meta.is_published_field] = 1
            for row in get_all(doctype, filters=filters, fields=["route", "modified"]):
                yield row.route, row.modified


def render_document(found: tuple[str, str], endpoint: str) -> Rendered:
    """The page of a record. Raises PermissionError when this reader may not see it."""
    doc = get_doc(*found)
    meta = doc.meta
    if not (cint(meta.allow_guest_to_view) or _may_read(doc)):
        raise PermissionError(_("You are not allowed to see this page."))
    context = base_context(endpoint)
    context.update(doc=doc, title=doc.get(meta.title_field or "title") or doc.name, route=doc.route)
    context.update(doc.as_dict(convert_dates_to_str=False))
    made = doc.run_method("get_context", context)
    context.update(made or {})
    finish_context(context)
    html = render(get_template(context.template or _template_of(meta)), context)
    return Rendered(put_csrf_token(html), 200, "text/html", cacheable=False)


def _may_read(doc: Any) -> bool:
    return bool(doc.has_permission("read")) or has_website_permission(doc)


def has_website_permission(doc: Any, ptype: str = "read", user: str | None = None) -> bool:
    """Whether the hooks of the DocType let a website user at the record; False without a hook."""
    user = user or local.session.user
    own = getattr(doc, "has_website_permission", None)
    if own is not None:
        return bool(own(ptype, user, verbose=False))
    paths = get_hooks("has_website_permission", {}).get(doc.doctype, [])
    return bool(paths) and all(get_attr(path)(doc, ptype, user, verbose=False) for path in paths)


def _template_of(meta: Meta) -> str:
    app, module, name = get_module_app(meta.module), scrub(meta.module), scrub(meta.name)
    if app is None:
        raise PageDoesNotExistError(_("There is no page at this address."))
    return f"{app}/{module}/doctype/{name}/templates/{name}.html"
