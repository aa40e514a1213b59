"""One act on several records of a list, with a result for each."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from werkzeug.wrappers import Response

from ..context import local
from ..deletion import delete_doc
from ..document import Document
from ..documents import get_doc
from ..errors import FrappeTypeError, NameError, PermissionError, ValidationError
from ..hooks import get_attr, get_hooks
from ..messages import clear_messages, throw
from ..meta import get_meta
from ..translate import _
from ..values import cstr
from ..workflow import MAX_BULK, apply_workflow
from .addresses import address
from .lists import Choice, bulk_acts, require_list
from .shell import reason_of, redirect, render, tell

# What refuses one record and leaves the others alone; anything else is a fault of the program.
REFUSALS = (ValidationError, PermissionError, NameError, FrappeTypeError)
_SAVEPOINT = "desk_one_of_many"
_BULK_METHOD = "frappe.model.workflow.bulk_workflow_approval"


class Result(NamedTuple):
    """What became of one record: `why` tells what refused it, empty when it was done."""

    name: str
    title: str
    why: str


def act(doctype: str) -> Response:
    """`POST /app/<doctype>/view/act`: ask whether to, then take `act` with the records `name`.

    Raises PermissionError when this user may not read any, ValidationError for an act that is not
    offered or too many records.
    """
    meta = get_meta(doctype)
    require_list(meta)
    form = local.request.form
    names, back = form.getlist("name"), _list_address(doctype, form.get("back", ""))
    if not names:
        tell(_("Choose at least one record first."), "warning")
        return redirect(back)
    chosen = _offered(doctype, form.get("act", ""))
    if len(names) > MAX_BULK:
        throw(_("At most {0} documents can be acted on at once").format(MAX_BULK), ValidationError)
    page = {"doctype": doctype, "back": back, "act": chosen, "crumbs": [(_(doctype), back)]}
    if form.get("sure") != "1":
        records = [(name, _title(doctype, name)) for name in names]
        given = form.get("back", "")
        return render("bulk_ask.html", {**page, "title": chosen.label, "records": records,
                                        "given": given})  # fmt: skip
    results = take(doctype, names, chosen.value)
    return render("bulk_done.html", {**page, "title": chosen.label, "results": results})


def take(doctype: str, names: list[str], act: str) -> list[Result]:
    """Take `delete` or `workflow:<action>` with each of these records.

    The workflow's acts go by way of an app's own method, where one overrides Frappe's.
    """
    kind, _colon, action = act.partition(":")
    overriding = get_hooks("override_whitelisted_methods", {}).get(_BULK_METHOD)
    if kind != "workflow" or not overriding:
        return [_one(doctype, name, _doing(act)) for name in names]
    titles = {name: _title(doctype, name) for name in names}
    told = get_attr(overriding[-1])(json.dumps(names), doctype, action)
    clear_messages()
    failed = dict(told["failed"])
    return [Result(name, titles[name], failed.get(name, "")) for name in names]


def _list_address(doctype: str, query: str) -> str:
    """The list with the question it had, written anew so that it is nothing but a question."""
    asked = urlencode(parse_qsl(query))
    return address(doctype) + (f"?{asked}" if asked else "")


def _offered(doctype: str, wanted: str) -> Choice:
    found = next((one for one in bulk_acts(get_meta(doctype)) if one.value == wanted), None)
    if found is None:
        throw(_("This cannot be done with several records."), ValidationError)
    return found


def _doing(act: str) -> Callable[[Document], Any]:
    kind, _colon, action = act.partition(":")
    if kind == "delete":
        return lambda doc: delete_doc(doc.doctype, doc.name)
    return lambda doc: apply_workflow(doc, action)


def _one(doctype: str, name: str, do: Callable[[Document], Any]) -> Result:
    title = _title(doctype, name)
    local.db.savepoint(_SAVEPOINT)
    try:
        doc = get_doc(doctype, name)
        doc.check_permission("read")
        do(doc)
    except REFUSALS as refusal:
        local.db.rollback(save_point=_SAVEPOINT)
        return Result(name, title, reason_of(refusal))
    local.db.release_savepoint(_SAVEPOINT)
    clear_messages()
    return Result(name, title, "")


def _title(doctype: str, name: str) -> str:
    """What a record is called; its name where this user may not read it or it is gone."""
    try:
        doc = get_doc(doctype, name)
        readable = doc.has_permission("read")
    except ValidationError:
        clear_messages()
        return name
    return cstr(doc.get(doc.meta.get_title_field()) or name) if readable else name
