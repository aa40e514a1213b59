"""The acts of the approval path: from which states, to which, by which posts."""

from dataclasses import dataclass, replace

DRAFT = "Draft"
SUBMITTED = "Submitted"
REVIEWED = "Reviewed"
APPROVED = "Approved"
RETURNED = "Returned"
SUPERSEDED = "Superseded"

STATES = (DRAFT, SUBMITTED, REVIEWED, RETURNED, APPROVED, SUPERSEDED)
EDITABLE = frozenset({DRAFT, RETURNED})


@dataclass(frozen=True)
class Act:
    """One act: `label` is the button's word (English source), `posts` those who may take it.

    `apart_from` names the earlier acts of the round whose takers, and the people they stood in
    for, may not take this one. `by_authors` acts belong to those who write the record.
    """

    label: str
    from_states: tuple[str, ...]
    to_state: str
    posts: tuple[str, ...] = ()
    needs_reason: bool = False
    apart_from: tuple[str, ...] = ()
    by_authors: bool = False


SUBMIT = Act("Submit", (DRAFT, RETURNED), SUBMITTED, by_authors=True)
WITHDRAW = Act("Withdraw", (SUBMITTED,), DRAFT, by_authors=True)
REVIEW = Act("Review", (SUBMITTED,), REVIEWED, ("Coordinator",), apart_from=("Submit",))
RETURN = Act("Return", (SUBMITTED, REVIEWED), RETURNED, ("Coordinator", "Mayor"), needs_reason=True)
APPROVE = Act("Approve", (REVIEWED,), APPROVED, ("Mayor",), apart_from=("Submit", "Review"))
SUPERSEDE = Act("Supersede", (APPROVED,), SUPERSEDED, ("Planner", "Mayor"), needs_reason=True)
REOPEN = Act("Reopen", (APPROVED,), DRAFT, by_authors=True)

# What follows when what was reviewed is not what is to be approved. Nobody chooses it, and no
# transition of the workflow leads there.
SEND_BACK = Act("Send back", (REVIEWED,), SUBMITTED)

ACTS = {act.label: act for act in (SUBMIT, WITHDRAW, REVIEW, RETURN, APPROVE, SUPERSEDE, REOPEN)}

# Who writes a record is who submits it and takes it back.
AUTHORS = {
    "Gov Plan": ("Planner",),
    "Gov POA": ("Director", "Planner"),
    "Gov Progress Report": ("Director",),
    "Gov Participation Event": ("Director", "Promoter"),
    "Gov Agreement": ("Director", "Promoter"),
    "Gov Annual Report": ("Planner",),
}

# A POA changes by a reform that leaves the earlier version in force until its month; an
# agreement is the same promise, updated.
_NEVER_SUPERSEDED = frozenset({"Gov POA", "Gov Agreement"})
_REOPENED = frozenset({"Gov Agreement"})


def acts_of(doctype: str) -> tuple[Act, ...]:
    """The acts a kind of record knows, each with its posts. Raises KeyError for other records."""
    authors = AUTHORS[doctype]
    return tuple(
        replace(act, posts=authors) if act.by_authors else act
        for act in ACTS.values()
        if _known(doctype, act)
    )


def act_named(doctype: str, label: str) -> Act | None:
    return next((act for act in acts_of(doctype) if act.label == label), None)


def act_between(doctype: str, from_state: str, to_state: str) -> Act | None:
    """The one act that leads from a state to another, if there is one."""
    return next(
        (a for a in acts_of(doctype) if from_state in a.from_states and to_state == a.to_state),
        None,
    )


def states_of(doctype: str) -> tuple[str, ...]:
    """The states a kind of record can be in, the first one being where it begins."""
    if doctype in _NEVER_SUPERSEDED:
        return tuple(state for state in STATES if state != SUPERSEDED)
    return STATES


def _known(doctype: str, act: Act) -> bool:
    if act is SUPERSEDE:
        return doctype not in _NEVER_SUPERSEDED
    return act is not REOPEN or doctype in _REOPENED
