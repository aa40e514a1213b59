"""Dates and times: the clock of the site, reading what people and forms send, and counting.

Functions that move a date answer text when they were given text, a date when they were given one.
"""

import datetime
import re
from calendar import monthrange
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

from .context import local
from .errors import ValidationError
from .messages import throw
from .settings import system_setting
from .translate import _
from .values import cint, datetime_text, is_empty

# Frappe's own default. A site sets its time zone in System Settings.
DEFAULT_TIME_ZONE = "Asia/Kolkata"
DATE_FORMAT = "%Y-%m-%d"
TIME_FORMAT = "%H:%M:%S.%f"
DATETIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

D = TypeVar("D")

_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def get_system_timezone() -> str:
    """The name of the site's time zone."""
    return system_setting("time_zone") or DEFAULT_TIME_ZONE


def now_datetime() -> datetime.datetime:
    """This moment on the site's clock, without a time zone."""
    return datetime.datetime.now(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def now() -> str:
    """This moment as text; `frappe.flags.current_date` replaces the day when it is set."""
    flags = getattr(local, "flags", None)
    if flags and flags.current_date:
        return f"{getdate(flags.current_date)} {now_datetime().strftime(TIME_FORMAT)}"
    return datetime_text(now_datetime())


def nowdate() -> str:
    """Today as text."""
    return now_datetime().strftime(DATE_FORMAT)


today = nowdate


def nowtime() -> str:
    """The time of day as text."""
    return now_datetime().strftime(TIME_FORMAT)


def getdate(string_date: Any = None, parse_day_first: bool = False) -> datetime.date | None:
    """A date from a date, datetime or text; today when nothing is given, None for `0000-00-00`.

    Only ISO text is unambiguous: anything else is read month first unless `parse_day_first`.
    Raises ValidationError for text that is no date.
    """
    if is_empty(string_date):
        return now_datetime().date()
    if isinstance(string_date, datetime.datetime):
        return string_date.date()
    if isinstance(string_date, datetime.date):
        return string_date
    text = str(string_date)
    if text.startswith(("0000-00-00", "0001-01-01")):
        return None
    return _parse_date(text, parse_day_first)


def _parse_date(text: str, day_first: bool) -> datetime.date:
    try:
        if len(text) == 10 and text[4] == "-":
            return datetime.date.fromisoformat(text)
        year_first = _ISO.match(text) is not None
        return parser.parse(text, dayfirst=day_first and not year_first).date()
    except (ValueError, OverflowError):
        throw(_("{0} is not a date. Write it as YYYY-MM-DD.").format(text), ValidationError)


def get_datetime(value: Any = None) -> datetime.datetime | None:
    """A datetime from a datetime, date, text or (year, month, …); now when nothing is given.

    Raises ValueError for text that is no date and time.
    """
    if is_empty(value):
        return now_datetime()
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    if isinstance(value, datetime.timedelta):
        return now_datetime() + value
    if isinstance(value, list | tuple):
        return datetime.datetime(*value)
    text = str(value)
    if text.startswith(("0000-00-00", "0001-01-01")):
        return None
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return parser.parse(text)


def to_timedelta(value: Any) -> datetime.timedelta | None:
    """A duration since midnight from a timedelta, a time or text `H:MM[:SS[.ffffff]]`."""
    if value is None or isinstance(value, datetime.timedelta):
        return value
    if isinstance(value, datetime.time):
        clock = value
    elif isinstance(value, datetime.datetime):
        clock = value.time()
    else:
        clock = parser.parse(str(value), default=datetime.datetime(1, 1, 1)).time()
    return datetime.timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )


def get_time(value: Any) -> datetime.time:
    """A time of day from a time, datetime, timedelta or text."""
    if isinstance(value, datetime.time):
        return value
    return (datetime.datetime.min + (to_timedelta(value) or datetime.timedelta())).time()


def add_to_date(
    date: Any = None,
    years: int = 0,
    months: int = 0,
    weeks: int = 0,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    seconds: int = 0,
    as_string: bool = False,
    as_datetime: bool = False,
) -> Any:
    """`date` (now when not given) moved; a day beyond the month's end becomes its last day.

    Text in gives text out. With hours, minutes or seconds the result is a datetime.
    """
    as_string = as_string or isinstance(date, str)
    start = _start_of_move(date)
    if hours or minutes or seconds or as_datetime:
        start = get_datetime(start)
    moved = start + relativedelta(
        years=years,
        months=months,
        weeks=weeks,
        days=days,
        hours=hours,
        minutes=minutes,
        seconds=seconds,
    )
    if not as_string:
        return moved
    return datetime_text(moved) if isinstance(moved, datetime.datetime) else moved.isoformat()


def _start_of_move(date: Any) -> Any:
    if is_empty(date):
        return now_datetime()
    if not isinstance(date, str):
        return date
    return get_datetime(date) if len(date) > 10 else getdate(date)


def add_days(date: Any, days: float) -> Any:
    """`date` moved by days."""
    return add_to_date(date, days=cint(days))


def add_months(date: Any, months: float) -> Any:
    """`date` moved by months."""
    return add_to_date(date, months=cint(months))


def add_years(date: Any, years: float) -> Any:
    """`date` moved by years."""
    return add_to_date(date, years=cint(years))


