"""Lines that change only together with their record."""

from typing import Any

from frappe import _

from govplan.errors import ContentLocked, refuse


class GuardedRow:
    """A line of a decided record; put it before Document among the bases.

    Frappe lets a line be saved or deleted alone, past the rules of its record. Its own events
    run only then, never when the record is saved.
    """

    parenttype: Any

    def validate(self) -> None:
        self._refuse_alone()

    def before_update_after_submit(self) -> None:
        # Its parent is none of its fields, so a line of an approved record could change records.
        self._refuse_alone()

    def before_cancel(self) -> None:
        self._refuse_alone()

    def on_trash(self) -> None:
        self._refuse_alone()

    def _refuse_alone(self) -> None:
        message = _("A line is changed in its record ({0}), not by itself.")
        refuse(message.format(_(self.parenttype or "")), ContentLocked)
