"""`/api`: whitelisted methods by their dotted path, records by their name."""

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from .asked import list_arguments, record_values, refusing
from .context import local
from .deletion import delete_doc
from .documents import get_doc
from .errors import DoesNotExistError, PermissionError, ValidationError
from .hooks import get_attr, get_hooks
from .listing import get_list, require_askable
from .meta import get_meta
from .permissions import has_permission
from .responses import build_response, json_response
from .translate import _
from .values import cint
from .whitelist import call_typed, is_valid_http_method, is_whitelisted, whitelist

BUILT_IN = {
    "login": "frappe_embedded.auth.login",
    "logout": "frappe_embedded.auth.logout",
    "upload_file": "frappe_embedded.uploads.upload_file",
    "download_file": "frappe_embedded.uploads.download_file",
    "ping": "frappe_embedded.api.ping",
    "frappe.ping": "frappe_embedded.api.ping",
    "version": "frappe_embedded.api.version",
}


def handle(path: str, method: str) -> Response:
    """Answer `/api/…`. Raises DoesNotExistError for an address there is none of."""
    parts = [part for part in path.strip("/").split("/")[1:] if part]
    if parts[:1] == ["v1"]:
        parts = parts[1:]
    if parts[:1] == ["method"] and len(parts) == 2:
        return call_method(parts[1])
    if parts[:1] == ["resource"] and len(parts) in (2, 3):
        return _resource(method, *parts[1:])
    raise DoesNotExistError(_("There is nothing at this address."))


# Methods


def call_method(name: str) -> Response:
    """Run a whitelisted function with the request's arguments; its result is the message."""
    overridden = get_hooks("override_whitelisted_methods", {}).get(name)
    function = _find_function((overridden or [BUILT_IN.get(name, name)])[-1])
    is_whitelisted(function)
    is_valid_http_method(function, local.request.method)
    local.form_dict.pop("cmd", None)
    result = call_typed(function, local.form_dict)
    if isinstance(result, Response):
        return result
    if result is not None:
        local.response["message"] = result
    return build_response("json")


def _find_function(path: str) -> Any:
    try:
        return get_attr(path)
    except (ImportError, AttributeError) as error:
        raise ValidationError(_("There is no method {0}.").format(path)) from error


@whitelist(allow_guest=True)
def ping() -> str:
    """`pong`."""
    return "pong"


@whitelist(allow_guest=True)
def version() -> str:
    """The version of Frappe whose behaviour the engine follows."""
    return "15.72.4"


# Records


def _resource(method: str, doctype: str, name: str | None = None) -> Response:
    _require_doctype(doctype)
    run_method = name and local.form_dict.pop("run_method", None)
    if name and run_method:
        return _run_method(doctype, name, run_method, method)
    table = ON_RECORD if name else ON_LIST
    act = table.get(method)
    if act is None:
        raise DoesNotExistError(_("There is nothing at this address."))
    return act(doctype, name) if name else act(doctype)


def _require_doctype(doctype: str) -> None:
    try:
        get_meta(doctype)
    except DoesNotExistError:
        if local.session.user == "Guest":
            raise PermissionError(_("You are not allowed to see this page.")) from None
        raise


def list_records(doctype: str) -> Response:
    """`GET /api/resource/<doctype>`: at most 20 rows unless `limit` says otherwise."""
    asked = list_arguments(local.form_dict)
    with refusing():
        require_askable(
            doctype, *(asked[key] for key in ("filters", "or_filters", "order_by", "group_by"))
        )
        rows = get_list(doctype, **asked)
    return json_response({"data": rows})


def create_record(doctype: str) -> Response:
    """`POST /api/resource/<doctype>`."""
    row = record_values(doctype, local.form_dict)
    row["doctype"] = doctype
    doc = get_doc(row)
    if row.get("name"):
        doc.flags.name_set = True
    return _with_messages({"data": doc.insert().as_dict()})


def read_record(doctype: str, name: str) -> Response:
    """`GET /api/resource/<doctype>/<name>`, without the fields this user may not read."""
    doc = _load(doctype, name, "read")
    doc.apply_fieldlevel_read_permissions()
    return json_response({"data": doc.as_dict()})


def update_record(doctype: str, name: str) -> Response:
    """`PUT`: lays the body over the record and saves; `modified` in it detects a stale copy."""
    changes = record_values(doctype, local.form_dict)
    doc = _load(doctype, name, "write")
    changes.pop("doctype", None)
    changes.pop("name", None)
    wanted = cint(changes.pop("docstatus", doc.docstatus))
    if "modified" in changes:
        doc.modified = changes.pop("modified")
    doc.update(changes)
    doc.docstatus = wanted
    return _with_messages({"data": doc.save().as_dict()})


def delete_record(doctype: str, name: str) -> Response:
    """`DELETE`: 202 when it is gone, 404 when it was not there."""
    delete_doc(doctype, name, ignore_missing=False)
    return json_response({"data": "ok"}, 202)


def _run_method(doctype: str, name: str, run_method: str, method: str) -> Response:
    doc = _load(doctype, name, "read" if method == "GET" else "write")
    function = getattr(doc, run_method, None)
    if not callable(function):
        raise ValidationError(_("There is no method {0}.").format(run_method))
    is_whitelisted(function)
    is_valid_http_method(function, method)
    return json_response({"data": call_typed(function, local.form_dict)})


def _load(doctype: str, name: str, ptype: str) -> Any:
    try:
        doc = get_doc(doctype, name)
    except DoesNotExistError:
        # Only who may read such records learns that there is none of this name.
        has_permission(doctype, ptype, throw=True)
        raise
    doc.check_permission(ptype)
    return doc


def _with_messages(body: dict[str, Any]) -> Response:
    local.response.update(body)
    return build_response("json")


ON_LIST: dict[str, Callable[..., Response]] = {"GET": list_records, "POST": create_record}
ON_RECORD: dict[str, Callable[..., Response]] = {
    "GET": read_record,
    "PUT": update_record,
    "DELETE": delete_record,
}
