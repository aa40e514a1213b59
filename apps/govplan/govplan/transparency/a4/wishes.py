"""What the records would say if the matrix were all there is to know."""

import re
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

from govplan.domain.quantity import canonical
from govplan.transparency.a4.codes import code_of, distinct
from govplan.transparency.a4.layout import FooterKey, folded
from govplan.transparency.a4.matrix import Matrix, MatrixRow

_HOLDER_FIELDS = {
    FooterKey.GPR: "planning_system_link",
    FooterKey.PERIODICITY: "periodicity",
    FooterKey.HOLDER: "holder_unit",
    FooterKey.RESPONSIBLE: "responsible_name",
    FooterKey.EMAIL: "responsible_email",
    FooterKey.PHONE: "responsible_phone",
}
# By the first word of a unit's name, as it is compared.
_KINDS = {
    "concejo": "Council",
    "alcaldia": "Mayor's office",
    "vicealcaldia": "Mayor's office",
    "coordinacion": "Coordination",
    "direccion": "Directorate",
    "empresa": "Decentralised body",
}
_OWN_NAME = r"[A-ZÁÉÍÓÚÑ]\w+(?: (?:(?:de|del|la|las|los|el) )*[A-ZÁÉÍÓÚÑ]\w+)*"
_TOWN = re.compile(rf"\bGAD Municipal (?:de|del cantón|de el|del) {_OWN_NAME}")
_WHOLE_MUNICIPALITY = "MUNICIPIO"


class Names:
    """Records of one kind by the text people know them by, and codes for those to come."""

    def __init__(self, by_text: dict[str, str], taken: set[str]) -> None:
        self._by_text = by_text
        self._taken = taken

    def name_for(self, text: str) -> str | None:
        return self._by_text.get(folded(text))

    def add(self, text: str) -> str:
        """The code of a record about to be created."""
        code = distinct(code_of(text), self._taken)
        self._taken.add(code)
        self._by_text[folded(text)] = code
        return code


def names_by_text(doctype: str, text_field: str) -> Names:
    """What there is of a kind; of two with the same text, the one made first."""
    rows = frappe.get_all(
        doctype, fields=["name", text_field], order_by="creation desc, name desc", limit=0
    )
    by_text = {folded(cstr(row[text_field])): row.name for row in rows}
    return Names(by_text, {row.name.upper() for row in rows})


def root_territory() -> str | None:
    """The territory that stands for the whole municipality, if there is one."""
    roots = frappe.get_all(
        "Gov Territory",
        filters={"parent_gov_territory": ["is", "not set"]},
        pluck="name",
        order_by="lft asc, name asc",
        limit=1,
    )
    return roots[0] if roots else None


def whole_municipality(matrix: Matrix) -> dict[str, Any]:
    """The territory for a town that has none yet: a matrix speaks of all of it."""
    name = municipality_named_in(matrix)
    return {
        "code": _WHOLE_MUNICIPALITY,
        "territory_name": name or _("Whole municipality"),
        "level": "Municipality",
        "is_group": 1,
    }


def municipality_named_in(matrix: Matrix) -> str | None:
    """The name the town gives itself in a note, the reason of a footer or an objective."""
    notes = [section.note for section in matrix.sections]
    texts = [*matrix.footers.values(), *notes, *(row.objective for row in matrix.rows)]
    found = (_TOWN.search(text) for text in texts)
    return next((match[0] for match in found if match), None)


def units(matrix: Matrix) -> list[dict[str, Any]]:
    """Each unit once, in printed order."""
    wishes: dict[str, dict[str, Any]] = {}
    for section in matrix.sections:
        for row in section.rows:
            wish = {
                "unit_name": row.unit,
                "process_family": section.family.name,
                "objective": row.objective,
            }
            wishes.setdefault(folded(row.unit), wish)
    return list(wishes.values())


def kind_of(unit_name: str) -> str:
    """The kind of unit a name begins with; an office when it tells none."""
    return _KINDS.get(folded(unit_name).split(" ")[0], "Office")


def indicators(matrix: Matrix) -> list[dict[str, Any]]:
    """Each indicator once. A percent is a level reached, a number of things adds up."""
    first: dict[str, MatrixRow] = {}
    for row in matrix.rows:
        first.setdefault(folded(row.indicator), row)
    return [_indicator(row) for row in first.values()]


def _indicator(row: MatrixRow) -> dict[str, Any]:
    target = row.target
    return {
        "indicator_name": row.indicator,
        "unit_of_measure": target.unit_of_measure,
        "frequency": "Yearly",
        "direction": "Ascending",
        "accumulation": "Level" if target.unit_of_measure == "%" else "Cumulative",
        "baseline_value": "" if target.baseline is None else canonical(target.baseline),
    }


def poa_line(row: MatrixRow, indicator: str, territory: str) -> dict[str, Any]:
    """The matrix gives the year's target only, so it is programmed for the year's end."""
    quantity = canonical(row.target.quantity)
    return {
        "indicator": indicator,
        "territory": territory,
        "annual_target": quantity,
        "target_text": row.target_text,
        "m12": quantity,
    }


def holder(matrix: Matrix) -> dict[str, str]:
    """What the footer says of who answers for the matrix, by field of the format."""
    return {field: matrix.footers[key] for key, field in _HOLDER_FIELDS.items()}


def notes(matrix: Matrix) -> dict[str, str]:
    """The note of each section without units."""
    return {section.family.name: section.note for section in matrix.sections if section.note}
