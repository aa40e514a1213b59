"""Published agreements as of today."""

from collections.abc import Iterable
from typing import Any

from govplan.participation.agreements import is_overdue


def as_of_today(agreements: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The agreements as published, each told whether its day has passed: `overdue`."""
    return [
        {**each, "overdue": is_overdue(each["due_date"], each["status"])} for each in agreements
    ]
