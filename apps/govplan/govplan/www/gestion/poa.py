import frappe
from frappe import _

from govplan.domain.quantity import parse_quantity
from govplan.domain.sheets import HUNDRED
from govplan.errors import Fault, refuse_faults
from govplan.planning import rollover
from govplan.planning.poas import current_month, poas_in_force
from govplan.staff.pages import is_post, open_page
from govplan.staff.poas import (
    chosen_year,
    waiting_for,
    year_of_poas,
    years_with_poas,
)
from govplan.staff.refusals import handle
from govplan.typed import Unreadable, quantity

no_cache = 1


def get_context(context):
    """The POAs of a year by unit, the units without one, and the next year's beginning."""
    open_page(context, _("Annual operating plans"))
    context.outcomes = []
    context.year = chosen_year(frappe.form_dict.anio)
    if is_post():
        handle(context, lambda: _roll_over(context))
    context.words_of = rollover.words_of
    context.years = years_with_poas()
    context.overview = year_of_poas(context.year)
    context.waiting = waiting_for(context.overview.poas)
    context.is_planner = "Planner" in context.posts or frappe.session.user == "Administrator"
    context.may_create = frappe.has_permission("Gov POA", "create")
    context.before = set(poas_in_force(current_month(context.year - 1)))
    context.carried_units = [
        ("", _("all units")),
        *((u.name, u.unit_name) for u in context.overview.without if u.name in context.before),
    ]
    context.typed_months = frappe.form_dict.months or rollover.SCALED
    context.typed_percent = frappe.form_dict.percent or "100"


def _roll_over(context) -> str:
    """Stays on the page: what became of each unit is told in place."""
    form = frappe.form_dict
    units = [form.unit] if form.unit else None
    percent = _percent(form.percent)
    context.outcomes = rollover.roll_over(
        context.year - 1, form.months or rollover.SCALED, percent, units
    )
    return ""


def _percent(typed: str | None):
    try:
        given = parse_quantity(quantity(typed))
        return HUNDRED if given is None else given
    except Unreadable as error:
        refuse_faults([Fault("", "percent", str(error), error.kind)])
