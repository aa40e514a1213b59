"""How dates, numbers, money and lists are shown, by System Settings and the reader's language."""

from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_time as babel_time
from babel.dates import format_timedelta as babel_timedelta
from babel.numbers import get_currency_symbol

from . import values
from .context import local
from .dates import get_datetime, get_time, getdate, now_datetime
from .settings import system_setting
from .text import escape_html
from .translate import _
from .values import cint, cstr, is_empty, to_float

DEFAULT_DATE_FORMAT = "yyyy-mm-dd"
DEFAULT_TIME_FORMAT = "HH:mm:ss"
DEFAULT_NUMBER_FORMAT = "#,###.##"
DEFAULT_FLOAT_PRECISION = 3

# Number format to its decimal sign, thousands sign and decimals.
NUMBER_FORMATS: dict[str, tuple[str, str, int]] = {
    "#,###.##": (".", ",", 2),
    "#.###,##": (",", ".", 2),
    "# ###.##": (".", " ", 2),
    "# ###,##": (",", " ", 2),
    "#'###.##": (".", "'", 2),
    "#, ###.##": (".", ", ", 2),
    "#,###.###": (".", ",", 3),
    "#.###": ("", ".", 0),
    "#,###": ("", ",", 0),
    "#.########": (".", "", 8),
}


def flt(value: Any, precision: int | None = None, rounding_method: str | None = None) -> float:
    """`value` as float, 0.0 when it is none, rounded by System Settings if `precision` is given."""
    number = to_float(value)
    return number if precision is None else rounded(number, cint(precision), rounding_method)


def rounded(num: Any, precision: int = 0, rounding_method: str | None = None) -> float:
    """`num` rounded by the method named, or the one of System Settings, or Frappe's legacy one."""
    method = rounding_method or system_setting("rounding_method")
    return values.rounded(to_float(num), cint(precision), method)


# Dates and times


def get_locale() -> Locale:
    """The reader's locale; English for a language Babel does not know."""
    try:
        return Locale.parse((getattr(local, "lang", None) or "en").replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def formatdate(
    string_date: Any = None, format_string: str | None = None, parse_day_first: bool = False
) -> str:
    """A date as System Settings show it, or by a pattern such as `dd MMMM yyyy`; '' for none."""
    if is_empty(string_date):
        return ""
    day = getdate(string_date, parse_day_first)
    return babel_date(day, _pattern(format_string), locale=get_locale()) if day else ""


def format_datetime(datetime_string: Any, format_string: str | None = None) -> str:
    """A date and time as System Settings show it, or by a pattern; '' for none."""
    if is_empty(datetime_string):
        return ""
    pattern = _pattern(format_string) if format_string else f"{_pattern(None)} {_time_pattern()}"
    return babel_datetime(get_datetime(datetime_string), pattern, locale=get_locale())


def format_time(time_string: Any = None, format_string: str | None = None) -> str:
    """A time of day as System Settings show it, or by a pattern; '' for none."""
    if is_empty(time_string):
        return ""
    return babel_time(get_time(time_string), format_string or _time_pattern(), locale=get_locale())


def _pattern(format_string: str | None) -> str:
    pattern = format_string or system_setting("date_format") or DEFAULT_DATE_FORMAT
    # System Settings write months in small letters, which Babel takes for minutes.
    return pattern if "M" in pattern else pattern.replace("mm", "MM")


def _time_pattern() -> str:
    return system_setting("time_format") or DEFAULT_TIME_FORMAT


def pretty_date(iso_datetime: Any) -> str:
    """How long ago, in words of the reader's language; '' for none."""
    if is_empty(iso_datetime):
        return ""
    passed = (get_datetime(iso_datetime) or now_datetime()) - now_datetime()
    return babel_timedelta(passed, add_direction=True, locale=get_locale())


def format_duration(seconds: Any, hide_days: bool = False) -> str:
    """Seconds as `1d 2h 3m 4s`."""
    left, parts = cint(seconds), []
    units = [("d", 86400)] if not hide_days else []
    for sign, length in (*units, ("h", 3600), ("m", 60), ("s", 1)):
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count}{sign}")
    return " ".join(parts)


# Numbers


def get_number_format() -> str:
    """The site's number format."""
    return system_setting("number_format") or DEFAULT_NUMBER_FORMAT


