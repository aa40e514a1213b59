"""Elements of plans: axes, programmes, projects, in the words of each plan."""

from typing import Any

from govplan.loading.fields import Wanted
from govplan.loading.kinds.base import Context
from govplan.loading.kinds.records import RecordKind
from govplan.loading.rows import ReadRow, SheetRows
from govplan.loading.sheets import Line
from govplan.planning.plans import name_of_node


class PlanNodes(RecordKind):
    """One row an element; its code is its own within the plan."""

    name = "plans"
    title = "Elements of plans"
    about = "Axes, programmes and projects of a plan that is a draft: one row an element."
    doctype = "Gov Plan Node"
    key_columns = ("plan", "code")
    needs_plan = True
    parent = "parent_gov_plan_node"
    wanted = Wanted(
        required=("plan", "code", "level_name", "title"),
        quantities=frozenset({"weight"}),
        names={
            "plan": ("Código del plan", "Plan code"),
            "code": ("Código del elemento", "Clave", "Numeral"),
            "level_name": ("Nivel del elemento", "Tipo de elemento"),
            "title": ("Nombre", "Nombre del elemento", "Denominación", "Descripción"),
            "parent_gov_plan_node": ("Código superior", "Pertenece a", "Depende de", "Parent"),
            "responsible_unit": ("Unidad responsable", "Responsable", "Área responsable"),
            "population_groups": ("Grupo poblacional", "Población"),
            "sdg": ("ODS", "Objetivos de Desarrollo Sostenible"),
            "purposes": ("Propósito", "Objetivos", "Purpose"),
        },
    )

    def name_of(self, values: dict[str, Any]) -> str:
        return name_of_node(values["plan"], values["code"])

    def name_in(self, rows: SheetRows, line: Line, context: Context) -> str:
        return name_of_node(self._plan(rows, line, context), rows.text(line, "code").upper())

    def within(self, rows: SheetRows, line: Line, context: Context) -> dict[str, str]:
        return {self.parent: name_of_node(self._plan(rows, line, context), "")}

    def complete(self, row: ReadRow, context: Context) -> None:
        if context.plan and not row.values.get("plan"):
            row.values["plan"] = context.plan

    def _plan(self, rows: SheetRows, line: Line, context: Context) -> str:
        return context.references.known("Gov Plan", rows.text(line, "plan")) or context.plan
