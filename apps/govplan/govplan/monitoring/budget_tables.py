"""The programme budget as tables for a spreadsheet."""

from decimal import Decimal

from frappe import _

from govplan.domain.finance import financial_percent
from govplan.domain.programme_budget import BudgetTotal
from govplan.domain.quantity import canonical
from govplan.monitoring.budget import Element, Line, ProgrammeBudget, path_of
from govplan.transparency.tables import Column, Kind, Row, Table


def lines_table(budget: ProgrammeBudget) -> Table:
    """A row per line, with the plan, the axis and the element it serves."""
    elements = {
        element.node.name: element for _name, _total, found in budget.plans for element in found
    }
    headings = (
        *(_("Plan"), _("Axis"), _("Element"), _("Alignment"), _("Unit"), _("Activity")),
        *(_("Indicator"), _("Budget code")),
    )
    rows = tuple(_line(line, path_of(line.figures.node, elements)) for line in budget.lines)
    return Table(_("Lines"), (*map(Column, headings), *_money_columns()), rows)


def elements_table(budget: ProgrammeBudget) -> Table:
    """A row per plan and element, each with all that is under it."""
    headings = (_("Plan"), _("Level"), _("Code"), _("Element"))
    rows = []
    for name, total, found in budget.plans:
        rows.append(Row((name, _("Plan"), "", "", *_money(total))))
        rows += [_element(element) for element in found]
    return Table(_("Elements"), (*map(Column, headings), *_money_columns()), tuple(rows))


def _money_columns() -> tuple[Column, ...]:
    headings = (
        *(_("Programmed budget"), _("Codified budget"), _("Accrued budget")),
        *(_("Financial, %"), _("Physical, %")),
    )
    return tuple(Column(heading, Kind.NUMBER) for heading in headings)


def _line(line: Line, path: list[Element]) -> Row:
    figures, planned = line.figures, line.planned
    financial = financial_percent([(figures.accrued, figures.codified)])
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
            _text(figures.programmed),
            _text(figures.codified),
            _text(figures.accrued),
            _text(financial),
            _text(figures.progress.percent),
        )
    )


def _element(element: Element) -> Row:
    node = element.node
    return Row((element.plan_name, node.level_name, node.code, node.title, *_money(element.total)))


def _money(total: BudgetTotal) -> tuple[str | None, ...]:
    figures = (total.programmed, total.codified, total.accrued, total.financial)
    return (*map(_text, figures), _text(total.physical.percent))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else canonical(number)
