from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan import clock
from govplan.approval.acts import AUTHORS, RETURN, RETURNED, REVIEWED, SUBMITTED
from govplan.approval.guard import state_of
from govplan.approval.notices import tell_after_remark
from govplan.approval.versions import first_version
from govplan.errors import BadRecord, LogIsClosed, NotYourAct, WrongState, refuse
from govplan.organisation.holders import Holding, posts_over
from govplan.typed import text

OPEN, ANSWERED, RESOLVED = "Open", "Answered", "Resolved"
# While somebody other than its authors has the record before them, or has just given it back.
_REMARKED_IN = (SUBMITTED, REVIEWED, RETURNED)
_NAMES_OF_LINES = ("indicator_name", "title", "topic", "activity", "section")


class GovRemark(Document):
    """What a reviewer says of a line or a field of a record, answered and settled by itself.

    Texts are only ever added. `flags.verb` marks a change made by `answer`, `reopen` or `settle`.
    """

    def validate(self) -> None:
        if self.is_new():
            self.begin()
        elif not self.flags.verb:
            refuse(
                _("A remark is answered, reopened or settled; it is not rewritten."), LogIsClosed
            )

    def on_update(self) -> None:
        tell_after_remark(self)

    def on_trash(self) -> None:
        refuse(_("A remark stays with its record."), LogIsClosed)

    def begin(self) -> None:
        """Stamp who says it, of what and when. Raises NotYourAct, WrongState or BadRecord."""
        record = self.record()
        record.check_permission("read")
        held = posts_over(RETURN.posts, (record.get("unit"),))
        if not held:
            refuse(_("Remarks are made by coordination and the mayor's office."), NotYourAct)
        if state_of(record) not in _REMARKED_IN:
            words = _("{0} is {1}: remarks are made on what was submitted.")
            refuse(words.format(record.name, _(state_of(record))), WrongState)
        self.text = text(self.text)
        self.about = self.named_place(record)
        self.update(_stamp_of(held[0]))
        self.update({"unit": record.get("unit"), "round": record.round, "entries": []})
        self.update({"state": OPEN, "resolved_by": None, "resolved_at": None})
        self.first_version = first_version(record)

    def answer(self, said: str) -> None:
        """What the authors of the record say to it. Raises NotYourAct, WrongState, BadRecord."""
        self.require_state(OPEN)
        record = self.record()
        if not posts_over(AUTHORS[record.doctype], record.author_units()):
            refuse(_("A remark is answered by those who write the record."), NotYourAct)
        self.add("Answer", _required(said))
        self.update({"state": ANSWERED, "resolved_at": self.entries[-1].said_at})
        self.resolved_by = frappe.session.user
        self.save_said()

    def reopen(self, said: str) -> None:
        """The answer is not enough, and why. Raises NotYourAct, WrongState, BadRecord."""
        self.require_state(ANSWERED, RESOLVED)
        self.require_author()
        self.add("Reopening", _required(said))
        self.update({"state": OPEN, "resolved_by": None, "resolved_at": None})
        self.save_said()

    def settle(self) -> None:
        """The author agrees with the answer. Raises NotYourAct or WrongState."""
        self.require_state(ANSWERED)
        self.require_author()
        self.add("Agreement", "")
        self.state = RESOLVED
        self.save_said()

    def is_authors(self) -> bool:
        """Whether the person made it, or holds the post by which it was made."""
        if not posts_over(RETURN.posts, (self.unit,)):
            return False
        is_own = self.author == frappe.session.user
        return is_own or bool(posts_over((self.author_post,), (self.unit,)))

    def record(self) -> Any:
        """The record it is about. Raises WrongState for a kind that is not decided on."""
        if self.reference_doctype not in AUTHORS:
            refuse(_("{0} is not decided on.").format(_(self.reference_doctype or "")), WrongState)
        return frappe.get_doc(self.reference_doctype, self.reference_name)

    def named_place(self, record: Any) -> str:
        """The line and field in words. Raises BadRecord for one the record does not have."""
        row = _line_of(record, self.row_key) if self.row_key else None
        parts = [_name_of(row)] if row else []
        if self.field:
            of = (row or record).meta.get_field(self.field)
            if not of:
                refuse(_("The remark names a field the record does not have."), BadRecord)
            parts.append(_(of.label or self.field))
        return " · ".join(parts)

    def require_state(self, *states: str) -> None:
        if self.state not in states:
            words = _("This remark is {0} now. Open the page again.")
            refuse(words.format(_(self.state).lower()), WrongState)

    def require_author(self) -> None:
        if not self.is_authors():
            refuse(_("Only who made a remark, or holds their post, settles it."), NotYourAct)

    def add(self, kind: str, said: str) -> None:
        name = frappe.utils.get_fullname()
        entry = {"kind": kind, "text": said, "person": frappe.session.user, "person_name": name}
        self.append("entries", {**entry, "said_at": clock.now().replace(microsecond=0)})

    def save_said(self) -> None:
        self.flags.verb = True
        self.save()


def _stamp_of(held: Holding) -> dict[str, Any]:
    return {
        "author": held.user,
        "author_name": f"{held.title} {held.name}".strip(),
        "author_post": held.post,
        "made_at": clock.now().replace(microsecond=0),
    }


def _line_of(record: Any, key: str) -> Any:
    rows = (row for field in record.meta.get_table_fields() for row in record.get(field.fieldname))
    found = next((row for row in rows if key in (row.get("row_key"), row.name)), None)
    if found is None:
        refuse(_("The remark names a line the record does not have."), BadRecord)
    return found


def _name_of(row: Any) -> str:
    return next((text(row.get(name)) for name in _NAMES_OF_LINES if row.get(name)), f"{row.idx}")


def _required(said: str) -> str:
    if not text(said):
        refuse(_("Write what you want to say."), BadRecord)
    return text(said)


def on_doctype_update() -> None:
    """Index what every page of a record asks, and a unit's list of open remarks."""
    frappe.db.add_index("Gov Remark", ["first_version", "state"])
    frappe.db.add_index("Gov Remark", ["unit", "state"])
