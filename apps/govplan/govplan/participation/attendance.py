"""Who came, in counts only: people are never named, and may decline to be grouped."""

from collections import Counter
from collections.abc import Iterable


def sums_by_grouping(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The people counted in each way of grouping (gender, people, age, disability)."""
    sums: Counter[str] = Counter()
    for grouping, attendees in rows:
        sums[grouping] += attendees
    return dict(sums)


def above_total(total: int, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The groupings that count more people than came.

    Each sum may be less than the total and never more: the accountability form of Ecuador's
    council for citizen participation says so, since people may decline to be grouped.
    """
    return {name: count for name, count in sums_by_grouping(rows).items() if count > total}
