"""How a figure was computed, told with its own numbers (the public's right to recompute)."""

from frappe import _

from govplan.presentation import percent, quantity


def explanation(line: dict) -> list[str]:
    """Sentences that lead from the line's numbers to its compliance; none when it has none."""
    if line["percent_to_date"] is None:
        return [_("There is no compliance figure for this line: nothing was due or reported.")]
    rule = _RULES.get(line["accumulation"], _cumulative)
    return [*rule(line), _("Rounded once, half up, to two decimals.")]


def _cumulative(line: dict) -> list[str]:
    return [
        _("What was done is added up from January: {0}.").format(quantity(line["to_date"])),
        _("What was programmed until this month: {0}.").format(
            quantity(line["programmed_to_date"])
        ),
        _("Compliance to date: {0} / {1} = {2}.").format(
            quantity(line["to_date"]),
            quantity(line["programmed_to_date"]),
            percent(line["percent_to_date"]),
        ),
    ]


def _period_flow(line: dict) -> list[str]:
    return [
        _("Each period stands alone; nothing is added up."),
        _("The latest period: {0} of {1} = {2}.").format(
            quantity(line["value"]), quantity(line["programmed"]), percent(line["percent_to_date"])
        ),
    ]


def _level(line: dict) -> list[str]:
    return [
        _("The figure is a level: the latest value counts."),
        _("Baseline {0}, expected by now {1}, reached {2}.").format(
            quantity(line["baseline_value"]),
            quantity(line["programmed_to_date"]),
            quantity(line["to_date"]),
        ),
        _("Compliance is the part of the way from the baseline to the target: {0}.").format(
            percent(line["percent_to_date"])
        ),
    ]


def _maintenance(line: dict) -> list[str]:
    return [
        _("The same target holds every month: {0}.").format(quantity(line["annual_target"])),
        _("Value to date {0}, compliance {1}.").format(
            quantity(line["to_date"]), percent(line["percent_to_date"])
        ),
    ]


def _ratio(line: dict) -> list[str]:
    return [
        _("Numerators and denominators are added up apart, then divided; never percentages."),
        _("Value to date {0}, programmed {1}, compliance {2}.").format(
            quantity(line["to_date"]),
            quantity(line["programmed_to_date"]),
            percent(line["percent_to_date"]),
        ),
    ]


def _milestone(line: dict) -> list[str]:
    return [
        _("A milestone counts when its steps are done: {0} of {1} = {2}.").format(
            quantity(line["to_date"]),
            quantity(line["programmed_to_date"]),
            percent(line["percent_to_date"]),
        )
    ]


_RULES = {
    "Cumulative": _cumulative,
    "Period flow": _period_flow,
    "Level": _level,
    "Maintenance": _maintenance,
    "Ratio": _ratio,
    "Milestone": _milestone,
}
