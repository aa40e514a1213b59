import frappe
from frappe import _

from govplan import clock
from govplan.domain.periods import Month
from govplan.monitoring.periods import DATE_FIELDS
from govplan.monitoring.planning_months import grant_exception, save_dates
from govplan.staff import asked, calendar
from govplan.staff.choices import units
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import chosen, handle

no_cache = 1

ADDRESS = "/gestion/calendario"


def get_context(context):
    """What comes next, the year's months with their dates; one month's dates and exceptions."""
    open_page(context, _("Calendar"))
    frappe.has_permission("Gov Reporting Period", "read", throw=True)
    month = asked.month(frappe.form_dict.mes)
    if is_post() and month:
        handle(context, lambda: _answer(month))
        _place_faults(context)
    context.year = month.year if month else _year()
    context.today = clock.today()
    context.date_fields = [(field, _(label)) for field, label in _labels().items()]
    context.months = calendar.months_of(context.year)
    context.holidays = calendar.holidays_of(context.year)
    context.coming = calendar.coming()
    context.may_write = frappe.has_permission("Gov Reporting Period", "write")
    if month:
        _show_month(context, str(month))


def _show_month(context, period: str) -> None:
    context.month = calendar.month_row(period)
    context.modified = frappe.db.get_value("Gov Reporting Period", period, "modified") or ""
    context.exceptions = calendar.exceptions_of(period)
    if context.may_write:
        context.units = units()


def _answer(month: Month) -> str:
    form = frappe.form_dict
    chosen(_ACTS, form.act)(str(month), form)
    return f"{ADDRESS}?mes={month}&hecho=guardado"


def _grant(month: str, form) -> None:
    grant_exception(month, form.unit or "", form.until or "", form.reason or "")


def _save_dates(month: str, form) -> None:
    dates = {field: form.get(field) or "" for field in DATE_FIELDS}
    save_dates(month, dates, form.modified or None)


_ACTS = {"grant": _grant, "dates": _save_dates}


def _place_faults(context) -> None:
    """The form of an exception has each field once."""
    for fault in context.faults:
        fault.anchor = fault.field
    context.fault_at = {fault.field: fault.message for fault in context.faults if fault.field}


def _labels() -> dict[str, str]:
    meta = frappe.get_meta("Gov Reporting Period")
    return {field: meta.get_label(field) for field in DATE_FIELDS}


def _year() -> int:
    return asked.year(frappe.form_dict.anio) or clock.today().year
