"""Who may do what with a DocType: the rules in force, made the site's own, or the app's again."""

from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from ..context import local
from ..deletion import delete_doc
from ..documents import get_doc
from ..errors import PageDoesNotExistError
from ..meta import get_meta, stored_definition
from ..permissions import has_permission, rights
from ..translate import _
from ..values import cint, cstr
from .addresses import address
from .shell import redirect, render, tell

DOCTYPE = "Custom DocPerm"


class Rule(NamedTuple):
    """One rule as it is shown: `name` is the site's own row, empty for one the app ships."""

    name: str
    role: str
    level: int
    only_own: bool
    given: list[str]


def show(doctype: str) -> Response:
    """`/app/<doctype>/view/permissions`. Raises PermissionError for who may not write rules."""
    meta = _require(doctype)
    own = _own_rows(doctype)
    context = {
        "title": _("Permissions of {0}").format(_(doctype)),
        "crumbs": [(_(doctype), address(doctype))],
        "doctype": doctype,
        "is_own": bool(own),
        "rules": [_rule(row) for row in own or meta.permissions],
        "new_rule": address(DOCTYPE, "new", parent=doctype),
    }
    return render("rules.html", context)


def act(doctype: str) -> Response:
    """`POST` there: `act` is `copy` (the app's rules become the site's) or `reset` (back again)."""
    _require(doctype)
    wanted = local.request.form.get("act")
    if wanted == "copy":
        _copy(doctype)
    elif wanted == "reset":
        _reset(doctype)
    else:
        raise PageDoesNotExistError(_("There is no page at this address."))
    return redirect(address(doctype, None, "view/permissions"))


def _require(doctype: str) -> Any:
    meta = get_meta(doctype)
    has_permission(DOCTYPE, "write", throw=True)
    if meta.istable:
        raise PageDoesNotExistError(_("There is no page at this address."))
    return meta


def _own_rows(doctype: str) -> list[Any]:
    names = local.db.get_values(DOCTYPE, {"parent": doctype}, "name", pluck=True)
    docs = [get_doc(DOCTYPE, name) for name in names]
    return sorted(docs, key=lambda doc: (cint(doc.permlevel), _(doc.role).casefold()))


def _rule(row: Any) -> Rule:
    given = [_(right) for right in rights if cint(row.get(right))]
    own_name = cstr(row.get("name")) if row.get("doctype") == DOCTYPE else ""
    return Rule(own_name, _(row.role), cint(row.permlevel), bool(cint(row.if_owner)), given)


def _copy(doctype: str) -> None:
    if _own_rows(doctype):
        return
    keys = ("role", "permlevel", "if_owner", *rights)
    for row in (stored_definition(doctype) or {}).get("permissions") or ():
        values = {key: row[key] for key in keys if row.get(key)}
        doc = get_doc({"doctype": DOCTYPE, "parent": doctype, **values})
        # The app's rules are taken as they are, whatever they leave out.
        doc.flags.ignore_validate = True
        doc.insert()
    tell(_("The rules are now the site's own and can be changed one by one."))


def _reset(doctype: str) -> None:
    for doc in _own_rows(doctype):
        # By its name: the right called `delete` stands where the method would be.
        delete_doc(DOCTYPE, doc.name)
    tell(_("The rules of the app count again."))
