"""What happens when: steps with their moment, taken in the order of time."""

import heapq
from collections.abc import Callable
from datetime import datetime

import frappe

from govplan import clock

Step = Callable[[], object]


class Agenda:
    """Steps to take; those that lie after the town's present are left out."""

    def __init__(self, present: datetime) -> None:
        self.present = present
        self._steps: list[tuple[datetime, int, Step]] = []
        self._count = 0

    def at(self, moment: datetime, step: Step) -> None:
        """Take a step at that moment; a step taken may put others on the agenda."""
        if moment <= self.present:
            self._count += 1
            heapq.heappush(self._steps, (moment, self._count, step))

    def live(self) -> None:
        """Take every step at its moment; each is committed, as a person's or a job's act is."""
        while self._steps:
            moment, _order, step = heapq.heappop(self._steps)
            with clock.standing_at(moment):
                step()
            frappe.db.commit()
