"""What the town promised: its plan, its indicators, a POA for each unit and year."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.demo.programme import Programme
from govplan.planning.plans import name_of_node
from govplan.planning.units_of_measure import ensure

MONTHS = tuple(f"m{number:02d}" for number in range(1, 13))
_PLAN_FIELDS = ("code", "plan_name", "kind", "approving_act", "vision", "summary")
_NODE_FIELDS = ("code", "level_name", "title")
_LINE_FIELDS = ("indicator", "activity", "territory", "weight", "annual_target", "target_text")


class Promises:
    """The plan and the POAs, put on the agenda, each step by its people."""

    def __init__(self, files: TownFiles, cast: Cast, programme: Programme, agenda: Agenda) -> None:
        self.files = files
        self.cast = cast
        self.programme = programme
        self.agenda = agenda

    def units(self, year: int) -> list[str]:
        """The units with a POA for a year."""
        return [unit for unit in self.files["poas"] if self._lines(unit, year)]

    def plan(self, moment: datetime, years: Iterable[int]) -> None:
        """The plan at that moment, a POA a week later or in December before its year."""
        self.agenda.at(moment, self._plan)
        for year in years:
            decided = max(moment + timedelta(days=7), datetime(year - 1, 12, 11, 10))
            for unit in self.units(year):
                self.agenda.at(decided, partial(self._poa, unit, year))

    def _lines(self, unit: str, year: int) -> list[dict[str, Any]]:
        return self.programme.lines(self.files["poas"][unit], year)

    def _plan(self) -> None:
        given, planner = self.files["plan"], self.cast.anyone("Planner")
        year = self.programme.told
        with acting(planner):
            plan = frappe.get_doc(
                {
                    "doctype": "Gov Plan",
                    "year_from": year - 1,
                    "year_to": year - 2 + given["years"],
                    "approaches": [
                        {"approach": name, "description": text}
                        for name, text in given["approaches"]
                    ],
                    **{field: given[field] for field in _PLAN_FIELDS},
                }
            ).insert()
            for order, node in enumerate(given["nodes"], start=1):
                _node(plan.name, given, node, order)
        self.cast.approve(plan, planner, "PLANIFICACION")
        ensure(sheet["unit_of_measure"] for sheet in self.files["indicators"])
        for sheet in self.files["indicators"]:
            _indicator(plan.name, sheet, year)

    def _poa(self, unit: str, year: int) -> None:
        plan = self.files["plan"]["code"]
        starts = max(self.programme.first.first_day, datetime(year, 1, 1).date())
        director = self.cast.director(unit)
        with acting(director):
            poa = frappe.get_doc(
                {
                    "doctype": "Gov POA",
                    "unit": unit,
                    "fiscal_year": year,
                    "effective_from": starts,
                    "rows": [
                        _line(line, name_of_node(plan, self._node_of(line)))
                        for line in self._lines(unit, year)
                    ],
                }
            ).insert()
        self.cast.approve(poa, director, unit)

    def _node_of(self, line: dict[str, Any]) -> str:
        return self.programme.sheets[line["indicator"]]["node"]


def _node(plan: str, given: dict[str, Any], node: dict[str, Any], order: int) -> None:
    has_below = any(other["parent"] == node["code"] for other in given["nodes"])
    frappe.get_doc(
        {
            "doctype": "Gov Plan Node",
            "plan": plan,
            "parent_gov_plan_node": name_of_node(plan, node["parent"]) if node["parent"] else None,
            "is_group": int(has_below),
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
