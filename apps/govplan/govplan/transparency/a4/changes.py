"""What an import would do, told before and after it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from govplan.domain.words import Word


class Action(Word):
    """How a record is changed; the value is the English source of the sentence's verb."""

    CREATE = "Create"
    UPDATE = "Change"
    APPROVE = "Approve"


@dataclass(frozen=True)
class Change:
    """One record to be written: what, under which name, which fields, and the act that does it."""

    action: Action
    doctype: str
    name: str
    details: tuple[str, ...]
    carry_out: Callable[[], None]


def sentence(change: Change, translate: Callable[[str], str]) -> str:
    """`Create unit X: …`"""
    told = f"{translate(change.action.value)}: {translate(change.doctype)} «{change.name}»"
    return f"{told} ({'; '.join(change.details)})" if change.details else told
