"""What the town promised: its plan, its indicators, a POA for each unit and year."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.demo.administration import Administration
from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.demo.programme import Programme
from govplan.domain.periods import Month
from govplan.planning.plans import name_of_node
from govplan.planning.units_of_measure import ensure

MONTHS = tuple(f"m{number:02d}" for number in range(1, 13))
_PLAN_FIELDS = ("code", "plan_name", "kind", "approving_act", "vision", "summary")
_NODE_FIELDS = ("code", "level_name", "title")
_ON_THEIR_WAY = ("Submitted", "Reviewed")
_LINE_FIELDS = ("indicator", "activity", "territory", "weight", "annual_target", "target_text")


class Promises:
    """The plan and the POAs, put on the agenda, each step by its people."""

    def __init__(
        self,
        files: TownFiles,
        cast: Cast,
        programme: Programme,
        agenda: Agenda,
        administration: Administration,
    ) -> None:
        self.files = files
        self.administration = administration
        self.cast = cast
        self.programme = programme
        self.agenda = agenda

    def units(self, year: int) -> list[str]:
        """The units with a POA for a year: those there when it begins."""
        begins = max(Month(year, 1), self.programme.first)
        there = (u for u in self.files["poas"] if self.administration.reports(u, begins))
        return [unit for unit in there if self._lines(unit, year)]

    def units_in(self, month: Month) -> list[str]:
        """The units that report a month."""
        return [u for u in self.units(month.year) if self.administration.reports(u, month)]

    def plan(self, moment: datetime, years: Iterable[int]) -> None:
        """The plan at that moment, a POA a week later or in December before its year."""
        self.agenda.at(moment, self._plan)
        for year in years:
            decided = max(moment + timedelta(days=7), datetime(year - 1, 12, 11, 10))
            for unit in self.units(year):
                self.agenda.at(decided, partial(self._poa, unit, year))

    def write_poa(self, unit: str, year: int) -> Any:
        """The director writes the unit's POA of a year, over the draft if one was begun."""
        name = frappe.db.get_value("Gov POA", {"unit": unit, "fiscal_year": year, "docstatus": 0})
        with acting(self.cast.director(unit)):
            poa = frappe.get_doc("Gov POA", name) if name else frappe.new_doc("Gov POA")
            lines = self._lines(unit, year)
            nodes = _nodes_of(line["indicator"] for line in lines)
            starts = max(self.programme.first.first_day, datetime(year, 1, 1).date())
            poa.update({"unit": unit, "fiscal_year": year, "effective_from": starts})
            poa.set("rows", [_line(line, nodes[line["indicator"]]) for line in lines])
            return poa.save()

    def _lines(self, unit: str, year: int) -> list[dict[str, Any]]:
        return self.programme.lines(self.files["poas"][unit], year)

    def _plan(self) -> None:
        given, planner = self.files["plan"], self.cast.anyone("Planner")
        year = self.programme.told
        with acting(planner):
            plan = insert_plan(given, (year - 1, year - 2 + given["years"]))
        self.cast.approve(plan, planner, "PLANIFICACION")
        ensure(sheet["unit_of_measure"] for sheet in self.files["indicators"])
        for sheet in self.files["indicators"]:
            _indicator(plan.name, sheet, year)

    def _poa(self, unit: str, year: int) -> None:
        """Written, or finished where it waits, and approved."""
        waiting = {"unit": unit, "fiscal_year": year, "workflow_state": ["in", _ON_THEIR_WAY]}
        name = frappe.db.get_value("Gov POA", waiting)
        poa = frappe.get_doc("Gov POA", name) if name else self.write_poa(unit, year)
        self.cast.approve(poa, self.cast.director(unit), unit)


def insert_plan(given: dict[str, Any], years: tuple[int, int]) -> Any:
    """A plan and its elements, as a draft of the session's user."""
    plan = frappe.get_doc(
        {
            "doctype": "Gov Plan",
            "year_from": years[0],
            "year_to": years[1],
            "approaches": [
                {"approach": name, "description": text} for name, text in given["approaches"]
            ],
            **{field: given[field] for field in _PLAN_FIELDS},
        }
    ).insert()
    for order, node in enumerate(given["nodes"], start=1):
        has_below = any(other["parent"] == node["code"] for other in given["nodes"])
        insert_node(plan.name, node, order, has_below)
    return plan


def insert_node(plan: str, node: dict[str, Any], order: int, is_group: bool = False) -> Any:
    """An element of a plan that can be written; `related` names others."""
    return frappe.get_doc(
        {
            "doctype": "Gov Plan Node",
            "plan": plan,
            "parent_gov_plan_node": name_of_node(plan, node["parent"]) if node["parent"] else None,
            "is_group": int(is_group),
            "print_order": order,
            "responsible_unit": node.get("unit"),
            "purposes": [{"purpose": purpose} for purpose in node["purposes"]],
            "sdg": [
                {"sdg_goal": code.partition(".")[0], "sdg_target": code if "." in code else None}
                for code in node["sdg"]
            ],
            "population_groups": [
                {"population_group": group} for group in node.get("population_groups", ())
            ],
            "approaches": "\n".join(node.get("approaches", ())),
            "related": [
                {"related_node": related, "note": note} for related, note in node.get("related", ())
            ],
            **{field: node.get(field) for field in _NODE_FIELDS},
        }
    ).insert()


def _indicator(plan: str, sheet: dict[str, Any], told: int) -> None:
    fields = {key: value for key, value in sheet.items() if key != "node"}
    # The files count years from the one they tell.
    if "baseline_year" in fields:
        fields["baseline_year"] += told
    fields["targets"] = [
        {**target, "year": target["year"] + told} for target in sheet.get("targets", ())
    ]
    node = name_of_node(plan, sheet["node"])
    frappe.get_doc({"doctype": "Gov Indicator", "plan_node": node, **fields}).insert()


def _nodes_of(indicators: Iterable[str]) -> dict[str, str]:
    rows = frappe.get_all(
        "Gov Indicator",
        filters={"name": ["in", sorted(indicators)]},
        fields=["name", "plan_node"],
        order_by="name asc",
        limit=0,
    )
    return {row.name: row.plan_node for row in rows}


def _line(line: dict[str, Any], node: str) -> dict[str, Any]:
    code, programmed, codified = line.get("budget", ("", 0, 0))
    return {
        **{field: line[field] for field in _LINE_FIELDS},
        "plan_node": node,
        "budget_code": code,
        "budget_programmed": programmed,
        "budget_codified": codified,
        **dict(zip(MONTHS, line["programmed"], strict=True)),
    }
