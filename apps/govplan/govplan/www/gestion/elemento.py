import frappe
from frappe import _

from govplan.approval.service import available_acts
from govplan.monitoring.plan_progress import live
from govplan.planning import sdg
from govplan.planning.plan_writing import NODE_FIELDS, NODE_TABLES, delete_node, save_node
from govplan.planning.plans import name_of_node, nodes_of
from govplan.staff import plans
from govplan.staff.acting import can_write_now
from govplan.staff.choices import units
from govplan.staff.pages import is_post, open_page, redirect
from govplan.staff.records import NEW, seen
from govplan.staff.refusals import handle
from govplan.staff.tables import shown_rows, typed_rows

no_cache = 1

PLAN, ADDRESS = "/gestion/planes/{plan}", "/gestion/planes/{plan}/{code}"
# Tables as the form sends them; goal and target are one choice there.
TABLES = {
    "purposes": ("purpose",),
    "sdg": ("served",),
    "population_groups": ("population_group",),
    "related": ("related_node", "note"),
}


def get_context(context):
    """An element of a plan: its form while the plan can be written, else its reading."""
    plan = seen("Gov Plan", frappe.form_dict.plan)
    node = _opened(plan, frappe.form_dict.node)
    open_page(context, node.title or _("New element"))
    if is_post():
        handle(context, lambda: _answer(plan, node))
        node = _opened(plan, frappe.form_dict.node)
    context.plan, context.node = plan, node
    context.editable = can_write_now(plan, available_acts(plan))
    if node.is_new() and not context.editable:
        redirect(PLAN.format(plan=plan.name))
    _show_form(context)
    if not node.is_new():
        _show_around(context)


def _opened(plan, code: str):
    if code == NEW:
        frappe.has_permission("Gov Plan Node", "create", throw=True)
        above = frappe.form_dict.bajo
        parent = name_of_node(plan.name, above) if above else None
        return frappe.new_doc("Gov Plan Node", plan=plan.name, parent_gov_plan_node=parent)
    return seen("Gov Plan Node", name_of_node(plan.name, code))


def _answer(plan, node) -> str:
    form = frappe.form_dict
    if form.act == "delete":
        delete_node(plan.name, node.code, form.modified)
        return PLAN.format(plan=plan.name) + "?hecho=hecho"
    values = {field: form.get(field) or "" for field in NODE_FIELDS if field in form}
    values["approaches"] = "\n".join(frappe.request.form.getlist("approaches"))
    for table, fields in TABLES.items():
        values[table] = typed_rows(form, table, fields)
    values["sdg"] = [_goal_and_target(row) for row in values["sdg"]]
    saved = save_node(plan.name, None if node.is_new() else node.code, values, form.modified)
    if form.act == "another":
        above = saved.parent_gov_plan_node or ""
        return ADDRESS.format(plan=plan.name, code=NEW) + f"?bajo={above.rpartition(':')[2]}"
    return ADDRESS.format(plan=plan.name, code=saved.code) + "?hecho=guardado"


def _goal_and_target(row: dict) -> dict:
    code = row["served"]
    is_target = "." in code
    return {
        "name": row["name"],
        "sdg_goal": code.partition(".")[0],
        "sdg_target": code if is_target else "",
    }


def _show_form(context) -> None:
    form, node = frappe.form_dict, context.node
    context.values = form if context.typed else node
    context.chosen_approaches = (
        frappe.request.form.getlist("approaches")
        if context.typed
        else (node.approaches or "").splitlines()
    )
    stored = {table: node.get(table) for table in NODE_TABLES}
    stored["sdg"] = [
        {"name": row.name, "served": row.sdg_target or row.sdg_goal} for row in node.sdg
    ]
    context.tables = {
        table: shown_rows(stored[table], typed_rows(form, table, fields) if context.typed else None)
        for table, fields in TABLES.items()
    }
    if context.editable:
        context.places = plans.place_choices(context.plan.name, node.name or "")
        context.units, context.goals = units(), plans.sdg_choices()
        context.groups = plans.group_choices()
        context.others = plans.related_choices(context.plan)


def _show_around(context) -> None:
    plan, node = context.plan, context.node
    rows = nodes_of(plan.name)
    told = live(plan, rows)
    nodes = plans.shown_nodes(rows)
    context.told_by_code = {one["code"]: one for one in told["nodes"]}
    context.month, context.told = told["month"], context.told_by_code.get(node.code)
    context.children = [one for one in nodes if one["parent"] == node.name]
    talks = plans.talks_of(plan, nodes)
    context.talks = talks.get(node.code, {"events": [], "agreements": []})
    context.indicators = plans.indicators_of(node.name)
    context.relations = plans.relations_of(node.name)
    context.served = [
        (row.sdg_target or row.sdg_goal, sdg.title_of(row.sdg_target or row.sdg_goal))
        for row in node.sdg
    ]
    context.ancestors = plans.above(nodes, node.name)
    context.unit = frappe.get_cached_value("Gov Unit", node.responsible_unit, "unit_name")
