"""The programme budget as tables for a spreadsheet."""

from dataclasses import astuple

from frappe import _

from govplan.domain.finance import Spending, spending
from govplan.domain.quantity import text_of
from govplan.monitoring.budget import Element, Line, ProgrammeBudget, path_of
from govplan.transparency.tables import Column, Kind, Row, Table


def lines_table(budget: ProgrammeBudget) -> Table:
    """A row per line, with the plan, the axis and the element it serves."""
    elements = {element.node.name: element for plan in budget.plans for element in plan.elements}
    headings = (
        *(_("Plan"), _("Axis"), _("Element"), _("Alignment"), _("Unit"), _("Activity")),
        *(_("Indicator"), _("Budget code")),
    )
    rows = tuple(_line(line, path_of(line.node, elements)) for line in budget.lines)
    return Table(_("Lines"), (*map(Column, headings), *_money_columns()), rows)


def elements_table(budget: ProgrammeBudget) -> Table:
    """A row per plan and element, each with all that is under it."""
    headings = (_("Plan"), _("Level"), _("Code"), _("Element"))
    rows = []
    for plan in budget.plans:
        figures = _figures(plan.total, plan.told["percent"])
        rows.append(Row((plan.name, _("Plan"), "", "", *figures)))
        rows += [_element(element) for element in plan.elements]
    return Table(_("Elements"), (*map(Column, headings), *_money_columns()), tuple(rows))


def _money_columns() -> tuple[Column, ...]:
    headings = (
        *(_("Programmed budget"), _("Codified budget"), _("Accrued budget")),
        *(_("Financial, %"), _("Physical, %")),
    )
    return tuple(Column(heading, Kind.NUMBER) for heading in headings)


def _line(line: Line, path: list[Element]) -> Row:
    planned, physical = line.planned, line.physical
    return Row(
        (
            path[0].plan_name if path else "",
            path[0].node.title if path else "",
            path[-1].node.title if path else "",
            _(line.alignment),
            line.unit_name,
            planned.activity or "",
            line.indicator_name,
            planned.budget_code or "",
            *_figures(spending([line.money]), text_of(physical)),
        )
    )


def _element(element: Element) -> Row:
    node = element.node
    figures = _figures(element.total, element.told["percent"])
    return Row((element.plan_name, node.level_name, node.code, node.title, *figures))


def _figures(total: Spending, physical: str | None) -> tuple[str | None, ...]:
    money = (text_of(amount) for amount in astuple(total))
    return (*money, physical)
