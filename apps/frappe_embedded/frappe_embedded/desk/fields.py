"""Field types in forms: the text a value is drawn with, and the value a posted text stands for.

Reading is strict: what cannot be read raises WrongValue with what to write instead.
"""

import datetime
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..checks import LONG_INT, MAX_INT
from ..dates import get_datetime, get_time, getdate
from ..errors import ValidationError
from ..fieldtypes import DATA_TYPES_LENGTH
from ..formats import format_duration, get_number_format, get_number_format_info
from ..messages import clear_last_message
from ..meta import Field
from ..translate import _
from ..validation import (
    validate_email_address,
    validate_name,
    validate_phone_number,
    validate_url,
)
from ..values import cint, cstr, is_empty, to_float
from . import links

DEFAULT_STARS = 5
EARLIEST_YEAR = 1000
OPEN_SELECT = ("[Select]", "Loading...")

AREAS = (
    "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code",
    "Geolocation", "Signature",
)  # fmt: skip

_SHAPES: dict[str, Callable[..., Any]] = {
    "Email": validate_email_address,
    "Phone": validate_phone_number,
    "Name": validate_name,
    "URL": validate_url,
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d?:\d\d(:\d\d)?")
_COLOR = re.compile(r"#[0-9A-Fa-f]{3,8}")
_DURATION = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)? ?(?:(\d+)s)?")


class WrongValue(ValueError):
    """A posted text that is no value of its field; says in the reader's language what would be."""


@dataclass(frozen=True)
class Widget:
    """How a field type appears in a form.

    `draw` names the macro that draws it; `read` takes the field, the text and the document or row.
    """

    draw: str
    show: Callable[[Field, Any], str]
    read: Callable[[Field, str, Any], Any]


def widget_of(df: Field) -> Widget | None:
    """The widget of a field; None for a type that shows nothing of its own."""
    if df.fieldtype == "Select" and (not df.options or df.options in OPEN_SELECT):
        return WIDGETS["Data"]
    return WIDGETS.get(df.fieldtype)


def read(df: Field, text: str, part: Any) -> Any:
    """The value a posted text stands for; what is drawn that way already stays as it is stored.

    Raises WrongValue.
    """
    widget = widget_of(df) or WIDGETS["Read Only"]
    text = text.replace("\r\n", "\n")
    stored = part.get(df.fieldname)
    if text == widget.show(df, stored).replace("\r\n", "\n"):
        return stored
    if widget.draw not in ("area", "password"):
        text = text.strip()
    value = widget.read(df, text, part)
    _require_length(df, value)
    return value


def _require_length(df: Field, value: Any) -> None:
    limit = DATA_TYPES_LENGTH.get(df.fieldtype) and (
        cint(df.length) or DATA_TYPES_LENGTH[df.fieldtype]
    )
    if limit and len(cstr(value)) > limit:
        raise WrongValue(_("At most {0} characters.").format(limit))


# Texts


def _text(_df: Field, value: Any) -> str:
    return cstr(value)


def _read_text(_df: Field, text: str, _part: Any) -> str | None:
    return text or None


def _read_data(df: Field, text: str, _part: Any) -> str | None:
    shape = _SHAPES.get(df.options or "")
    if text and shape:
        try:
            shape(text, throw=True)
        except ValidationError as problem:
            clear_last_message()
            raise WrongValue(html.unescape(str(problem))) from problem
    return text or None


def _read_password(_df: Field, text: str, _part: Any) -> str | None:
    if text and not text.strip("*"):
        # That is how a secret that is kept already looks, and stays.
        raise WrongValue(_("A password needs other signs than asterisks."))
    return text or None


def _read_color(_df: Field, text: str, _part: Any) -> str | None:
    if text and not _COLOR.fullmatch(text):
        raise WrongValue(_("Write a colour like #0b5563."))
    return text or None


