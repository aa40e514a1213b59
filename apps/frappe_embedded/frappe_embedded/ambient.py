"""Values that belong to the thread at work, and names that stand for one of them.

Werkzeug has the same, but importing any of it takes as long as a whole command should.
"""

import operator
import threading
from collections.abc import Callable, Iterator
from typing import Any


class Local(threading.local):
    """Attributes each thread has for itself."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(list(self.__dict__.items()))

    def __release_local__(self) -> None:
        """Forget all of this thread's."""
        self.__dict__.clear()


class LocalProxy:
    """Stands for one attribute of a `Local`: whatever is done to it is done to the value."""

    __slots__ = ("__local", "__name")

    def __init__(self, local: Local, name: str) -> None:
        object.__setattr__(self, "_LocalProxy__local", local)
        object.__setattr__(self, "_LocalProxy__name", name)

    def _get_current_object(self) -> Any:
        try:
            return getattr(self.__local, self.__name)
        except AttributeError:
            message = f"{self.__name}: no site is open here. Call frappe.init first."
            raise RuntimeError(message) from None

    @property  # type: ignore[misc] # isinstance asks for the class of the value
    def __class__(self) -> Any:
        return type(getattr(self.__local, self.__name, None))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._get_current_object(), name)

    def __bool__(self) -> bool:
        return bool(getattr(self.__local, self.__name, None))

    def __repr__(self) -> str:
        return repr(getattr(self.__local, self.__name, None))


def _forward(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *args, **kwargs: function(self._get_current_object(), *args, **kwargs)


_FORWARDED: dict[str, Callable[..., Any]] = {
    "__str__": str,
    "__format__": format,
    "__hash__": hash,
    "__dir__": dir,
    "__len__": len,
    "__iter__": iter,
    "__int__": int,
    "__float__": float,
    "__call__": lambda one, *args, **kwargs: one(*args, **kwargs),
    "__contains__": operator.contains,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__eq__": operator.eq,
    "__ne__": operator.ne,
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
    "__add__": operator.add,
    "__radd__": lambda one, other: other + one,
    "__or__": operator.or_,
    "__ror__": lambda one, other: other | one,
    "__mod__": operator.mod,
}
for _name, _function in _FORWARDED.items():
    setattr(LocalProxy, _name, _forward(_function))
