"""How figures, days and states are written for a reader. Every function here only formats.

The public functions are Jinja globals (hook `jinja`); none of them returns markup.
"""

from datetime import date, datetime

from frappe import _
from frappe.utils import get_datetime, getdate

from govplan.domain.quantity import display, parse_quantity

NO_VALUE = "—"
_DECIMALS_TYPED = 4

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LIGHTS = {
    "Green": "On target",
    "Yellow": "Slightly behind",
    "Red": "Behind",
    "Purple": "Review the programming",
    "Grey": "Nothing programmed",
    "Black": "Not reported",
}


def percent(value: str | None) -> str:
    """`83.33` -> `83,33 %`; a dash when there is none."""
    return f"{quantity(value, 2)} %" if value not in (None, "") else NO_VALUE


def quantity(value: str | None, decimals: int | None = None) -> str:
    """Canonical decimal text with the reader's marks; a dash when there is none.

    Without `decimals` those it has, but two of a quotient, which may never end.
    """
    number = parse_quantity(value)
    if number is None:
        return NO_VALUE
    is_quotient = decimals is None and round(number, _DECIMALS_TYPED) != number
    return display(number, 2 if is_quotient else decimals)


def money(value: float | str | None) -> str:
    """An amount with two decimals; a dash when there is none."""
    return NO_VALUE if value in (None, "") else display(parse_quantity(str(value)), 2)


def measured(value: str | None, unit_of_measure: str | None) -> str:
    """A quantity and what it counts: `12,5 km`."""
    text = quantity(value)
    return f"{text} {unit_of_measure}" if unit_of_measure and text != NO_VALUE else text


def bar_width(value: str | None) -> str:
    """The length of a progress bar, 0 to 100, for an SVG attribute."""
    number = parse_quantity(value)
    return "0" if number is None else str(max(0, min(100, int(number))))


def day(value: date | str | None) -> str:
    """`2026-03-09` -> `9 de marzo de 2026`."""
    if not value:
        return NO_VALUE
    then = getdate(value)
    return _("{0} {1} {2}", context="day month year").format(
        then.day, _(_MONTHS[then.month - 1]).lower(), then.year
    )


def weekday(value: date | str) -> str:
    """The day of the week: `lunes`."""
    return _(_WEEKDAYS[getdate(value).weekday()]).lower()


def short_day(value: date | str | None) -> str:
    """`2026-03-09` -> `09/03/2026`."""
    return getdate(value).strftime("%d/%m/%Y") if value else NO_VALUE


def moment(value: datetime | str | None) -> str:
    """A day and the time of it: `9 de marzo de 2026, 14:05`."""
    if not value:
        return NO_VALUE
    then = get_datetime(value)
    return f"{day(then.date())}, {then:%H:%M}"


def duration(begins: datetime | str | None, ends: datetime | str | None) -> str:
    """How long it took, in the largest unit that says something: `3 días`, `5 horas`."""
    if not (begins and ends) or get_datetime(ends) < get_datetime(begins):
        return ""
    minutes = int((get_datetime(ends) - get_datetime(begins)).total_seconds() // 60)
    if minutes < 60:
        return _("{0} min").format(minutes)
    hours = minutes // 60
    if hours < 24:
        return _("1 hour") if hours == 1 else _("{0} hours").format(hours)
    return _("1 day") if hours < 48 else _("{0} days").format(hours // 24)


def month_name(period: str) -> str:
    """`2021-10` -> `octubre de 2021`."""
    year, month = period.split("-")
    return _("{0} {1}", context="month year").format(_(_MONTHS[int(month) - 1]).lower(), year)


def month_word(number: int) -> str:
    """1 -> `enero`."""
    return _(_MONTHS[int(number) - 1]).lower()


def light_name(light: str | None) -> str:
    """What a light means, in words."""
    return _(_LIGHTS.get(light or "", "Nothing programmed"))


def status_name(status: str | None) -> str:
    """The status of a line, in words."""
    return _(status or "Not reported")


def coverage(reported: int, due: int) -> str:
    """`reported n of N`."""
    return _("{0} of {1}").format(reported, due)


def plan_coverage(told: dict) -> str:
    """What stands behind a plan's or an element's progress."""
    lines = _("{0} of {1} lines with a figure").format(told["reported"], told["applicable"])
    if told["measurable"] < 2:
        return lines
    elements = _("{0} of {1} elements with an indicator")
    return f"{lines} · {elements.format(told['measured'], told['measurable'])}"


def talks_count(events: int, agreements: int) -> str:
    """`2 events, 1 agreement`: what stands where there is no indicator."""
    return ", ".join(
        text
        for text in (
            _counted(events, _("1 event"), _("{0} events")),
            _counted(agreements, _("1 agreement"), _("{0} agreements")),
        )
        if text
    )


def goal_counts(elements: int, indicators: int) -> str:
    """`3 elements, 1 indicator`; in words when there is none."""
    counted = [
        _counted(elements, _("1 element"), _("{0} elements")),
        _counted(indicators, _("1 indicator"), _("{0} indicators")),
    ]
    return ", ".join(filter(None, counted)) or _("nothing yet")


def punctuality(unit: dict) -> str:
    """Whether the unit's report came in time, in words."""
    if unit["state"] == "no_poa":
        return _("No POA")
    if unit["state"] == "not_due":
        return _("Not due")
    if unit["on_time"] is None:
        return _("Not reported")
    return _("On time") if unit["on_time"] else _("Late")


def file_size(size_bytes: int | None) -> str:
    """Bytes for a reader: `12 kB`."""
    size = int(size_bytes or 0)
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} kB"
    return f"{display(parse_quantity(str(round(size / 1048576, 1))), 1)} MB"


def web_address(value: str | None) -> str:
    """The address when a link may lead there (http, https or this site), else nothing."""
    address = (value or "").strip()
    return address if address.lower().startswith(("http://", "https://", "/files/")) else ""


def _counted(count: int, one: str, several: str) -> str:
    if not count:
        return ""
    return one if count == 1 else several.format(count)
