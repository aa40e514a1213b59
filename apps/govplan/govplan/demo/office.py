"""What the people of the town do with its monthly reports, each in their own name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from govplan.demo.cast import Cast, act_as, acting
from govplan.demo.saying import Instead, Teller
from govplan.domain.periods import Month
from govplan.monitoring.periods import ensure_period
from govplan.transparency import publication


class Office:
    """Acts on the report a unit has for a month, its latest version."""

    def __init__(self, cast: Cast, teller: Teller) -> None:
        self.cast = cast
        self.teller = teller

    def submit(self, month: Month, unit: str, instead: Instead | None = None) -> None:
        """The director says the month and submits it; `instead` overrides by indicator."""
        report = self.teller.say(month, unit, instead or {})
        act_as(self.cast.director(unit), report, "Submit")

    def review(self, month: Month, unit: str) -> None:
        act_as(self.cast.coordinator(unit), self._report(month, unit), "Review")

    def send_back(self, month: Month, unit: str, code: str, reason: str) -> None:
        report = self._report(month, unit)
        act_as(self.cast.coordinator(unit), report, "Return", code, reason)

    def approve(self, month: Month, unit: str) -> None:
        act_as(self.cast.anyone("Mayor"), self._report(month, unit), "Approve")

    def supersede(self, month: Month, unit: str, reason: str) -> None:
        """Planning takes an approved report back, so that its unit can correct it."""
        planner, report = self.cast.anyone("Planner"), self._report(month, unit)
        act_as(planner, report, "Supersede", "Correction of published data", reason)

    def grant(self, month: Month, until: date, reasons: Mapping[str, str]) -> None:
        """Planning lets units report a closed month until a day; a reason for each unit."""
        with acting(self.cast.anyone("Planner")):
            period = ensure_period(month)
            for unit, reason in reasons.items():
                period.append("exceptions", {"unit": unit, "until": until, "reason": reason})
            period.save()

    def correct_edition(self, month: Month, reason: str) -> None:
        with acting(self.cast.anyone("Transparency Officer")):
            publication.correct("OPEN", str(month), reason)

    def _report(self, month: Month, unit: str) -> Any:
        return self.teller.report(month, unit)
