"""What happens around a document: its own methods, the apps' handlers, the engine's listeners."""

import inspect
from collections.abc import Callable
from typing import Any

from .cache import memory
from .hooks import MEMORY, get_attr, get_hooks

Listener = Callable[[Any], None]

# Filled when a site is opened by the modules that watch documents, so that documents need not know
# them: workflow, versions, workflow actions.
listeners: dict[str, list[Listener]] = {
    "validate_workflow": [],
    "after_save_record": [],
    "before_delete_record": [],
}

_INSERTION = (
    "before_insert", "before_naming", "autoname", "before_validate", "validate", "before_save",
    "after_insert", "on_update", "on_change",
)  # fmt: skip


def subscribe(event: str, listener: Listener) -> None:
    """Have `listener(doc)` called at `event`, once however often it is subscribed."""
    if listener not in listeners[event]:
        listeners[event].append(listener)


def fire(event: str, doc: Any) -> None:
    """Call the engine's listeners."""
    for listener in listeners[event]:
        listener(doc)


def run_method(doc: Any, method: str, *args: Any, **kwargs: Any) -> Any:
    """Call the document's `method` if it has one, then the apps' `doc_events` of that name.

    The handlers of the DocType come before those of `*`; each gets `(doc, method, *args)`. The last
    answer that is not empty is returned.
    """
    own: Any = getattr(doc, method, None)
    # A value in the place of a method is called, and fails, rather than let the event go by.
    hidden = method in doc.__dict__ and method not in doc.meta.valid_columns
    answer = own(*args, **kwargs) if callable(own) or hidden else None
    for handler in _handlers(doc.doctype, method):
        answer = handler(doc, method, *args, **kwargs) or answer
    return answer


def is_handled(doc: Any, *methods: str) -> bool:
    """True when the document or an app has something to say at one of the events."""
    own = any(callable(getattr(doc, method, None)) for method in methods)
    return own or any(_handlers(doc.doctype, method) for method in methods)


def is_told(doc: Any) -> bool:
    """True when its own class or an app takes part in the insertion of a kind of document."""
    known = _resolved()
    key = ("told", doc.doctype)
    if key not in known:
        known[key] = is_handled(doc, *_INSERTION)
    return bool(known[key])


def _handlers(doctype: str, method: str) -> tuple[Callable[..., Any], ...]:
    known = _resolved()
    key = (doctype, method)
    if key not in known:
        declared = get_hooks("doc_events", {})
        known[key] = tuple(
            get_attr(path)
            for wanted in (doctype, "*")
            for name, events in declared.items()
            if name == wanted or (isinstance(name, tuple) and wanted in name)
            for path in events.get(method, ())
        )
    found: tuple[Callable[..., Any], ...] = known[key]
    return found


def hook_functions(hook: str, doctype: str) -> tuple[Callable[..., Any], ...]:
    """The functions a hook of the form `{doctype: path}` names, `*` after the DocType's own.

    Each takes keyword arguments and passes on those its function knows.
    """
    known = _resolved()
    key = ("hook", hook, doctype)
    if key not in known:
        declared = get_hooks(hook, {})
        paths = [*declared.get(doctype, ()), *declared.get("*", ())]
        known[key] = tuple(_tolerant(get_attr(path)) for path in paths)
    found: tuple[Callable[..., Any], ...] = known[key]
    return found


def forget_functions() -> None:
    """Look the functions that hooks name up again."""
    _resolved().clear()


def _resolved() -> dict[Any, Any]:
    """The functions found so far; forgotten together with the hooks that name them."""
    found: dict[Any, Any] = memory(MEMORY).setdefault("functions", {})
    return found


def _tolerant(function: Callable[..., Any]) -> Callable[..., Any]:
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return function
    names = {parameter.name for parameter in parameters}
    return lambda **given: function(**{key: given[key] for key in given if key in names})
