"""The list of a DocType's records, drawn from its description."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from ..context import current_user, local
from ..errors import PageDoesNotExistError
from ..listing import get_list
from ..meta import Field, Meta, exists_doctype, get_meta
from ..permissions import has_permission, rights_of
from ..roles import get_roles
from ..translate import _
from ..values import _dict, cint, cstr
from ..workflow import path_of
from . import links
from .addresses import address
from .cells import Titles, titles_of
from .cells import show as shown
from .questions import OPERATORS, SIZES, Comparison, Question, read, state_field
from .shell import render

MOST_COLUMNS = 6
BLANK_ROWS = 1
# What would break a line of the table.
_NOT_IN_LISTS = ("Attach", "Attach Image", "JSON", "Signature", "Geolocation", "Color")


class Line(NamedTuple):
    """One record of a list: its name, what it is called, its cells, its last change.

    `code` is the name where people call the record something else.
    """

    name: str
    title: str
    code: str
    cells: list[str]
    modified: str


class Choice(NamedTuple):
    """One thing to do with several records."""

    value: str
    label: str


def show(doctype: str) -> Response:
    """`/app/<doctype>`: the list.

    Raises PermissionError when this user may read none, PageDoesNotExistError for rows and singles.
    """
    meta = get_meta(doctype)
    require_list(meta)
    question = read(doctype, local.request.args)
    return render("list.html", page_of(question))


def require_list(meta: Meta) -> None:
    """Raise PageDoesNotExistError for rows and singles, PermissionError for who may read none."""
    if meta.istable or meta.issingle:
        raise PageDoesNotExistError(_("There is no page at this address."))
    has_permission(meta.name, "read", throw=True)


def page_of(question: Question) -> dict[str, Any]:
    """What the page of a list is made of, in as many statements for many records as for few."""
    meta, columns = question.meta, columns_shown(question)
    rows, total = answer(question, columns), count(question)
    titles = titles_of(columns, rows)
    return {
        "title": _(meta.name),
        "crumbs": [(_(meta.module or ""), None)] if meta.module else [],
        "doctype": meta.name,
        "question": question,
        "columns": columns,
        "state": state_field(meta),
        "lines": [line(question, columns, row, titles) for row in rows],
        "total": total,
        "pages": max(1, -(-total // question.size)),
        "link": lambda **changes: address(meta.name, **question.query(**changes)),
        "boxes": [_box(question, df) for df in question.standard],
        "rows": [*question.comparisons, *[Comparison("", "eq")] * BLANK_ROWS],
        "operators": [(word, str(label)) for word, (label, _sql) in OPERATORS.items()],
        "sizes": SIZES,
        "acts": bulk_acts(meta),
        "rights": _rights(meta),
        "is_tree": meta.is_nested_set(),
        "may_rule": has_permission("Custom DocPerm", "write"),
        "back": urlencode(_given(question), doseq=True),
        "export": {
            kind: address(meta.name, None, "view/export", format=kind, **question.query(page=1))
            for kind in ("csv", "xlsx")
        },
    }


def _given(question: Question) -> dict[str, Any]:
    return {key: value for key, value in question.query().items() if value not in ("", [])}


def columns_shown(question: Question) -> list[Field]:
    """The columns between title and last change: the state first, then what the DocType lists."""
    state = state_field(question.meta)
    listed = [
        df.fieldname
        for df in question.fields.values()
        if df.in_list_view and df.fieldtype not in _NOT_IN_LISTS
    ]
    names = [name for name in (state, *listed) if name in question.fields]
    # The name, and the field that gives it, stand in the first column already.
    naming = (question.meta.autoname or "").removeprefix("field:")
    first = {"name", question.title_field, naming if question.title_field == "name" else ""}
    kept = [name for name in dict.fromkeys(names) if name not in first]
    return [question.fields[name] for name in kept[:MOST_COLUMNS]]


def answer(question: Question, columns: list[Field]) -> list[_dict]:
    """The records of the question's page that this user may see."""
    fields = ("name", question.title_field, "modified", *(df.fieldname for df in columns))
    found: list[_dict] = get_list(
        question.meta.name,
        list(dict.fromkeys(fields)),
        question.filters,
        question.or_filters,
        order_by=question.order_by,
        start=(question.page - 1) * question.size,
        limit=question.size,
    )
    return found


def count(question: Question) -> int:
    """How many records meet the question that this user may see."""
    rows = get_list(
        question.meta.name,
        ["count(name) as total"],
        question.filters,
        question.or_filters,
        order_by=None,
    )
    return cint(rows[0].total) if rows else 0


def line(question: Question, columns: list[Field], row: _dict, titles: Titles) -> Line:
    """A record as the list shows it."""
    title = cstr(row.get(question.title_field) or row.name)
    return Line(
        cstr(row.name),
        _(title) if title == cstr(row.name) else title,
        "" if title == cstr(row.name) else cstr(row.name),
        [shown(df, row.get(df.fieldname), titles) for df in columns],
        shown(question.fields["modified"], row.modified),
    )


def _box(question: Question, df: Field) -> _dict:
    """A standard filter: its field, what it is set to, what can be chosen (None: typed)."""
    options: list[tuple[str, str]] | None = None
    path = path_of(question.meta.name)
    if path and df.fieldname == path.state_field:
        options = [(state.name, _(state.name)) for state in path.states]
    elif df.fieldtype == "Select":
        options = [(one, _(one)) for one in df.select_options if one]
    elif df.fieldtype == "Check":
        options = [("1", _("Yes")), ("0", _("No"))]
    elif df.fieldtype == "Link" and exists_doctype(df.options):
        few = links.few(df.options)
        options = [(one.name, one.title) for one in few] if few else None
    given = question.given.get(df.fieldname, "")
    return _dict(name=df.fieldname, label=_(df.label or df.fieldname), given=given, choices=options)


def bulk_acts(meta: Meta) -> list[Choice]:
    """What this user may do with several records at once: the workflow's acts, deleting."""
    path, held = path_of(meta.name), set(get_roles())
    steps = path.transitions if path else ()
    actions = dict.fromkeys(step.action for step in steps if step.allowed in held)
    found = [Choice(f"workflow:{action}", _(action)) for action in actions]
    if has_permission(meta.name, "delete"):
        found.append(Choice("delete", _("Delete")))
    return found


def _rights(meta: Meta) -> _dict:
    held = rights_of(meta, current_user())
    return _dict({right: held.allow(right) for right in ("create", "export")})
