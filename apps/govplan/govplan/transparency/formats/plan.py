"""An approved plan: its texts, and its tree of elements with all they say."""

from typing import Any

from frappe import _
from frappe.utils import cint, cstr

from govplan.planning.plans import codes_of, nodes_of
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import day, titles_of
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.town import town

SCHEMA = "govplan-plan-2"


def subject_of(doc: Any) -> str:
    """Its code, which all its versions share."""
    return cstr(doc.code)


def collect(doc: Any, fmt: Any) -> Collected:
    """The plan and every element of its tree, parents before their children."""
    content = {"schema": SCHEMA, "format": fmt.name, "municipality": town(), **said(doc)}
    return Collected(content, ((doc.doctype, doc.name),))


def said(doc: Any) -> dict[str, Any]:
    """What a plan says, approved or not, in the form it is published in."""
    return {
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
        "nodes": _nodes(doc.name),
    }


def goals_served(node: dict[str, Any]) -> list[str]:
    """Codes of goals and targets an element serves; editions of the first schema told one."""
    if "sdg" in node:
        return [row["target"] or row["goal"] for row in node["sdg"]]
    return [cstr(node["sdg_target"] or node["sdg_goal"])] if node.get("sdg_goal") else []


def groups_served(node: dict[str, Any]) -> list[str]:
    """The population groups an element names, in editions of either schema."""
    named = node.get("population_groups")
    return named if named is not None else list(filter(None, [node["population_group"]]))


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """One row per element, then the plan's own texts."""
    columns = (
        Column(_("Code")),
        Column(_("Level")),
        Column(_("Title")),
        Column(_("Part of")),
        Column(_("Weight"), Kind.NUMBER),
        Column(_("Purposes")),
        Column(_("Approaches")),
        Column(_("Responsible unit")),
        Column(_("Population groups")),
        Column(_("SDG")),
        Column(_("National plan")),
        Column(_("Related elements")),
    )
    codes = {node["name"]: node["code"] for node in content["nodes"]}
    rows = tuple(_row(node, codes) for node in content["nodes"])
    return Table(_("Plan"), columns, rows), _texts(content)


def _row(node: dict[str, Any], codes: dict[str, str]) -> Row:
    cells = (
        node["code"],
        node["level"],
        node["title"],
        codes.get(node["parent"], ""),
        node.get("weight"),
        "\n".join(node["purposes"]),
        "\n".join(node["approaches"]),
        node["responsible_unit_name"],
        "\n".join(groups_served(node)),
        "\n".join(goals_served(node)),
        node["national_reference"],
        "\n".join(_told_relation(one) for one in node.get("related", [])),
    )
    return Row(cells, f"{node['code']} {node['title']}".strip())


def _told_relation(related: dict[str, str]) -> str:
    return f"{related['plan_name']}: {related['code']} {related['title']}"


def _texts(content: dict[str, Any]) -> Table:
    facts = {
        _("Name"): content["name"],
        _("Kind"): _(content["kind"]),
        _("Version"): str(content["version"]),
        _("First year"): str(content["year_from"]),
        _("Last year"): str(content["year_to"]),
        _("Vision"): content["vision"],
        _("Summary"): content["summary"],
        _("Approaches"): "\n".join(
            ": ".join(filter(None, (one["approach"], one["description"])))
            for one in content["approaches"]
        ),
        _("Approving act"): content["approving_act"],
        _("Date of the act"): content["approved_on"],
        _("Act of the reform"): content["reform_act"],
    }
    rows = tuple(Row((name, value), name) for name, value in facts.items())
    return Table(_("Texts of the plan"), (Column(_("Field")), Column(_("Value"))), rows)


def _nodes(plan: str) -> list[dict[str, Any]]:
    rows = nodes_of(plan)
    units = titles_of("Gov Unit", [row.responsible_unit for row in rows])
    related = _related(rows)
    return [_node(row, units, related) for row in rows]


def _node(row: Any, units: dict[str, str], related: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "name": row.name,
        "code": cstr(row.code),
        "level": cstr(row.level_name),
        "title": cstr(row.title),
        "parent": cstr(row.parent_gov_plan_node),
        "weight": cstr(row.weight) or None,
        "purposes": [cstr(one["purpose"]) for one in row.purposes],
        "approaches": cstr(row.approaches).splitlines(),
        "responsible_unit": cstr(row.responsible_unit),
        "responsible_unit_name": units.get(row.responsible_unit, ""),
        "population_groups": [cstr(one["population_group"]) for one in row.population_groups],
        "sdg": [
            {"goal": cstr(one["sdg_goal"]), "target": cstr(one["sdg_target"])} for one in row.sdg
        ],
        "national_reference": cstr(row.national_reference),
        "related": [
            {**related[one["related_node"]], "note": cstr(one["note"])}
            for one in row.related
            if one["related_node"] in related
        ],
    }


def _related(rows: list[Any]) -> dict[str, dict[str, str]]:
    """Elements of other plans by name, as their own plan calls them."""
    names = {one["related_node"] for row in rows for one in row.related}
    if not names:
        return {}
    codes, titles = codes_of(names), titles_of("Gov Plan Node", names)
    plans = titles_of("Gov Plan", [name.rpartition(":")[0] for name in names])
    return {
        name: {
            "plan": plan,
            "plan_name": plans.get(name.rpartition(":")[0], plan),
            "code": code,
            "title": titles.get(name, code),
        }
        for name, (plan, code) in codes.items()
    }
