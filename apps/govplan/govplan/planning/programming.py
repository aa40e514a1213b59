"""What is wrong or missing in the lines of a POA, told in words and by line."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from govplan.domain.indicators import Accumulation, Sheet
from govplan.domain.periods import Month, fiscal_months
from govplan.domain.programming import Fault as Wrong
from govplan.domain.programming import Problem, check_programming, check_range
from govplan.domain.quantity import canonical, display, parse_quantity
from govplan.domain.weights import WeightFault, WeightProblem, check_weights
from govplan.errors import BadProgramming, Fault, OutOfLegalRange, Refused, ValueMissing
from govplan.planning.sheets import indicators_named, sheet_of
from govplan.typed import fill, place_of, quantity, text

MONTH_FIELDS = tuple(f"m{number:02d}" for number in range(1, 13))
_QUANTITIES = ("weight", "annual_target", *MONTH_FIELDS)
_MONEY = ("budget_programmed", "budget_codified")
_OUTSIDE = frozenset({Wrong.BELOW_MINIMUM, Wrong.ABOVE_MAXIMUM})


def reading_faults(poa: Document) -> list[Fault]:
    """Put every quantity of the lines in its one form; faults for those that are none."""
    faults = []
    for row in poa.rows:
        typed = {name: row.get(name) for name in _QUANTITIES}
        readers = dict.fromkeys(_QUANTITIES, quantity)
        faults += fill(row, typed, readers, *place_of(poa, "rows", row))
    return faults


def line_faults(poa: Document) -> list[Fault]:
    """What in the lines cannot be true; quantities are in their one form."""
    sheets = indicators_named(row.indicator for row in poa.rows)
    checks: tuple[Callable[[Document, Document], list[Fault]], ...] = (_money_faults, _twin_faults)
    faults = list(_weight_faults(poa))
    for row in poa.rows:
        faults += [fault for check in checks for fault in check(poa, row)]
        if row.indicator in sheets:  # else the framework says that it does not exist
            target = parse_quantity(row.annual_target)
            faults += _programming_faults(poa, row, sheet_of(sheets[row.indicator], target))
    return faults


def missing_faults(poa: Document) -> list[Fault]:
    """What a line needs before others can decide on it: a target and months that lead to it."""
    kinds = indicators_named(row.indicator for row in poa.rows)
    faults = []
    for row in poa.rows:
        key, where = place_of(poa, "rows", row)
        steps = kinds[row.indicator].accumulation == Accumulation.MILESTONE
        if not row.annual_target and not steps:
            message = _("{0}: write the annual target.").format(where)
            faults.append(Fault(key, "annual_target", message, ValueMissing))
        if not any(row.get(name) for name in MONTH_FIELDS):
            message = _("{0}: program at least one month.").format(where)
            faults.append(Fault(key, MONTH_FIELDS[0], message, ValueMissing))
    return faults


def programme_of(row: Document, year: int) -> dict[Month, Decimal | None]:
    """The months of a line's fiscal year and what each asks for."""
    months = zip(fiscal_months(year), MONTH_FIELDS, strict=True)
    return {month: parse_quantity(row.get(name)) for month, name in months}


def _weight_faults(poa: Document) -> Iterator[Fault]:
    for problem in check_weights([parse_quantity(row.weight) for row in poa.rows]):
        if problem.fault is WeightFault.SUM_DIFFERS:
            yield Fault("rows.1", "weight", _sum_differs(problem), BadProgramming)
            continue
        words = {
            WeightFault.NOT_POSITIVE: _("{0}: the weight has to be above zero."),
            WeightFault.SOME_BLANK: _(
                "{0}: write its weight, as other lines have one; or leave all of them blank."
            ),
        }[problem.fault]
        for place in problem.lines:
            key, where = place_of(poa, "rows", poa.rows[place])
            yield Fault(key, "weight", words.format(where))


def _sum_differs(problem: WeightProblem) -> str:
    total, by = display(problem.total, None), display(abs(problem.difference), None)
    if problem.difference > 0:
        words = _("The weights of the lines add up to {0}: {1} more than 100.")
    else:
        words = _("The weights of the lines add up to {0}: {1} less than 100.")
    return words.format(total, by)


def _money_faults(poa: Document, row: Document) -> list[Fault]:
    key, where = place_of(poa, "rows", row)
    message = _("{0}: a budget cannot be below zero.").format(where)
    return [Fault(key, name, message) for name in _MONEY if flt(row.get(name)) < 0]


def _twin_faults(poa: Document, row: Document) -> list[Fault]:
    """A line is known from one version to the next by indicator, activity and territory."""
    row.activity = text(row.activity)
    mine = _identity(row)
    if not any(_identity(other) == mine for other in poa.rows if other.idx < row.idx):
        return []
    key, where = place_of(poa, "rows", row)
    message = _("{0}: another line has the same indicator, activity and territory.")
    return [Fault(key, "activity", message.format(where))]


def _identity(row: Document) -> tuple[str, str, str]:
    return (row.indicator or "", text(row.activity), row.territory or "")


def _programming_faults(poa: Document, row: Document, sheet: Sheet) -> list[Fault]:
    programmed = programme_of(row, poa.fiscal_year)
    if all(asked is None for asked in programmed.values()):
        return list(_target_faults(poa, row, sheet))
    problems = check_programming(sheet, programmed)
    faults = [_told(poa, row, problem) for problem in problems]
    return [*faults, *_target_faults(poa, row, sheet)]


def _target_faults(poa: Document, row: Document, sheet: Sheet) -> Iterator[Fault]:
    # The range is of one value, and the target of a sum is not one.
    if sheet.accumulation is not Accumulation.CUMULATIVE:
        problem = check_range(sheet.annual_target, sheet.legal_min, sheet.legal_max)
        if problem:
            yield _told(poa, row, problem)


def _told(poa: Document, row: Document, problem: Problem) -> Fault:
    key, where = place_of(poa, "rows", row)
    name = MONTH_FIELDS[problem.month.month - 1] if problem.month else "annual_target"
    found, expected = _written(problem.found), _written(problem.expected)
    place = f"{where}, {_(row.meta.get_label(name))}"
    kind: type[Refused] = OutOfLegalRange if problem.fault in _OUTSIDE else BadProgramming
    return Fault(key, name, _words(problem.fault).format(place, found, expected), kind)


def _words(wrong: Wrong) -> str:
    return {
        Wrong.SUM_DIFFERS: _("{0}: the months add up to {1} and the target is {2}."),
        Wrong.NO_ANNUAL_TARGET: _("{0}: write it; the months add up to {1}."),
        Wrong.NEGATIVE: _("{0}: {1} is programmed, and nothing below zero can be."),
        Wrong.NOT_CONSTANT: _("{0}: {1} is programmed, and the target is {2} in every month."),
        Wrong.BELOW_MINIMUM: _("{0}: {1} is below the smallest legal value, {2}."),
        Wrong.ABOVE_MAXIMUM: _("{0}: {1} is above the largest legal value, {2}."),
    }[wrong]


def _written(number: Decimal | None) -> str:
    return "" if number is None else canonical(number)
