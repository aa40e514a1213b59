"""What a Workflow must be like, so that no record gets stuck and no rule is passed over."""

import ast
from collections.abc import Iterator
from typing import Any

from .conditions import BUILTINS, parse
from .context import local
from .field_checks import refuse
from .messages import msgprint
from .meta import Meta, exists_doctype, get_meta
from .translate import _
from .values import cint, cstr

SUBMITTED, CANCELLED = 1, 2
# What a condition may name, and what it may ask `frappe` for; see `workflow.is_met`.
_NAMES = {"doc", "frappe", *BUILTINS, "True", "False", "None"}
_OF_FRAPPE = {"db", "session", "utils"}
_OF_DICTS = {"get", "keys", "values", "items"}
_STATE_FIELDS = ("Link", "Data", "Select")


def check_workflow(doc: Any) -> None:
    """Raise ValidationError for a Workflow that its DocType could not be worked with."""
    meta = _require_doctype(doc)
    _require_states(doc, meta)
    _require_transitions(doc, meta)
    if cint(doc.is_active):
        _require_records_fit(doc, meta)
    _tell_unreachable(doc)


def _require_doctype(doc: Any) -> Meta:
    if not exists_doctype(doc.document_type):
        refuse(_("There is no kind of record called {0}."), doc.document_type)
    meta = get_meta(doc.document_type)
    if meta.istable or meta.issingle:
        refuse(_("{0} cannot have a workflow: it has no records of its own."), _(meta.name))
    field = meta.get_field(doc.workflow_state_field)
    if field is not None and field.fieldtype not in _STATE_FIELDS:
        refuse(_("The field {0} cannot keep a state: it is of type {1}."), field.fieldname,
               _(field.fieldtype))  # fmt: skip
    return meta


# States


def _require_states(doc: Any, meta: Meta) -> None:
    names = [row.state for row in doc.states]
    for name in names:
        if names.count(name) > 1:
            refuse(_("The state {0} is there twice."), _(name))
    if doc.states and cint(doc.states[0].doc_status):
        refuse(_("The first state is where records begin, so it must be a draft: {0}."),
               _(names[0]))  # fmt: skip
    for row in doc.states:
        if cint(row.doc_status) and not cint(meta.is_submittable):
            refuse(_("{0} is not submitted or cancelled, so the state {1} must be a draft."),
                   _(meta.name), _(row.state))  # fmt: skip
        _require_known_update(doc, meta, row)
    if len(names) > 1:
        _require_ways_on(doc, meta)


def _require_known_update(doc: Any, meta: Meta, row: Any) -> None:
    if row.update_field and not meta.has_field(row.update_field):
        refuse(_("{0} has no field {1}."), _(meta.name), row.update_field)
    if row.update_field and row.update_field == doc.workflow_state_field:
        refuse(_("The state {0} cannot set the field that keeps the state."), _(row.state))


def _require_ways_on(doc: Any, meta: Meta) -> None:
    """Where records are submitted, a draft is not the end; elsewhere the beginning is not."""
    left = {row.state for row in doc.transitions if row.next_state != row.state}
    unfinished = doc.states if cint(meta.is_submittable) else doc.states[:1]
    for row in unfinished:
        if not cint(row.doc_status) and row.state not in left and not cint(row.is_optional_state):
            refuse(_("A record in the state {0} could never leave it. Add a transition from there,"
                     " or mark the state as optional."), _(row.state))  # fmt: skip


# Transitions


def _require_transitions(doc: Any, meta: Meta) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row in doc.transitions:
        step = (row.state, row.action, row.allowed, cstr(row.condition).strip())
        if step in seen:
            refuse(_("{0} from {1} is there twice for the role {2}."), _(row.action),
                   _(row.state), _(row.allowed))  # fmt: skip
        seen.add(step)
        if cint(local.db.get_value("Role", row.allowed, "disabled")):
            refuse(_("The role {0} is disabled, so nobody could take {1}."), _(row.allowed),
                   _(row.action))  # fmt: skip
        if cstr(row.condition).strip():
            _require_sound(row, meta)


def _require_sound(row: Any, meta: Meta) -> None:
    tree = parse(row.condition)
    where = _("The condition of {0} from {1}").format(_(row.action), _(row.state))
    for unknown in _unknown(tree, meta):
        refuse(_("{0}: {1} is not known there."), where, unknown)


def _unknown(tree: ast.AST, meta: Meta) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in _NAMES:
            yield node.id
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner, name = node.value.id, node.attr
            fields = meta.fieldtype(name) or meta.has_field(name) or name in _OF_DICTS
            if (owner == "doc" and not fields) or (owner == "frappe" and name not in _OF_FRAPPE):
                yield f"{owner}.{name}"


# Records


def _require_records_fit(doc: Any, meta: Meta) -> None:
    """The records there are stay in a state of the workflow, with the status it had."""
    field = doc.workflow_state_field
    if not meta.fieldtype(field):
        return
    status = {row.state: cint(row.doc_status) for row in doc.states}
    rows = local.db.sql(
        f"SELECT `{field}`, docstatus, COUNT(*) FROM `tab{meta.name}` "  # noqa: S608 - names from descriptions
        f"WHERE IFNULL(`{field}`, '') != '' GROUP BY `{field}`, docstatus"
    )
    for state, docstatus, number in rows:
        if state not in status:
            refuse(_("{0} records of {1} are in the state {2}; keep it, or move them first."),
                   number, _(meta.name), _(state))  # fmt: skip
        if status[state] != cint(docstatus) and _status_changed(doc, state, status[state]):
            refuse(_("{0} records of {1} are in the state {2}; its document status has to stay."),
                   number, _(meta.name), _(state))  # fmt: skip


def _status_changed(doc: Any, state: str, status: int) -> bool:
    before = doc.get_doc_before_save()
    rows = before.states if before is not None else ()
    old = next((cint(row.doc_status) for row in rows if row.state == state), None)
    return old is None or old != status


def _tell_unreachable(doc: Any) -> None:
    """A state no transition leads to may be one that programs set; it is told, not refused."""
    reached = {row.next_state for row in doc.transitions}
    lonely = [_(row.state) for row in doc.states[1:] if row.state not in reached]
    if lonely:
        message = _("No transition leads to: {0}.").format(", ".join(lonely))
        msgprint(message, indicator="orange")
