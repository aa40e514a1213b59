"""The first page of the back office: what there is, by module."""

from itertools import groupby
from typing import Any

from werkzeug.wrappers import Response

from ..context import local
from ..permissions import has_permission
from ..translate import _
from ..values import _dict
from .shell import render


def show() -> Response:
    """`/app`: the DocTypes this user may read, those whose name has `q` when it is given."""
    wanted = (local.form_dict.get("q") or "").strip()
    found = [row for row in readable() if _meets(row, wanted)]
    modules = [
        (module, list(rows)) for module, rows in groupby(found, key=lambda row: row.module_label)
    ]
    context = {"title": _("Desk"), "modules": modules, "wanted": wanted}
    return render("home.html", context)


def readable() -> list[_dict]:
    """Name, label and module of every DocType this user may read, by module and label."""
    rows = local.db.sql(
        "SELECT name, module, issingle FROM tabDocType WHERE IFNULL(istable, 0) = 0", as_dict=True
    )
    for row in rows:
        row.label, row.module_label = _(row.name), _(row.module or "")
    seen = (row for row in rows if has_permission(row.name, "read"))
    return sorted(seen, key=_order)


def _order(row: Any) -> tuple[bool, str, str]:
    return row.module == "Core", row.module_label.casefold(), row.label.casefold()


def _meets(row: _dict, wanted: str) -> bool:
    words = f"{row.label} {row.name}".casefold()
    return all(word in words for word in wanted.casefold().split())
