from urllib.parse import urlencode

import frappe
from frappe import _

from govplan.domain.punctuality import Arrival
from govplan.organisation.holders import scope
from govplan.staff import board
from govplan.staff.asked import year as asked_year
from govplan.staff.pages import open_page

no_cache = 1

_STATES = (*Arrival, "Draft", "Submitted", "Returned", "Reviewed", "Approved")


def get_context(context):
    """Timeliness and completeness by unit over a year, and one month's reports."""
    open_page(context, _("Board"))
    asked = frappe.form_dict
    year = asked_year(asked.anio) or board.latest_year()
    states = [str(state) for state in _STATES]
    context.under, context.state = asked.rama or "", asked.estado or ""
    context.board = board.board(year, context.under, context.state)
    seen = scope()
    context.approved_only = seen.approved and not seen.everything
    context.branches = [("", _("All units")), *board.branches()]
    context.states = [("", _("Any")), *((state, _(state)) for state in states)]
    context.download = "/api/method/govplan.api.board.download?" + urlencode(
        {"year": year, "under": context.under, "state": context.state}
    )
    context.period = asked.mes if asked.mes in context.board.months else ""