def get_number_format_info(format: str) -> tuple[str, str, int]:
    """Decimal sign, thousands sign and decimals of a number format."""
    return NUMBER_FORMATS.get(format, NUMBER_FORMATS[DEFAULT_NUMBER_FORMAT])


def fmt_money(
    amount: Any,
    precision: int | str | None = None,
    currency: str | None = None,
    format: str | None = None,
) -> str:
    """An amount with its thousands and decimals by the number format, after the currency's sign."""
    decimal_sign, group_sign, decimals = get_number_format_info(format or get_number_format())
    if not is_empty(precision):
        decimals = cint(precision)
    number = rounded(amount, decimals)
    whole, _dot, rest = f"{abs(number):,.{decimals}f}".partition(".")
    text = whole.replace(",", group_sign) + (f"{decimal_sign or '.'}{rest}" if rest else "")
    text = f"-{text}" if number < 0 else text
    return f"{currency_symbol(currency)} {text}" if currency else text


def currency_symbol(currency: str) -> str:
    """The sign of a currency where it is the money of the country."""
    narrow = {"PYG": "₲", "COP": "$", "MXN": "$", "CLP": "$", "ARS": "$", "VES": "Bs."}
    return narrow.get(currency) or get_currency_symbol(currency, "en")


def format_value(
    value: Any,
    df: Any = None,
    doc: Any = None,
    currency: str | None = None,
    translated: bool = False,
    format: Any = None,
) -> Any:
    """A field's value as people read it. `df` is a field, a dict like one, or a field type.

    Not escaped: use `|e` in templates.
    """
    field = df if isinstance(df, dict) else {"fieldtype": df or ""}
    if is_empty(value) and field.get("fieldtype") not in _NUMBERS:
        return ""
    show = _FORMATTERS.get(field.get("fieldtype") or "")
    if show is not None:
        return show(value, field, currency)
    return _(value) if translated and isinstance(value, str) else value


def _currency(value: Any, field: Any, currency: str | None) -> str:
    return fmt_money(value, _precision(field, "currency_precision"), currency)


def _float(value: Any, field: Any, _currency: str | None) -> str:
    number, decimals = to_float(value), _precision(field, "float_precision")
    if decimals is None:
        decimals = 0 if number.is_integer() else DEFAULT_FLOAT_PRECISION
    return fmt_money(number, decimals)


def _percent(value: Any, field: Any, _currency: str | None) -> str:
    number = flt(value, 2)
    return f"{int(number) if float(number).is_integer() else number}%"


def _precision(field: Any, setting: str) -> int | None:
    given = field.get("precision")
    given = system_setting(setting) if is_empty(given) else given
    return None if is_empty(given) else cint(given)


def _lines(value: Any, _field: Any, _currency: str | None) -> str:
    return cstr(value).replace("\n", "<br>")


_NUMBERS = ("Currency", "Float", "Percent", "Int", "Check")
_FORMATTERS: dict[str, Any] = {
    "Currency": _currency,
    "Float": _float,
    "Percent": _percent,
    "Int": lambda value, _field, _currency: cint(value),
    "Check": lambda value, _field, _currency: cint(value),
    "Date": lambda value, _field, _currency: formatdate(value),
    "Datetime": lambda value, _field, _currency: format_datetime(value),
    "Time": lambda value, _field, _currency: format_time(value),
    "Duration": lambda value, _field, _currency: format_duration(value),
    "Text": _lines,
    "Small Text": _lines,
    "Long Text": _lines,
}


# Lists


def comma_and(some_list: Any, add_quotes: bool = True) -> Any:
    """The items joined by commas, the last two by "and", each in quotes."""
    return _joined(some_list, _("{0} and {1}"), add_quotes)


def _joined(some_list: Any, pattern: str, add_quotes: bool) -> Any:
    if not isinstance(some_list, list | tuple):
        return some_list
    items = [f"'{item}'" if add_quotes else cstr(item) for item in some_list]
    if len(items) < 2:
        return "".join(items)
    return pattern.format(", ".join(items[:-1]), items[-1])


def bold(text: Any) -> str:
    """`text` escaped and in bold, for messages."""
    return f"<strong>{escape_html(cstr(text))}</strong>"
