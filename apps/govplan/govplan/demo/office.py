"""What the people of the town do with its monthly reports, each in their own name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe

from govplan.approval.remarks import remark, remarks_on
from govplan.demo.cast import Cast, act_as, acting
from govplan.demo.saying import Instead, Teller
from govplan.domain.periods import Month
from govplan.monitoring.periods import ensure_period
from govplan.organisation.appointments import appoint
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

    def submit_unchanged(self, month: Month, unit: str) -> None:
        """The director has nothing new to say, says so in one act and submits."""
        act_as(self.cast.director(unit), self.teller.say_unchanged(month, unit), "Submit")

    def review(self, month: Month, unit: str) -> None:
        act_as(self.cast.coordinator(unit), self._report(month, unit), "Review")

    def send_back(self, month: Month, unit: str, code: str, reason: str) -> None:
        report = self._report(month, unit)
        act_as(self.cast.coordinator(unit), report, "Return", code, reason)

    def approve(self, month: Month, unit: str, user: str = "") -> None:
        """The mayor approves, or `user` in her name."""
        act_as(user or self.cast.anyone("Mayor"), self._report(month, unit), "Approve")

    def remark(self, month: Month, unit: str, indicator: str, said: str) -> None:
        """Coordination asks about the value of a line."""
        report = self._report(month, unit)
        row = next(row for row in report.rows if row.indicator == indicator)
        with acting(self.cast.coordinator(unit)):
            remark(report.doctype, report.name, said, row.row_key, "value")

    def answer(self, month: Month, unit: str, said: str) -> None:
        """The director answers the remark that is open."""
        with acting(self.cast.director(unit)):
            self._remark(month, unit, "Open").answer(said)

    def settle(self, month: Month, unit: str) -> None:
        """Coordination agrees with the answer."""
        with acting(self.cast.coordinator(unit)):
            self._remark(month, unit, "Answered").settle()

    def delegate(self, told: Mapping[str, str], since: date, until: date) -> None:
        """The mayor's signature is another's from one day to another, by a resolution."""
        with acting(self.cast.anyone("Planner")):
            appoint(
                "ALCALDIA",
                {
                    "post": "Mayor",
                    "post_title": told["title"],
                    "user": told["user"],
                    "capacity": "Delegate",
                    "on_behalf_of": self.cast.anyone("Mayor"),
                    "instrument": told["instrument"].format(year=since.year),
                    "from_date": str(since),
                    "to_date": str(until),
                },
            )

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

    def correct_edition(self, month: Month, reason: str, format_code: str = "OPEN") -> None:
        with acting(self.cast.anyone("Transparency Officer")):
            publication.correct(format_code, str(month), reason)

    def withdraw_edition(self, format_code: str, month: Month, reason: str) -> None:
        """The newest edition of a month in a format is taken off the portal."""
        names = frappe.get_all(
            "Gov Edition",
            filters={"format": format_code, "period": str(month)},
            pluck="name",
            order_by="number desc, name asc",
            limit=1,
        )
        with acting(self.cast.anyone("Transparency Officer")):
            publication.withdraw(names[0], reason)

    def _remark(self, month: Month, unit: str, state: str) -> Any:
        said = remarks_on(self._report(month, unit))
        return frappe.get_doc("Gov Remark", next(one.name for one in said if one.state == state))

    def _report(self, month: Month, unit: str) -> Any:
        return self.teller.report(month, unit)
