from urllib.parse import urlencode

import frappe
from frappe import _

from govplan.organisation.signing import signatures_on
from govplan.staff.pages import open_page
from govplan.staff.signing import acts_of_post, asked_day, unit_choices

no_cache = 1


def get_context(context):
    """Who could sign on a day, for all records or for those of one unit."""
    open_page(context, _("Signatures"))
    frappe.has_permission("Gov Post Holding", "read", throw=True)
    asked = frappe.form_dict
    context.on = asked_day(asked.dia)
    context.unit = asked.unidad or ""
    context.units = unit_choices()
    context.signatures = signatures_on(context.on, context.unit or None)
    context.acts_of_post = acts_of_post
    context.vacant = sum(one.is_vacant for one in context.signatures)
    context.download = "/api/method/govplan.api.organisation.signatures?" + urlencode(
        {"day": str(context.on), "unit": context.unit}
    )
