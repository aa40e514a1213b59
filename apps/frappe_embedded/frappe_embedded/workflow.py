"""Workflow: states, who may go from one to the next, and the acts that do.

A plain save is held to the transitions as in Frappe; what Frappe does not hold it to
(self-approval, the docstatus of a state) `apply_workflow` does.
"""

from dataclasses import dataclass
from typing import Any, NoReturn

from . import dates
from .cache import forget, memory
from .conditions import evaluate
from .context import current_user, local
from .documents import get_cached_doc, get_doc
from .errors import (
    DoesNotExistError,
    PermissionError,
    ValidationError,
    WorkflowPermissionError,
    WorkflowStateError,
    WorkflowTransitionError,
)
from .listing import get_list
from .loading import load
from .messages import throw
from .roles import ADMINISTRATOR, get_roles
from .translate import _
from .values import _dict, cint, parse_json
from .whitelist import whitelist

MEMORY = "workflows"
MAX_BULK = 500

_CHANGED_BY = {"submit": 1, "cancel": 2}


@dataclass(frozen=True)
class State:
    """One state: the docstatus that goes with it, and a field it sets."""

    name: str
    doc_status: int
    update_field: str | None
    update_value: Any


@dataclass(frozen=True)
class Path:
    """An active Workflow as it is used: its states in order and its transitions."""

    name: str
    state_field: str
    states: tuple[State, ...]
    transitions: tuple[_dict, ...]

    def state(self, name: str | None) -> State | None:
        """The state of that name."""
        return next((state for state in self.states if state.name == name), None)

    def from_state(self, name: str | None) -> list[_dict]:
        """The transitions that leave a state."""
        return [transition for transition in self.transitions if transition.state == name]


def get_workflow_name(doctype: str) -> str | None:
    """The active Workflow of a DocType."""
    path = path_of(doctype)
    return path.name if path else None


def path_of(doctype: str) -> Path | None:
    """The active Workflow of a DocType, remembered until a Workflow is saved."""
    known = memory(MEMORY)
    if "active" not in known:
        rows = local.db.sql("SELECT document_type, name FROM tabWorkflow WHERE is_active = 1")
        known["active"] = dict(rows)
    name = known["active"].get(doctype)
    if name is None:
        return None
    if name not in known:
        known[name] = _read_path(get_doc("Workflow", name))
    found: Path = known[name]
    return found


def _read_path(doc: Any) -> Path:
    states = tuple(
        State(row.state, cint(row.doc_status), row.update_field, row.update_value)
        for row in doc.states
    )
    transitions = tuple(row.as_dict() for row in doc.transitions)
    return Path(doc.name, doc.workflow_state_field, states, transitions)


def forget_workflows() -> None:
    """Read the Workflows again."""
    forget(MEMORY)


def get_workflow(doctype: str) -> Any:
    """The document of the active Workflow. Raises DoesNotExistError when there is none."""
    return get_cached_doc("Workflow", _require_path(doctype).name)


def get_workflow_state_field(workflow_name: str) -> str:
    """The field in which a Workflow keeps the state."""
    return str(get_cached_doc("Workflow", workflow_name).workflow_state_field)


def _require_path(doctype: str) -> Path:
    path = path_of(doctype)
    if path is None:
        throw(_("{0} has no active workflow").format(_(doctype)), DoesNotExistError)
    return path


# What may be done now


@whitelist()
def get_transitions(doc: Any, workflow: Any = None, raise_exception: bool = False) -> list[_dict]:
    """The transitions this user may take with a document now. Self-approval is not looked at.

    Needs the right to read it. Raises WorkflowStateError when its state is empty.
    """
    doc = _loaded(doc)
    if doc.is_new():
        return []
    doc.check_permission("read")
    path = _require_path(doc.doctype)
    state = doc.get(path.state_field)
    if not state:
        if raise_exception:
            raise WorkflowStateError
        throw(_("The workflow state of {0} is not set").format(doc.name), WorkflowStateError)
    roles = set(get_roles())
    return [t for t in path.from_state(state) if t.allowed in roles and is_met(t, doc)]


def _loaded(doc: Any) -> Any:
    if not isinstance(doc, str | dict):
        return doc
    made = get_doc(parse_json(doc))
    return made if made.is_new() or not made.name else made.load_from_db()


def is_met(transition: _dict, doc: Any) -> bool:
    """True when a transition's condition holds for a document, or there is none."""
    if not transition.condition:
        return True
    return bool(evaluate(transition.condition, _names(doc.as_dict())))


def _names(doc: _dict) -> dict[str, Any]:
    utils = _dict(
        now_datetime=dates.now_datetime,
        get_datetime=dates.get_datetime,
        add_to_date=dates.add_to_date,
        now=dates.now,
    )
    db = _dict(get_value=local.db.get_value, get_list=get_list)
    # A copy: whoever writes a condition could otherwise change who is asking.
    session = _dict(user=local.session.user)
    return {"doc": doc, "frappe": _dict(db=db, session=session, utils=utils)}


