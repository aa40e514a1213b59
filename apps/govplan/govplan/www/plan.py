import frappe
from frappe import _

from govplan.portal.charts import axes_chart
from govplan.portal.plans import (
    children_of,
    codes_by_name,
    participation_of,
    progress_of,
    tree_of,
)
from govplan.transparency import public
from govplan.transparency.plan_changes import compare

no_cache = 1


def get_context(context):
    """A published plan as a tree with its progress; an earlier edition of it as it was."""
    editions = public.plan_editions(frappe.form_dict.plan)
    plan = _asked(editions, frappe.form_dict.number)
    context.plan, context.editions = plan, editions
    context.is_current = plan is editions[0]
    context.title = plan["name"]
    earlier = [one for one in editions if one["edition"]["number"] < plan["edition"]["number"]]
    context.earlier = earlier[0] if earlier else None
    context.changes = compare(earlier[0], plan) if earlier else None
    context.content = public.latest_open_data() if context.is_current else None
    context.told = progress_of(context.content, plan["code"])
    told = {node["code"]: node for node in context.told["nodes"]} if context.told else {}
    context.told_by_code, context.roots = told, children_of(plan, "")
    context.chart = axes_chart(context.roots, told)
    context.tree = tree_of(plan["nodes"], told, _talks(plan, editions, context.is_current))


def _asked(editions: list, number: int | None) -> dict:
    for one in editions:
        if number is None or one["edition"]["number"] == number:
            return one
    message = _("{0} has not been published.").format(frappe.form_dict.plan)
    raise frappe.PageDoesNotExistError(message)


def _talks(plan: dict, editions: list, is_current: bool) -> dict:
    if not is_current:
        return {}
    names = codes_by_name(editions)
    return participation_of(plan, names, public.events(), public.agreements())
