"""What a director of the demo writes in a month's report, and the proof attached."""

from collections.abc import Mapping
from typing import Any

import frappe

from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.demo.paper import page
from govplan.domain.periods import Month
from govplan.monitoring.evidence import attach_file, attach_url
from govplan.monitoring.reports import save_report
from govplan.monitoring.submission import faults_of_report
from govplan.presentation import month_name

_DONE = (
    "Se cumplió lo previsto para el mes.",
    "El trabajo avanzó según el cronograma acordado con los barrios.",
    "Se atendió primero a las comunidades con más demora.",
    "Las lluvias obligaron a cambiar el orden de los trabajos, sin dejar de hacerlos.",
)
_CAUSE = "Menos días de trabajo por lluvias y un equipo en reparación."
_ACTION = "Se reprogramó la cuadrilla y se contrató un equipo de apoyo."
_MISSING = "El sistema que da este dato estuvo fuera de servicio."
RESERVED = ("FINANZAS", "FI-02", 8)


class Teller:
    """Writes reports as their directors, from the town's files."""

    def __init__(self, files: TownFiles, cast: Cast) -> None:
        self.files = files
        self.cast = cast

    def report(self, month: Month, unit: str) -> Any:
        """The latest version of a unit's report of a month."""
        found = frappe.get_all(
            "Gov Progress Report",
            filters={"unit": unit, "period": str(month)},
            pluck="name",
            order_by="version desc, name asc",
            limit=1,
        )
        return frappe.get_doc("Gov Progress Report", found[0])

    def say(
        self,
        month: Month,
        unit: str,
        instead: Mapping[str, Mapping[str, str]] | None = None,
        name: str = "",
    ) -> Any:
        """Save what the unit did, with its proof; `instead` overrides fields by indicator."""
        with acting(self.cast.director(unit)):
            report = (
                frappe.get_doc("Gov Progress Report", name) if name else self.report(month, unit)
            )
            rows = {row.row_key: self._row(row, unit, month) for row in report.rows}
            for row in report.rows:
                rows[row.row_key].update((instead or {}).get(row.indicator, {}))
            report = save_report(report.name, rows, self._narrative(unit, month), report.modified)
            self._prove(report, unit, month)
            return self._explain(report)

    def _row(self, row: Any, unit: str, month: Month) -> dict[str, str]:
        line = next(one for one in self.files["poas"][unit] if one["indicator"] == row.indicator)
        actual = line["actual"][month.month - 1]
        if actual is None:
            return {} if row.status != "Not reported" else {"missing_reason": _MISSING}
        said = {"narrative": _DONE[(month.month + len(row.indicator_name)) % len(_DONE)]}
        if isinstance(actual, list):
            return {**said, "numerator": actual[0], "denominator": actual[1]}
        return {**said, "value": actual}

    def _narrative(self, unit: str, month: Month) -> str:
        lines = len(self.files["poas"][unit])
        return f"En {month_name(str(month))} la unidad trabajó en {lines} líneas de su POA."

    def _prove(self, report: Any, unit: str, month: Month) -> None:
        """One proof for the whole report, on paper for one report in four; one is reserved."""
        if report.evidence:
            return
        title = f"Informe de {month_name(str(month))}"
        if (month.month + len(unit)) % 4 == 0 or unit == "OBRAS":
            name = f"informe-{unit.lower()}-{month}.pdf"
            attach_file(report, "", title, name, page(f"{title}: {report.title}"))
        else:
            address = f"https://respaldos.sanjacinto.example/{unit.lower()}/{month}"
            attach_url(report, "", title, address)
        if (unit, month.month) == (RESERVED[0], RESERVED[2]):
            row = next(row for row in report.rows if row.indicator == RESERVED[1])
            attach_file(
                report,
                row.row_key,
                "Detalle de pagos a proveedores",
                f"pagos-{month}.pdf",
                page("Detalle de pagos con datos personales"),
                "Reserved",
                "Contiene datos personales (Ley Orgánica de Protección de Datos Personales)",
            )

    def _explain(self, report: Any) -> Any:
        """Where a line is far behind, its cause and what is done about it."""
        behind = {fault.row_key for fault in faults_of_report(report) if fault.field == "cause"}
        if not behind:
            return report
        rows = {key: {"cause": _CAUSE, "corrective_action": _ACTION} for key in behind}
        return save_report(report.name, rows, report.narrative, report.modified)