def date_diff(string_ed_date: Any, string_st_date: Any) -> int:
    """Days from the second date to the first."""
    return (_date(string_ed_date) - _date(string_st_date)).days


def month_diff(string_ed_date: Any, string_st_date: Any) -> int:
    """Months from the second date to the first, counting both ends."""
    last, first = _date(string_ed_date), _date(string_st_date)
    return (last.year - first.year) * 12 + last.month - first.month + 1


def time_diff(string_ed_date: Any, string_st_date: Any) -> datetime.timedelta:
    """The time from the second moment to the first."""
    return _moment(string_ed_date) - _moment(string_st_date)


def time_diff_in_seconds(string_ed_date: Any, string_st_date: Any) -> float:
    """The same in seconds."""
    return time_diff(string_ed_date, string_st_date).total_seconds()


def time_diff_in_hours(string_ed_date: Any, string_st_date: Any) -> float:
    """The same in hours, to six decimals."""
    return round(time_diff_in_seconds(string_ed_date, string_st_date) / 3600, 6)


def get_first_day(dt: Any, d_years: int = 0, d_months: int = 0, as_str: bool = False) -> Any:
    """The first day of the month of `dt`, moved by years and months."""
    moved = _date(dt) + relativedelta(years=d_years, months=d_months, day=1)
    return moved.isoformat() if as_str else moved


def get_last_day(dt: Any) -> datetime.date:
    """The last day of the month of `dt`."""
    day = _date(dt)
    return day.replace(day=monthrange(day.year, day.month)[1])


def get_first_day_of_week(dt: Any, as_str: bool = False) -> Any:
    """The first day of the week of `dt`; weeks begin on Sunday unless System Settings say else."""
    first = system_setting("first_day_of_the_week") or "Sunday"
    day = _date(dt)
    start = day - datetime.timedelta(days=(day.weekday() - WEEKDAYS.index(first)) % 7)
    return start.isoformat() if as_str else start


def get_quarter_start(dt: Any, as_str: bool = False) -> Any:
    """The first day of the quarter of `dt`."""
    day = _date(dt)
    start = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return start.isoformat() if as_str else start


def get_quarter_ending(dt: Any) -> datetime.date:
    """The last day of the quarter of `dt`."""
    return get_last_day(get_first_day(get_quarter_start(dt), d_months=2))


def get_year_start(dt: Any, as_str: bool = False) -> Any:
    """The first of January of the year of `dt`."""
    start = _date(dt).replace(month=1, day=1)
    return start.isoformat() if as_str else start


def get_year_ending(dt: Any) -> datetime.date:
    """The last day of the year of `dt`."""
    return _date(dt).replace(month=12, day=31)


def convert_utc_to_timezone(utc_timestamp: datetime.datetime, time_zone: str) -> datetime.datetime:
    """A moment given in UTC, in `time_zone`."""
    aware = (
        utc_timestamp
        if utc_timestamp.tzinfo
        else utc_timestamp.replace(tzinfo=datetime.timezone.utc)
    )
    return aware.astimezone(ZoneInfo(time_zone))


def convert_utc_to_system_timezone(utc_timestamp: datetime.datetime) -> datetime.datetime:
    """A moment given in UTC, on the site's clock."""
    return convert_utc_to_timezone(utc_timestamp, get_system_timezone())


def get_timespan_date_range(timespan: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of `last month`, `this year`, `yesterday`, `next 6 months` …."""
    day = _date(None)
    words = timespan.lower().strip().split(" ", 1)
    if words[0] in _NEARBY_DAYS:
        near = day + datetime.timedelta(days=_NEARBY_DAYS[words[0]])
        return near, near
    if len(words) != 2 or words[0] not in _SHIFTS or words[1] not in _SPANS:
        return _last_days(timespan, day)
    months, days = _SPANS[words[1]]
    start = _span_start(words[1], day) + relativedelta(
        months=months * _SHIFTS[words[0]], days=days * _SHIFTS[words[0]]
    )
    return start, start + relativedelta(months=months, days=days - 1)


_NEARBY_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_SPANS = {
    "week": (0, 7),
    "month": (1, 0),
    "quarter": (3, 0),
    "6 months": (6, 0),
    "year": (12, 0),
}


def _span_start(span: str, day: datetime.date) -> datetime.date:
    if span == "week":
        week: datetime.date = get_first_day_of_week(day)
        return week
    if span == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(day=1) if span in ("month", "6 months") else day.replace(month=1, day=1)


def _last_days(timespan: str, day: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    found = re.fullmatch(r"(last|next) (\d+) days", timespan.lower().strip())
    if not found:
        return None
    other = day + datetime.timedelta(days=_SHIFTS[found.group(1)] * int(found.group(2)))
    return min(day, other), max(day, other)


def _date(value: Any) -> datetime.date:
    found = getdate(value)
    if found is None:
        throw(_("{0} is not a date. Write it as YYYY-MM-DD.").format(value), ValidationError)
    return found


def _moment(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.timedelta):
        return datetime.datetime.combine(_date(None), datetime.time()) + value
    found = get_datetime(value)
    if found is None:
        throw(_("{0} is not a date and time.").format(value), ValidationError)
    return found
