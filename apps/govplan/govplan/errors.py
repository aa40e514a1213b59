"""Every refusal of govplan: what is wrong, where, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a record: the line (empty for the record itself), the field, the words.

    `kind` is the error raised when this fault stands alone.
    """

    row_key: str
    field: str
    message: str
    kind: "type[Refused] | None" = None


class Refused(frappe.ValidationError):
    """A rule of govplan says no. `faults` holds every fault found, told at once."""

    faults: "tuple[Fault, ...] | list[Fault]" = ()


class SeveralFaults(Refused):
    """Faults of more than one kind in the same record."""


class WrongState(Refused):
    """The act does not start from the state the record is in."""


class ContentLocked(WrongState):
    """Content was changed outside Draft and Returned, or apart from its record."""


class ChangedSinceReview(WrongState):
    """What is to be approved is not what was reviewed."""


class OpenItFirst(Refused):
    """A record with something to look at is decided on by itself, not among others."""


class NotYourAct(Refused):
    """The person holds no post, on this day, that gives this act on this record."""


class SeparationOfDuties(NotYourAct):
    """The person, or the one they stand in for, already took part in this round."""


class ReasonMissing(Refused):
    """The act needs a reason code and a reason in words."""


class PeriodClosed(Refused):
    """The month does not take reports from this unit now."""


class ValueMissing(Refused):
    """A due line has neither a value nor a reason for not having one."""


class NotConfirmed(Refused):
    """An unusual value that nobody said is right."""


class EvidenceMissing(Refused):
    """A reported value lacks the evidence the municipality asks for."""


class BadEvidence(Refused):
    """A piece of evidence is not what it says it is, or may not be taken."""


class BadQuantity(Refused):
    """A text is not a quantity."""


class OutOfLegalRange(Refused):
    """A quantity lies outside what its unit of measure allows."""


class BadProgramming(Refused):
    """The months programmed do not fit the annual target."""


class BadRecord(Refused):
    """A field or a combination of fields that cannot be true."""


class LogIsClosed(Refused):
    """The decision log and what it rests on are only ever added to."""


def refuse(message: str, kind: type[Refused] = BadRecord) -> None:
    """Raise `kind` with a message in the reader's language."""
    frappe.throw(message, kind)


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise one error that tells every fault and carries them in `.faults`; none, no error.

    Faults of one kind raise that kind, of several SeveralFaults.
    """
    found = list(faults)
    if not found:
        return
    kinds = {fault.kind or BadRecord for fault in found}
    kind = kinds.pop() if len(kinds) == 1 else SeveralFaults
    try:
        frappe.throw("\n".join(fault.message for fault in found), kind)
    except kind as refusal:
        refusal.faults = found
        raise
