"""Pure conversions between the values a form, a database and Python exchange."""

import datetime
import json
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

LEGACY_ROUNDING = "Banker's Rounding (legacy)"
BANKERS_ROUNDING = "Banker's Rounding"
COMMERCIAL_ROUNDING = "Commercial Rounding"

# Beyond this a float has no decimals left to round.
_LARGEST_ROUNDED = 1e15
# Binary noise further right than this is not part of the number somebody wrote.
_NOISE = Decimal("1e-8")


class _dict(dict[Any, Any]):
    """A dict whose keys are also attributes; a missing key reads as None."""

    __slots__ = ()
    if TYPE_CHECKING:

        def __getattr__(self, key: str) -> Any: ...
        def __setattr__(self, key: str, value: Any) -> None: ...
        def __delattr__(self, key: str) -> None: ...
    else:
        # The methods of dict itself: no Python call stands between an attribute and its value.
        __getattr__ = dict.get
        __setattr__ = dict.__setitem__
        __delattr__ = dict.__delitem__

    def __getstate__(self) -> None:
        return None

    def update(self, *args: Any, **kwargs: Any) -> "_dict":  # type: ignore[override] # chains, as in Frappe
        """Update in place and return self."""
        super().update(*args, **kwargs)
        return self

    def copy(self) -> "_dict":
        """A shallow copy of the same kind."""
        return _dict(self)


def cint(value: Any, default: int = 0) -> int:
    """The whole part of `value`, or `default` when it is not a number. Never raises."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def to_float(value: Any) -> float:
    """`value` as float, 0.0 when it is not a number; commas count thousands. Never raises."""
    if isinstance(value, str):
        value = value.replace(",", "")
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def rounded(number: float, precision: int = 0, method: str | None = None) -> float:
    """`number` rounded to `precision` decimals by one of Frappe's three rounding methods.

    The legacy method (the default) rounds halves to even and answers an int at 0 decimals, and
    rounds halves upwards otherwise. Raises ValueError for a method that does not exist.
    """
    if not isfinite(number) or abs(number) >= _LARGEST_ROUNDED:
        return number
    method = method or LEGACY_ROUNDING
    scaled = Decimal(repr(float(number))).scaleb(precision).quantize(_NOISE, ROUND_HALF_EVEN)
    whole = scaled.quantize(Decimal(1), _rounding_mode(method, precision, number))
    if precision == 0 and method == LEGACY_ROUNDING:
        return int(whole)
    return float(whole.scaleb(-precision))


def _rounding_mode(method: str, precision: int, number: float) -> str:
    if method == BANKERS_ROUNDING:
        return ROUND_HALF_EVEN
    if method == COMMERCIAL_ROUNDING:
        return ROUND_HALF_UP
    if method != LEGACY_ROUNDING:
        raise ValueError(f"Unknown rounding method {method!r}")
    if precision == 0:
        return ROUND_HALF_EVEN
    return ROUND_HALF_UP if number > 0 else ROUND_HALF_DOWN


def cstr(value: Any) -> str:
    """`value` as text; None is the empty text, bytes are UTF-8."""
    if value is None:
        return ""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def sbool(value: Any) -> Any:
    """True or False for the words that mean them; anything else comes back as it is."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    return value


def parse_json(value: Any) -> Any:
    """JSON text as data (objects as `_dict`); what is not text comes back as it is."""
    if isinstance(value, str):
        value = json.loads(value)
    return _dict(value) if isinstance(value, dict) and not isinstance(value, _dict) else value


def as_json(value: Any, indent: int | None = 1, separators: tuple[str, str] | None = None) -> str:
    """`value` as JSON with sorted keys; dates, times and decimals as `json_default` writes them."""
    return json.dumps(
        value,
        indent=indent,
        sort_keys=True,
        default=json_default,
        separators=separators or (",", ": "),
    )


def json_default(value: Any) -> Any:
    """What JSON has no word for: dates ISO, datetimes with a space, timedelta H:MM:SS."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return timedelta_text(value)
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "as_dict"):
        return value.as_dict()
    return _container_or_text(value)


def _container_or_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str):
        return str(value)
    return list(value) if isinstance(value, Iterable) else repr(value)


def datetime_text(value: datetime.datetime) -> str:
    """`value` as Frappe writes it: `YYYY-MM-DD HH:MM:SS.ffffff`, always with microseconds."""
    return value.isoformat(" ", "microseconds")


def timedelta_text(value: datetime.timedelta) -> str:
    """`value` as `H:MM:SS`, with microseconds only when there are any."""
    seconds, rest = divmod(abs(value), datetime.timedelta(seconds=1))
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    text += f".{rest.microseconds:06}" if rest else ""
    return f"-{text}" if value < datetime.timedelta(0) else text


def is_empty(value: Any) -> bool:
    """True for None and the empty text, which a form cannot tell apart."""
    return value is None or value == ""
