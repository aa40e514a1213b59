import frappe
from frappe import _

from govplan import clock
from govplan.organisation import places
from govplan.organisation.chart import nested
from govplan.staff import asked
from govplan.staff.choices import choices, territories
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import chosen, handle

no_cache = 1

ADDRESS = "/gestion/territorio?anio={year}&hecho=guardado"
TERRITORY = ("code", "territory_name", "level", "parent_gov_territory")
HOLIDAY = ("holiday_date", "holiday_name", "territory", "every_year")


def get_context(context):
    """The territory's tree and the holidays of a year, with the forms that add to them."""
    open_page(context, _("Territory and holidays"))
    frappe.has_permission("Gov Territory", "read", throw=True)
    frappe.has_permission("Gov Holiday", "read", throw=True)
    context.year = _year()
    if is_post():
        handle(context, _answer)
    context.sent = frappe.form_dict.act if context.typed else ""
    context.blank = frappe._dict()
    rows = frappe.get_list(
        "Gov Territory",
        fields=["name", "territory_name", "level", "parent_gov_territory"],
        order_by="lft asc, name asc",
        limit=0,
    )
    context.names = {row.name: row.territory_name for row in rows}
    context.territories = nested(rows, "name", "parent_gov_territory")
    context.territory_choices = territories()
    context.levels = choices(frappe.get_meta("Gov Territory"), "level")
    context.holidays = places.holidays_of(context.year)
    context.may_add = frappe.has_permission("Gov Holiday", "create")


def _year() -> int:
    return asked.year(frappe.form_dict.anio) or clock.today().year


def _answer() -> str:
    form = frappe.form_dict
    chosen(_ACTS, form.act)(form)
    return ADDRESS.format(year=_year())


def _add_territory(form) -> None:
    values = {field: form.get(field) or "" for field in TERRITORY}
    places.add_territory(values)


def _add_holiday(form) -> None:
    places.add_holiday({field: form.get(field) or "" for field in HOLIDAY})


def _copy(form) -> None:
    places.copy_holidays(_year())


def _remove(form) -> None:
    places.remove_holiday(form.holiday)


_ACTS = {
    "territory": _add_territory,
    "holiday": _add_holiday,
    "copy": _copy,
    "remove": _remove,
}
