"""A year's target laid out over its twelve months; parts sum to it exactly."""

from collections.abc import Sequence
from decimal import Decimal

from govplan.domain.periods import Frequency
from govplan.domain.quantity import MAX_DECIMALS, rounded, wide_arithmetic
from govplan.domain.sheets import Accumulation, Sheet
from govplan.domain.words import Word

MONTHS_OF_YEAR = 12
Months = Sequence[Decimal | None]


class Helper(Word):
    """The ways to fill the months of a line."""

    EVENLY = "Spread evenly"
    BY_QUARTER = "By quarter"
    LIKE_LAST_YEAR = "Like last year"
    REPEAT = "Repeat the target"


class Obstacle(Word):
    """Why months cannot be filled."""

    NO_TARGET = "No annual target"
    ABOVE_TARGET = "The months already exceed the target"
    NOTHING_TO_FILL = "No month to fill"
    NO_LAST_YEAR = "Nothing programmed last year"
    IS_A_SUM = "The months are added up"


class DistributionError(ValueError):
    """The months cannot be filled, for the `obstacle` given."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(str(obstacle))
        self.obstacle = obstacle


def fill_months(
    sheet: Sheet,
    months: Months,
    helper: Helper,
    decimals: int,
    last_year: Months = (),
    first: int = 0,
) -> list[Decimal | None]:
    """The twelve months, fiscal order, with the blank ones from `first` on filled; others stay.

    A sum is parted among the blank months; a level or a milestone goes in equal steps from its
    baseline to the target; everything else repeats the target. Only months that end a period of
    the indicator's frequency are filled. `decimals` are those of the unit of measure; a target
    with more keeps its own. Raises DistributionError.
    """
    target = sheet.year_target
    if target is None:
        raise DistributionError(Obstacle.NO_TARGET)
    places = max(decimals, decimals_of(target))
    if sheet.accumulation is Accumulation.CUMULATIVE:
        shares = _shares(sheet, helper, last_year)
        return _parted(target, months, [Decimal(0)] * first + shares[first:], places)
    wanted = _wanted(sheet, target, helper, places, last_year)
    before: Months = [None] * first
    return _placed(months, [*before, *wanted[first:]])


def in_proportion(total: Decimal, shares: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """`total` in parts of `decimals` places that sum to it exactly.

    The sum of the parts up to each place is the exact share rounded half up, so that what
    rounding leaves over is spread and not heaped on the last. Raises ValueError when the shares
    are negative or sum to nothing, or when the total has more decimals.
    """
    if any(share < 0 for share in shares) or not any(shares):
        raise ValueError("Shares are positive and at least one is above zero")
    if decimals_of(total) > decimals:
        raise ValueError(f"{total} has more than {decimals} decimals")
    parts, before, above = [], Decimal(0), Decimal(0)
    with wide_arithmetic():
        whole = sum(shares, Decimal(0))
        for share in shares:
            above += share
            here = rounded(total * above / whole, decimals)
            parts.append(here - before)
            before = here
    return parts


def decimals_of(quantity: Decimal) -> int:
    """The decimals a quantity needs, zeros at the end left out."""
    exponent = quantity.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def scaled(quantity: Decimal, factor: Decimal, decimals: int) -> Decimal:
    """A quantity times a factor, rounded half up to `decimals` or to those it has."""
    with wide_arithmetic():
        return rounded(quantity * factor, min(MAX_DECIMALS, max(decimals, decimals_of(quantity))))


def _parted(
    target: Decimal, months: Months, shares: list[Decimal], places: int
) -> list[Decimal | None]:
    with wide_arithmetic():
        left = target - sum((asked for asked in months if asked is not None), Decimal(0))
    if left < 0:
        raise DistributionError(Obstacle.ABOVE_TARGET)
    blank = [share if asked is None else Decimal(0) for share, asked in _pairs(shares, months)]
    if not any(blank):
        raise DistributionError(Obstacle.NOTHING_TO_FILL)
    parts = in_proportion(left, blank, max(places, decimals_of(left)))
    filled = [part if share else None for part, share in zip(parts, blank, strict=True)]
    return [new if asked is None else asked for new, asked in zip(filled, months, strict=True)]


def _pairs(shares: list[Decimal], months: Months) -> list[tuple[Decimal, Decimal | None]]:
    return list(zip(shares, months, strict=True))


def _shares(sheet: Sheet, helper: Helper, last_year: Months) -> list[Decimal]:
    if helper is Helper.REPEAT:
        raise DistributionError(Obstacle.IS_A_SUM)
    if helper is Helper.LIKE_LAST_YEAR:
        return [max(asked or Decimal(0), Decimal(0)) for asked in _known(last_year)]
    ends = _period_ends(sheet, helper)
    return [Decimal(month in ends) for month in range(MONTHS_OF_YEAR)]


def _wanted(
    sheet: Sheet, target: Decimal, helper: Helper, places: int, last_year: Months
) -> list[Decimal | None]:
    """What each month of an indicator that is no sum would be."""
    if helper is Helper.LIKE_LAST_YEAR:
        return _like(_known(last_year), target, places)
    ends = _period_ends(sheet, helper)
    values = {end: target for end in ends}
    if helper is not Helper.REPEAT and sheet.accumulation in _STEPPED:
        values = dict(zip(ends, _steps(sheet, target, len(ends), places), strict=True))
    return [values.get(month) for month in range(MONTHS_OF_YEAR)]


# Where the months lead from a start to the target.
_STEPPED = (Accumulation.LEVEL, Accumulation.MILESTONE)


def _steps(sheet: Sheet, target: Decimal, count: int, places: int) -> list[Decimal]:
    start = Decimal(0) if sheet.accumulation is Accumulation.MILESTONE else sheet.baseline
    if start is None:
        return [target] * count
    with wide_arithmetic():
        way = target - start
        until = [start + way * step / count for step in range(1, count)]
        return [*(rounded(value, places) for value in until), target]


def _like(last_year: list[Decimal | None], target: Decimal, places: int) -> list[Decimal | None]:
    """Last year's months by as much as this year's target is of its last one."""
    last = next((asked for asked in reversed(last_year) if asked), None)
    if last is None:
        raise DistributionError(Obstacle.NO_LAST_YEAR)
    with wide_arithmetic():
        return [None if a is None else rounded(target * a / last, places) for a in last_year]


def _placed(months: Months, wanted: list[Decimal | None]) -> list[Decimal | None]:
    filled = [new if asked is None else asked for new, asked in zip(wanted, months, strict=True)]
    if filled == list(months):
        raise DistributionError(Obstacle.NOTHING_TO_FILL)
    return filled


def _known(last_year: Months) -> list[Decimal | None]:
    if not any(last_year):
        raise DistributionError(Obstacle.NO_LAST_YEAR)
    return list(last_year)


def _period_ends(sheet: Sheet, helper: Helper) -> list[int]:
    """The last month of each period, counted from nought; quarters are never cut finer."""
    length = sheet.frequency.months
    if helper is Helper.BY_QUARTER:
        length = max(length, Frequency.QUARTERLY.months)
    ends = {month - month % length + length - 1 for month in range(MONTHS_OF_YEAR)}
    return sorted(min(end, MONTHS_OF_YEAR - 1) for end in ends)
