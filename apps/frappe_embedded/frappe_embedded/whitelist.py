"""Which functions a request may call, with what methods, and how its arguments become typed."""

import datetime
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from .context import current_user, local
from .errors import FrappeTypeError, PermissionError
from .hooks import get_attr
from .messages import throw
from .text import sanitize_html
from .translate import _

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_METHODS = ("GET", "POST", "PUT", "DELETE")
UNTRUSTED = ("ignore_permissions", "flags")
TRUE_WORDS = frozenset(("1", "true", "t", "yes", "y", "on"))
FALSE_WORDS = frozenset(("0", "false", "f", "no", "n", "off"))


@dataclass(frozen=True)
class Door:
    """What `frappe.whitelist` was told about a function."""

    allow_guest: bool
    xss_safe: bool
    methods: tuple[str, ...]


doors: dict[Any, Door] = {}


def whitelist(
    allow_guest: bool = False, xss_safe: bool = False, methods: list[str] | None = None
) -> Callable[[F], F]:
    """Let requests call the decorated function; only logged-in users unless `allow_guest`."""

    def register(function: F) -> F:
        allowed = tuple(method.upper() for method in methods or DEFAULT_METHODS)
        doors[_plain(function)] = Door(allow_guest, xss_safe, allowed)
        return function

    return register


def is_whitelisted(function: Callable[..., Any]) -> None:
    """Raise PermissionError unless this user may call `function` by request."""
    door = doors.get(_plain(function))
    guest = current_user() == "Guest"
    if door is None or (guest and not door.allow_guest):
        name = getattr(function, "__qualname__", str(function))
        throw(_("Function {0} is not open to this user.").format(name), PermissionError)
    if guest and not door.xss_safe:
        _sanitize_arguments()


def is_valid_http_method(function: Callable[..., Any], http_method: str) -> None:
    """Raise PermissionError when `function` was not opened for `http_method`."""
    door = doors.get(_plain(function))
    if door is not None and http_method.upper() not in door.methods:
        throw(_("The method {0} is not allowed here.").format(http_method), PermissionError)


def call(fn: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call `fn` with those of `kwargs` it takes; never with `ignore_permissions` or `flags`."""
    function = get_attr(fn) if isinstance(fn, str) else fn
    return function(*args, **newargs(function, kwargs))


def call_typed(function: Callable[..., Any], kwargs: Mapping[str, Any]) -> Any:
    """Call a whitelisted function with a request's arguments, converted to its annotations.

    Raises FrappeTypeError for an argument that is missing or does not fit.
    """
    return function(**coerce_arguments(function, newargs(function, kwargs)))


def newargs(function: Callable[..., Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `kwargs` the function takes, all of them when it has `**kwargs`."""
    given = {key: value for key, value in kwargs.items() if key not in UNTRUSTED}
    # What is known of a method would keep its record in memory.
    read = _arguments_of if inspect.ismethod(function) else _known_arguments_of
    names, takes_all = read(function)
    return {key: value for key, value in given.items() if takes_all or key in names}


def _arguments_of(function: Callable[..., Any]) -> tuple[frozenset[str], bool]:
    """The names of a function's arguments, and whether it takes any others."""
    parameters = inspect.signature(function).parameters.values()
    return (
        frozenset(parameter.name for parameter in parameters),
        any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters),
    )


_known_arguments_of = lru_cache(maxsize=1024)(_arguments_of)


def coerce_arguments(function: Callable[..., Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """`kwargs` with each value as its annotation asks: "5" becomes 5, "[1]" stays text."""
    hints = typing.get_type_hints(_plain(function))
    parameters = inspect.signature(function).parameters
    _require_all(function, parameters, kwargs)
    typed = dict(kwargs)
    for name, value in kwargs.items():
        parameter = parameters.get(name)
        if name not in hints or (parameter and value is None and parameter.default is None):
            continue
        try:
            typed[name] = coerce(value, hints[name])
        except (TypeError, ValueError):
            _refuse(function, name, value, hints[name])
    return typed


def _require_all(
    function: Callable[..., Any],
    parameters: Mapping[str, inspect.Parameter],
    given: Mapping[str, Any],
) -> None:
    for name, parameter in parameters.items():
        many = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if not (many or name in given or parameter.default is not parameter.empty):
            where = f"{function.__module__}.{function.__qualname__}"
            throw(_("Argument '{0}' of {1} is missing.").format(name, where), FrappeTypeError)


def coerce(value: Any, hint: Any) -> Any:
    """`value` as the type `hint`. Raises TypeError or ValueError when it cannot be."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _coerce_union(value, typing.get_args(hint))
    if origin is typing.Literal:
        return _one_of(value, typing.get_args(hint))
    if origin is typing.Annotated:
        return coerce(value, typing.get_args(hint)[0])
    return _coerce_class(value, origin or hint)


def _coerce_class(value: Any, kind: Any) -> Any:
    # Any is a class from Python 3.11 on.
    if not isinstance(kind, type) or kind in (object, Any) or _is_exactly(value, kind):
        return value
    converter = CONVERTERS.get(kind)
    if converter is None:
        raise TypeError(value)
    return converter(value)


def _is_exactly(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (isinstance(value, bool) and kind is int)


def _coerce_union(value: Any, choices: tuple[Any, ...]) -> Any:
    for choice in choices:
        base = typing.get_origin(choice) or choice
        if isinstance(base, type) and _is_exactly(value, base):
            return value
    for choice in choices:
        try:
            return coerce(value, choice)
        except (TypeError, ValueError):
            continue
    raise TypeError(value)


def _one_of(value: Any, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise ValueError(value)
    return value


def _as_int(value: Any) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    if not isinstance(value, str | int | float):
        raise TypeError(value)
    return int(value)


def _as_float(value: Any) -> float:
    if not isinstance(value, str | int | float):
        raise TypeError(value)
    return float(value)


def _as_bool(value: Any) -> bool:
    word = str(value).lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError(value)
    return word in TRUE_WORDS


def _as_none(value: Any) -> None:
    if value is not None:
        raise TypeError(value)


CONVERTERS: dict[Any, Callable[[Any], Any]] = {
    int: _as_int,
    float: _as_float,
    bool: _as_bool,
    types.NoneType: _as_none,
    datetime.date: lambda value: datetime.date.fromisoformat(value),
    datetime.datetime: lambda value: datetime.datetime.fromisoformat(value),
    datetime.time: lambda value: datetime.time.fromisoformat(value),
}


def _refuse(function: Callable[..., Any], name: str, value: Any, hint: Any) -> None:
    message = _("Argument '{0}' of {1} should be {2}, not {3}.")
    wanted = getattr(hint, "__name__", str(hint))
    where = f"{function.__module__}.{function.__qualname__}"
    throw(message.format(name, where, wanted, type(value).__name__), FrappeTypeError)


def _sanitize_arguments() -> None:
    for key, value in local.form_dict.items():
        if isinstance(value, str):
            local.form_dict[key] = sanitize_html(value)


def _plain(function: Any) -> Any:
    return inspect.unwrap(getattr(function, "__func__", function))
