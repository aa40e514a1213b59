"""Conditions administrators write, as in Workflow: a small part of Python that cannot do harm."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from .errors import ValidationError
from .messages import throw
from .translate import _

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In,
    ast.NotIn, ast.IfExp, ast.Call, ast.keyword, ast.Attribute, ast.Subscript, ast.Slice, ast.Name,
    ast.Load, ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict,
)  # fmt: skip
# Methods of text that reach into the objects they print.
_REACHING = frozenset(("format", "format_map"))
BUILTINS: dict[str, Any] = {"int": int, "float": float, "round": round}


def evaluate(condition: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression in which `names` and int, float and round are known.

    Raises ValidationError for anything but an expression, SyntaxError for text that is none, and
    whatever evaluating raises.
    """
    code = _compiled(condition.strip())
    return eval(code, {"__builtins__": {}, **BUILTINS, **names})


def parse(condition: str) -> ast.Expression:
    """A condition as it would be evaluated. Raises ValidationError for what never could be."""
    try:
        return _harmless(condition.strip())
    except SyntaxError as error:
        throw(_("The condition {0} cannot be read: {1}").format(condition.strip(), error.msg))


@lru_cache(maxsize=512)
def _compiled(condition: str) -> CodeType:
    return compile(_harmless(condition), "<condition>", "eval")


def _harmless(condition: str) -> ast.Expression:
    tree = ast.parse(condition, "<condition>", mode="eval")
    for node in ast.walk(tree):
        _require_harmless(node)
    return tree


def _require_harmless(node: ast.AST) -> None:
    name = getattr(node, "attr", None) or getattr(node, "id", None) or ""
    if not isinstance(node, _ALLOWED) or name.startswith("_") or name in _REACHING:
        shown = name or type(node).__name__
        throw(_("A condition cannot use {0}").format(shown), ValidationError)