def has_approval_access(user: str, doc: Any, transition: Any) -> bool:
    """False for the owner of a document where a transition does not let them approve their own."""
    allowed = cint(transition.get("allow_self_approval"))
    return user == ADMINISTRATOR or bool(allowed) or user != doc.get("owner")


def can_cancel_document(doctype: str) -> bool:
    """False when a transition of the DocType's Workflow is there to cancel."""
    path = path_of(doctype)
    if path is None:
        return True
    ends = {state.name for state in path.states if state.doc_status == 2}
    return not any(transition.next_state in ends for transition in path.transitions)


def get_common_transition_actions(docs: Any, doctype: str) -> list[str]:
    """The actions this user may take with every one of the documents."""
    common: set[str] | None = None
    for given in parse_json(docs) or []:
        actions = {t.action for t in get_transitions(get_doc(doctype, given["name"]))}
        common = actions if common is None else common & actions
    return sorted(common or ())


# Acts


@whitelist(methods=["POST"])
def apply_workflow(doc: Any, action: str) -> Any:
    """Take one action with a document (or its dict, or JSON): read it anew, check, save, comment.

    Raises WorkflowTransitionError when the action is not open to this user, ValidationError for an
    owner who approves what they may not, PermissionError without the right to write or submit.
    """
    doc = get_doc(parse_json(doc) if isinstance(doc, str) else doc)
    load(doc, for_update=True)
    _take(doc, action)
    return doc


def _take(doc: Any, action: str) -> None:
    path = _require_path(doc.doctype)
    transition = next((t for t in get_transitions(doc) if t.action == action), None)
    if transition is None:
        throw(
            _("{0} is not a workflow action open to you here").format(_(action)),
            WorkflowTransitionError,
        )
    if not has_approval_access(current_user(), doc, transition):
        throw(_("You may not approve what you made yourself"), ValidationError)
    state = path.state(transition.next_state)
    if state is None:
        throw(_("{0} is not a state of {1}").format(transition.next_state, path.name))
    doc.set(path.state_field, state.name)
    if state.update_field:
        doc.set(state.update_field, state.update_value)
    _write(doc, state)
    doc.add_comment("Workflow", _(state.name))


def _write(doc: Any, state: State) -> None:
    change = (int(doc.docstatus), state.doc_status)
    if change in ((0, 0), (1, 1)):
        doc.save()
    elif change == (0, 1):
        doc.submit()
    elif change == (1, 2):
        doc.cancel()
    else:
        throw(_("A document cannot go to {0} from here").format(_(state.name)), ValidationError)


@whitelist(methods=["POST"])
def bulk_workflow_approval(docnames: Any, doctype: str, action: str) -> dict[str, list[Any]]:
    """Take one action with several documents, each committed by itself.

    Answers `{"done": [name], "failed": [[name, message]]}`. More than 500 are refused.
    """
    names = parse_json(docnames)
    if len(names) > MAX_BULK:
        throw(_("At most {0} documents can be acted on at once").format(MAX_BULK), ValidationError)
    result: dict[str, list[Any]] = {"done": [], "failed": []}
    for name in names:
        try:
            apply_workflow(get_doc(doctype, name), action)
            local.db.commit()
            result["done"].append(name)
        except (ValidationError, PermissionError) as error:
            local.db.rollback()
            reason = str(error) or local.flags.error_message or type(error).__name__
            result["failed"].append([name, reason])
    return result


# A plain save


def validate_workflow(doc: Any) -> None:
    """Hold a save to the Workflow.

    A new document starts at its first state, a change of state needs a transition open to this
    user, and submitting leads to the first submitted state.

    Raises WorkflowPermissionError otherwise.
    """
    path = path_of(doc.doctype)
    if path is None or local.flags.in_install == "frappe":
        return
    before = doc.get_doc_before_save()
    if not doc.get(path.state_field):
        doc.set(path.state_field, path.states[0].name)
    old = (before is not None and before.get(path.state_field)) or path.states[0].name
    new = doc.get(path.state_field)
    if path.state(new) is None:
        throw(_("{0} is not a state of {1}").format(_(new), path.name), WorkflowPermissionError)
    if new != old:
        _require_transition(path, before, old, new)
    _follow_docstatus(doc, path)


def _require_transition(path: Path, stored: Any, old: str, new: str) -> None:
    roles = set(get_roles())
    # A record that is not stored yet has no transitions.
    for transition in path.from_state(old) if stored is not None else ():
        if (
            transition.next_state == new
            and transition.allowed in roles
            and is_met(transition, stored)
        ):
            return
    _refuse_transition(old, new)


def _refuse_transition(old: str, new: str) -> NoReturn:
    message = _("The workflow does not let you go from {0} to {1}")
    throw(message.format(_(old), _(new)), WorkflowPermissionError)


def _follow_docstatus(doc: Any, path: Path) -> None:
    wanted = _CHANGED_BY.get(doc.get("_action"))
    state = path.state(doc.get(path.state_field))
    if wanted is None or (state and state.doc_status == wanted):
        return
    fitting = next((one for one in path.states if one.doc_status == wanted), None)
    if fitting:
        doc.set(path.state_field, fitting.name)
