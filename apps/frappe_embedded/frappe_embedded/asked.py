"""What a request asks of lists and gives for records: what cannot be understood is refused.

Code that asks wrongly finds its fault in a traceback; whoever asks from outside gets a sentence.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .context import local
from .errors import DatabaseError, DataError, ProgrammingError
from .filters import conditions
from .messages import throw
from .meta import get_meta
from .translate import _
from .values import parse_json

PAGE_LENGTH = 20
MAX_COUNT = 2**31
# MariaDB's numbers for questions that make no sense: columns, groups, functions, numbers and dates.
_FAULTS = frozenset((
    1052, 1054, 1055, 1056, 1064, 1111, 1140, 1210, 1241, 1247, 1264, 1292, 1305, 1366, 1525,
    1582, 1583, 1690, 4078, 4079,
))  # fmt: skip
_OWN = frozenset(("csrf_token", "flags"))
_SEVERAL = frozenset(("in", "not in", "between"))
_EVENT = re.compile(r"(before|on|after)_\w+|validate|autoname")

log = logging.getLogger("frappe_embedded.api")


def list_arguments(form: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `get_list` as `GET /api/resource/<doctype>` has them. Raises DataError."""
    length = form.get("limit_page_length") or form.get("limit")
    return {
        "fields": _json(form, "fields", (list, str, Mapping)) or ["name"],
        "filters": _filters(form, "filters", (list, str, int, Mapping)),
        "or_filters": _filters(form, "or_filters", (list, Mapping)),
        "order_by": _text(form, "order_by"),
        "group_by": _text(form, "group_by"),
        "limit_start": _count("limit_start", form.get("limit_start") or 0),
        "limit_page_length": PAGE_LENGTH if length is None else _count("limit", length),
        "as_list": str(form.get("as_dict", "1")).lower() in ("0", "false"),
    }


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what goes wrong because a list was asked for wrongly into DataError."""
    try:
        yield
    except (TypeError, ValueError, OverflowError, RecursionError) as fault:
        _refuse_list(fault)
    except DatabaseError as fault:
        if fault.code not in _FAULTS and not isinstance(fault, ProgrammingError):
            raise
        _refuse_list(fault)


def record_values(doctype: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record in a request's body, or in its `data`. Raises DataError."""
    row = form.get("data")
    given = form if not isinstance(row, str) else _object(row)
    # What begins with a line the framework writes: who is assigned, the last comments, its marks.
    values = {key: given[key] for key in given if not key.startswith("_") and key not in _OWN}
    if not isinstance(values.get("name"), str | int | None):
        throw(_("{0} cannot be used here").format("name"), DataError)
    meta = get_meta(doctype)
    for key in values:
        if key in meta.child_doctypes:
            _require_rows(key, values[key])
        elif _EVENT.fullmatch(str(key)) and key not in meta.valid_columns:
            throw(_("{0} cannot be used here").format(key), DataError)
    return values


def _require_rows(key: str, rows: Any) -> None:
    if rows and not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        throw(_("{0} takes a list of rows").format(key), DataError)


def _object(text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text))
    except (ValueError, TypeError, RecursionError) as fault:
        raise DataError(_("The body of the request is not JSON.")) from fault


def _json(form: Mapping[str, Any], key: str, kinds: tuple[Any, ...]) -> Any:
    try:
        value = parse_json(form.get(key) or None)
    except (ValueError, RecursionError):
        throw(_("{0} is not JSON").format(key), DataError)
    if value is not None and not isinstance(value, kinds):
        throw(_("{0} cannot be used here").format(key), DataError)
    return value


def _filters(form: Mapping[str, Any], key: str, kinds: tuple[Any, ...]) -> Any:
    # MariaDB's library does not survive a comparison of one value with several.
    asked = _json(form, key, kinds)
    with refusing():
        for one in conditions(asked, ""):
            if isinstance(one.value, list | Mapping) and one.operator not in _SEVERAL:
                throw(_("{0} cannot be used here").format(key), DataError)
    return asked


def _text(form: Mapping[str, Any], key: str) -> str | None:
    value = form.get(key)
    if not isinstance(value, str | None):
        throw(_("{0} cannot be used here").format(key), DataError)
    return value


def _count(key: str, value: Any) -> int:
    try:
        count = int(value)
    except (TypeError, ValueError, OverflowError):
        count = -1
    if not 0 <= count < MAX_COUNT:
        throw(_("{0} is not a number of rows").format(key), DataError)
    return count


def _refuse_list(fault: Exception) -> None:
    log.info("A list was asked for wrongly", exc_info=True)
    local.flags.disable_traceback = True
    message = _("This list cannot be read. Check its fields, filters, order and limit.")
    if isinstance(fault, DatabaseError) and fault.code == 1054:
        message = f"{message} {fault.args[-1]}"
    try:
        throw(message, DataError)
    except DataError as refusal:
        raise refusal from fault
