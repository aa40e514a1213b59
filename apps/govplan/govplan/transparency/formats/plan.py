"""An approved plan: its tree of nodes with their purposes."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import day, titles_of
from govplan.transparency.sources import children
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.town import town

SCHEMA = "govplan-plan-1"


def subject_of(doc: Any) -> str:
    """Its code, which all its versions share."""
    return cstr(doc.code)


def collect(doc: Any, fmt: Any) -> Collected:
    """The plan and every node of its tree, parents before their children."""
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "municipality": town(),
        "code": cstr(doc.code),
        "name": cstr(doc.plan_name),
        "kind": cstr(doc.kind),
        "version": cint(doc.version),
        "year_from": cint(doc.year_from),
        "year_to": cint(doc.year_to),
        "vision": cstr(doc.vision),
        "summary": cstr(doc.summary),
        "approaches": [
            {"approach": cstr(row.approach), "description": cstr(row.description)}
            for row in doc.approaches
        ],
        "approving_act": cstr(doc.approving_act),
        "approved_on": day(doc.approved_on_act),
        "reform_act": cstr(doc.reform_act),
        "nodes": _nodes(doc),
    }
    return Collected(content, ((doc.doctype, doc.name),))


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """One row per node."""
    columns = (
        Column(_("Code")),
        Column(_("Level")),
        Column(_("Title")),
        Column(_("Part of")),
        Column(_("Purposes")),
        Column(_("Responsible unit")),
        Column(_("Population group")),
        Column(_("SDG"), Kind.NUMBER),
        Column(_("SDG target")),
        Column(_("National plan")),
    )
    titles = {node["name"]: node["title"] for node in content["nodes"]}
    rows = tuple(_row(node, titles) for node in content["nodes"])
    return (Table(_("Plan"), columns, rows),)


def _row(node: dict[str, Any], titles: dict[str, str]) -> Row:
    cells = (
        node["code"],
        node["level"],
        node["title"],
        titles.get(node["parent"], ""),
        "\n".join(node["purposes"]),
        node["responsible_unit_name"],
        node["population_group"],
        str(node["sdg_goal"] or ""),
        node["sdg_target"],
        node["national_reference"],
    )
    return Row(cells, f"{node['code']} {node['title']}".strip())


def _nodes(doc: Any) -> list[dict[str, Any]]:
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"plan": doc.name},
        fields=["*"],
        order_by="lft asc, name asc",
        limit=0,
    )
    purposes = children("Gov Plan Purpose", "Gov Plan Node", [row.name for row in rows])
    units = titles_of("Gov Unit", [row.responsible_unit for row in rows])
    return [_node(row, purposes.get(row.name, []), units) for row in rows]


def _node(row: Any, purposes: list[Any], units: dict[str, str]) -> dict[str, Any]:
    return {
        "name": row.name,
        "code": cstr(row.code),
        "level": cstr(row.level_name),
        "title": cstr(row.title),
        "parent": cstr(row.parent_gov_plan_node),
        "purposes": [cstr(one.purpose) for one in purposes],
        "approaches": cstr(row.approaches).splitlines(),
        "responsible_unit": cstr(row.responsible_unit),
        "responsible_unit_name": units.get(row.responsible_unit, ""),
        "population_group": cstr(row.population_group),
        "sdg_goal": cint(row.sdg_goal) or None,
        "sdg_target": cstr(row.sdg_target),
        "national_reference": cstr(row.national_reference),
    }
