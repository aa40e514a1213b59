"""Who acts in the demo, and acting as them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe

from govplan.approval.service import perform
from govplan.demo.files import TownFiles

PASSWORD = "demo-govplan-2026"


class Cast:
    """The people of the town by the post they hold over a unit."""

    def __init__(self, files: TownFiles) -> None:
        self.people = files["people"]
        self.parents = {unit["code"]: unit["parent"] for unit in files["units"]}

    def director(self, unit: str) -> str:
        """The user who directs a unit."""
        return self._holder("Director", unit)

    def coordinator(self, unit: str) -> str:
        """The user who coordinates over a unit."""
        above: str | None = unit
        while above:
            if self._holds("Coordinator", above):
                return self._holder("Coordinator", above)
            above = self.parents[above]
        return self.anyone("Coordinator")

    def anyone(self, post: str) -> str:
        """The first user who holds a post, wherever."""
        return next(p["user"] for p in self.people if any(post == held[0] for held in p["posts"]))

    def approve(self, doc: Any, author: str, unit: str) -> Any:
        """The path from where it stands, each step by another person; gives the approved record."""
        done = {"Submitted": 1, "Reviewed": 2}.get(doc.workflow_state, 0)
        for act in ("Submit", "Review", "Approve")[done:]:
            doc = self.take(doc, act, author, unit)
        return doc

    def take(
        self, doc: Any, act: str, author: str, unit: str, code: str = "", reason: str = ""
    ) -> Any:
        """One act by whose it is; gives the record as it is then."""
        people = {"Submit": author, "Approve": self.anyone("Mayor")}
        return act_as(people.get(act, self.coordinator(unit)), doc, act, code, reason)

    def _holder(self, post: str, unit: str) -> str:
        return next(p["user"] for p in self._holders(post, unit))

    def _holds(self, post: str, unit: str) -> bool:
        return any(True for _person in self._holders(post, unit))

    def _holders(self, post: str, unit: str) -> Iterator[dict]:
        return (p for p in self.people if any(held[:2] == [post, unit] for held in p["posts"]))


@contextmanager
def acting(user: str) -> Iterator[None]:
    """Do what follows as this person."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.set_user(before)


def act_as(user: str, doc: Any, act: str, code: str = "", reason: str = "") -> Any:
    """One act of the approval path by this person; gives the record as it is then."""
    with acting(user):
        return perform(doc.doctype, doc.name, act, reason_code=code, reason=reason)