def _show_json(_df: Field, value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else cstr(value)


def _read_json(_df: Field, text: str, _part: Any) -> str | None:
    try:
        json.loads(text or "null")
    except ValueError as problem:
        raise WrongValue(_("This is not JSON: {0}").format(problem)) from problem
    return text or None


def _read_select(df: Field, text: str, _part: Any) -> str | None:
    if text and text not in df.select_options:
        raise WrongValue(_("Choose one of the options."))
    return text or None


def _read_link(df: Field, text: str, part: Any) -> str | None:
    if not text:
        return None
    doctype = links.target_of(df, part)
    if not doctype:
        raise WrongValue(_("Say first what kind of record it is."))
    found = links.find(doctype, text)
    if found is None:
        raise WrongValue(_("There is no {0} called {1}.").format(_(doctype), text))
    return found


# Numbers


def _decimal_sign() -> str:
    return get_number_format_info(get_number_format())[0] or ","


def _show_int(_df: Field, value: Any) -> str:
    return "" if is_empty(value) else str(cint(value))


def _read_int(df: Field, text: str, _part: Any) -> Any:
    if not text:
        return 0
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise WrongValue(_("Write a whole number in figures, without thousands marks."))
    if abs(int(text)) > MAX_INT and cint(df.length) <= LONG_INT:
        raise WrongValue(_("This number is too large."))
    return _signed(df, int(text))


def _signed(df: Field, number: Any) -> Any:
    if df.non_negative and number < 0:
        raise WrongValue(_("It cannot be negative."))
    return number


def number_text(number: float) -> str:
    """A number as it is typed: all its decimals, no thousands marks, the site's decimal sign."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return ("0" if text in ("", "-0") else text).replace(".", _decimal_sign())


def _show_float(_df: Field, value: Any) -> str:
    return "" if is_empty(value) else number_text(to_float(value))


def _read_float(df: Field, text: str, _part: Any) -> float:
    return _signed(df, _number(text)) if text else 0.0


def _number(text: str) -> float:
    sign = _decimal_sign()
    if not re.fullmatch(rf"[+-]?[0-9]{{1,15}}(?:{re.escape(sign)}[0-9]+)?", text):
        example = f"1234{sign}5"
        raise WrongValue(_("Write a number like {0}, without thousands marks.").format(example))
    return float(text.replace(sign, "."))


def _read_check(_df: Field, text: str, _part: Any) -> int:
    if text not in ("0", "1"):
        raise WrongValue(_("Choose one of the options."))
    return int(text)


def stars_of(df: Field) -> int:
    """How many stars a Rating is out of."""
    return cint(df.options) or DEFAULT_STARS


def _show_rating(df: Field, value: Any) -> str:
    return number_text(to_float(value) * stars_of(df))


def _read_rating(df: Field, text: str, _part: Any) -> float:
    stars = _number(text) if text else 0.0
    if not 0 <= stars <= stars_of(df):
        raise WrongValue(_("Choose one of the options."))
    return stars / stars_of(df)


def _show_duration(df: Field, value: Any) -> str:
    return format_duration(value, bool(df.hide_days))


def _read_duration(_df: Field, text: str, _part: Any) -> float:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise WrongValue(_("Write a duration like 1d 2h 30m."))
    days, hours, minutes, seconds = (cint(part) for part in found.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)


# Days and hours


def _show_date(_df: Field, value: Any) -> str:
    day = None if is_empty(value) else getdate(value)
    return day.isoformat() if day else ""


def _read_date(_df: Field, text: str, _part: Any) -> datetime.date | None:
    return _day(text) if text else None


def _day(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year < EARLIEST_YEAR:
        raise WrongValue(_("This is not a date. Write it as YYYY-MM-DD."))
    return day


def _show_datetime(_df: Field, value: Any) -> str:
    moment = None if is_empty(value) else get_datetime(value)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") if moment else ""


def _read_datetime(_df: Field, text: str, _part: Any) -> datetime.datetime | None:
    if not text:
        return None
    day, _sign, hour = text.replace(" ", "T").partition("T")
    return datetime.datetime.combine(_day(day), _hour(hour))


def _show_time(_df: Field, value: Any) -> str:
    return "" if is_empty(value) else get_time(value).strftime("%H:%M:%S")


def _read_time(_df: Field, text: str, _part: Any) -> datetime.timedelta | None:
    if not text:
        return None
    hour = _hour(text)
    return datetime.timedelta(hours=hour.hour, minutes=hour.minute, seconds=hour.second)


def _hour(text: str) -> datetime.time:
    try:
        return datetime.time.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError as problem:
        raise WrongValue(_("This is not a time of day. Write it as HH:MM.")) from problem


# What is never read from a text


def _refuse(_df: Field, _text: str, _part: Any) -> Any:
    raise WrongValue(_("This field is not written here."))


def _nothing(_df: Field, _value: Any) -> str:
    return ""


_LINE = Widget("line", _text, _read_text)
_AREA = Widget("area", _text, _read_text)
_FLOAT = Widget("line", _show_float, _read_float)
_FILE = Widget("file", _text, _refuse)

WIDGETS: dict[str, Widget] = {
    "Data": Widget("line", _text, _read_data),
    **dict.fromkeys(("Phone", "Autocomplete", "Icon", "Barcode"), _LINE),
    **dict.fromkeys(AREAS, _AREA),
    "JSON": Widget("area", _show_json, _read_json),
    "Color": Widget("line", _text, _read_color),
    "Password": Widget("password", _nothing, _read_password),
    "Select": Widget("choice", _text, _read_select),
    "Link": Widget("link", _text, _read_link),
    "Dynamic Link": Widget("link", _text, _read_link),
    "Int": Widget("line", _show_int, _read_int),
    **dict.fromkeys(("Float", "Currency", "Percent"), _FLOAT),
    "Check": Widget("check", lambda _df, value: str(int(bool(cint(value)))), _read_check),
    "Rating": Widget("choice", _show_rating, _read_rating),
    "Duration": Widget("line", _show_duration, _read_duration),
    "Date": Widget("line", _show_date, _read_date),
    "Datetime": Widget("line", _show_datetime, _read_datetime),
    "Time": Widget("line", _show_time, _read_time),
    "Attach": _FILE,
    "Attach Image": _FILE,
    "Read Only": Widget("shown", _text, _refuse),
}
