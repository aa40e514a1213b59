"""What every page of the staff area starts with."""

from urllib.parse import quote

import frappe
from frappe import _

from govplan.organisation.holders import Holding, holdings
from govplan.staff import notices

_EVERYBODY: frozenset[str] = frozenset()
_READ_REPORTS = frozenset(
    {"Director", "Coordinator", "Mayor", "Planner", "Transparency Officer", "Auditor"}
)

Page = tuple[str, str, frozenset[str]]
# Sections of one page or several, shown as tabs: address, title, posts that see it (none named:
# everybody).
_SECTIONS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (
        "Home",
        (("/gestion", "Home", _EVERYBODY), ("/gestion/avisos", "Notices", _EVERYBODY)),
    ),
    ("My month", (("/gestion/mi-mes", "My month", frozenset({"Director"})),)),
    ("Inbox", (("/gestion/bandeja", "Inbox", frozenset({"Coordinator", "Mayor"})),)),
    (
        "Follow-up",
        (
            ("/gestion/tablero", "Board", _READ_REPORTS),
            ("/gestion/calendario", "Calendar", _EVERYBODY),
        ),
    ),
    (
        "Planning",
        (
            ("/gestion/planes", "Plans", _EVERYBODY),
            ("/gestion/poa", "Annual plans", _READ_REPORTS),
            ("/gestion/presupuesto", "Programme budget", _READ_REPORTS),
            ("/gestion/indicadores", "Indicators", _EVERYBODY),
            ("/gestion/indicadores-sin-titular", "Without an owner", _READ_REPORTS),
            ("/gestion/cargas", "Load and unload", frozenset({"Planner", "Auditor"})),
            ("/gestion/informes", "Annual reports", _EVERYBODY),
        ),
    ),
    (
        "Organisation",
        (
            ("/gestion/organizacion", "Organisation", _EVERYBODY),
            ("/gestion/firmas", "Signatures", _EVERYBODY),
            ("/gestion/territorio", "Territory and holidays", frozenset({"Planner"})),
            ("/gestion/clases", "Kinds and families", frozenset({"Planner"})),
            ("/gestion/medidas", "Measures and groups", frozenset({"Planner"})),
        ),
    ),
    (
        "Participation",
        (
            ("/gestion/eventos", "Events", _EVERYBODY),
            ("/gestion/acuerdos", "Agreements", _EVERYBODY),
        ),
    ),
    (
        "Publications",
        (
            (
                "/gestion/publicaciones",
                "Publications",
                frozenset({"Transparency Officer", "Planner", "Auditor"}),
            ),
        ),
    ),
    ("Desk", (("/app", "Desk", frozenset({"Planner"})),)),
)
# Pages that no menu names, each under the one whose list leads to it.
_UNDER = {"/gestion/unidades/": "/gestion/organizacion"}


def open_page(context, title: str) -> None:
    """Title, user, navigation and CSRF token; a guest is sent to log in and back."""
    require_login()
    held = holdings()
    posts = {holding.post for holding in held}
    context.title = title
    context.no_cache = 1
    context.posts = posts
    context.csrf_token = frappe.sessions.get_csrf_token()
    context.staff_nav, context.tabs = _navigation(posts, frappe.request.path)
    context.who = frappe._dict(name=frappe.utils.get_fullname(), capacity=_capacity(held))
    # Asked by the page when it is drawn: a form that was sent is answered with a redirect.
    context.count_unread = notices.count_unread
    context.done = frappe.form_dict.get("hecho")
    # What `refusals.handle` fills when a form of the page is refused.
    context.faults, context.fault_at, context.typed = [], {}, False


def require_login() -> None:
    """Send a guest to log in and back; said before whether the record asked for exists."""
    if frappe.session.user == "Guest":
        redirect("/login?redirect-to=" + quote(frappe.request.full_path.rstrip("?")))


def redirect(address: str) -> None:
    """Answers 303 with that address; what was saved stays saved. Always raises."""
    frappe.local.flags.redirect_location = address
    raise frappe.Redirect(303)


def is_post() -> bool:
    """Whether the page's own form was sent."""
    return frappe.request.method == "POST"


def _navigation(posts: set[str], path: str) -> tuple[list, list]:
    """The sections as (address, title, is current) and the pages of the current one, likewise."""
    sections, tabs = [], []
    for title, every in _SECTIONS:
        pages = [page for page in every if _sees(posts, page[2])]
        if not pages:
            continue
        links = [(address, _(text), _is_at(path, address)) for address, text, _seen_by in pages]
        current = any(here for _address, _text, here in links)
        sections.append((pages[0][0], _(title), current))
        if current:
            tabs = links
    return sections, tabs if len(tabs) > 1 else []


def _is_at(path: str, address: str) -> bool:
    if address == "/gestion":
        return path.rstrip("/") == address
    if any(path.startswith(page) and address == menu for page, menu in _UNDER.items()):
        return True
    return path == address or path.startswith(f"{address}/")


def _sees(posts: set[str], seen_by: frozenset[str]) -> bool:
    # The administrator holds no post and sets everything up, so sees everything.
    return not seen_by or bool(posts & seen_by) or frappe.session.user == "Administrator"


def _capacity(held: list) -> str:
    if not held:
        return ""
    first = held[0]
    text = first.post_title or _post_and_unit(first)
    return text if first.capacity == "Titular" else f"{text} ({_(first.capacity)})"


def _post_and_unit(holding: Holding) -> str:
    unit = frappe.get_cached_value("Gov Unit", holding.unit, "unit_name")
    return _("{0}, {1}", context="post, unit").format(_(holding.post), unit)
