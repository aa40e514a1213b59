"""What the user is told: messages collected for the answer, and errors that stop the work."""

from typing import Any, NoReturn

from .context import local
from .errors import ValidationError
from .text import generate_hash
from .values import _dict


def msgprint(
    msg: Any,
    title: str | None = None,
    raise_exception: type[Exception] | Exception | bool = False,
    as_table: bool = False,
    as_list: bool = False,
    indicator: str | None = None,
    alert: bool = False,
    primary_action: Any = None,
    is_minimizable: bool = False,
    wide: bool = False,
    *,
    realtime: bool = False,
) -> None:
    """Add a message to this request's answer; with `raise_exception` also stop with that error.

    While `frappe.flags.mute_messages` is set nothing is collected, but errors are still raised.
    """
    text = msg if isinstance(msg, str) or as_table or as_list else str(msg)
    error = _as_error(raise_exception, text)
    if not local.flags.mute_messages:
        told = _dict(message=text, title=title or "Message", indicator=indicator)
        told.update({key: 1 for key, on in _switches(locals()).items() if on})
        if primary_action:
            told.primary_action = primary_action
        if error is not None:
            told.update(
                indicator=indicator or "red", raise_exception=1, __frappe_exc_id=_mark(error)
            )
        local.message_log.append(_dict((k, v) for k, v in told.items() if v is not None))
    if error is not None:
        raise error


def throw(
    msg: Any,
    exc: type[Exception] | Exception = ValidationError,
    title: str | None = None,
    is_minimizable: bool = False,
    wide: bool = False,
    as_list: bool = False,
    primary_action: Any = None,
) -> NoReturn:
    """Tell the user `msg` and raise `exc` (a class or an instance)."""
    error = exc if isinstance(exc, Exception) else exc(msg)
    msgprint(
        msg,
        title=title,
        raise_exception=error,
        indicator="red",
        is_minimizable=is_minimizable,
        wide=wide,
        as_list=as_list,
        primary_action=primary_action,
    )
    raise error


def clear_messages() -> None:
    """Forget the messages collected so far."""
    local.message_log = []


def clear_last_message() -> None:
    """Forget the last message."""
    if local.message_log:
        local.message_log = local.message_log[:-1]


def get_message_log() -> list[_dict]:
    """The messages collected so far."""
    return list(local.message_log)


def _as_error(wanted: type[Exception] | Exception | bool, text: Any) -> Exception | None:
    if isinstance(wanted, Exception):
        return wanted
    if isinstance(wanted, type):
        return wanted(text)
    return ValidationError(text) if wanted else None


def _switches(given: dict[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in ("as_table", "as_list", "alert", "is_minimizable", "wide")}


def _mark(error: Exception) -> str:
    mark = generate_hash(length=32)
    error.__frappe_exc_id = mark  # type: ignore[attr-defined] # Frappe pairs error and message by it
    return mark
