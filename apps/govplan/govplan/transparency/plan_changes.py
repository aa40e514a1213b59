"""What differs between two versions of a plan: elements added, taken out, changed; its texts."""

from dataclasses import dataclass, field
from typing import Any

from frappe import _

from govplan.transparency.formats.plan import tables
from govplan.transparency.tables import Table


@dataclass(frozen=True)
class Change:
    """A field that says something else; empty where it said nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedElement:
    """An element both versions have, and what differs."""

    code: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class PlanChanges:
    """`added` and `removed` are elements as published; `texts` are the plan's own."""

    texts: tuple[Change, ...] = ()
    added: tuple[dict[str, Any], ...] = ()
    removed: tuple[dict[str, Any], ...] = ()
    changed: tuple[ChangedElement, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.texts or self.added or self.removed or self.changed)


def compare(before: dict[str, Any], after: dict[str, Any]) -> PlanChanges:
    """Two plans in the form they are published in; an element is known by its code."""
    (old_nodes, old_texts), (new_nodes, new_texts) = tables(before), tables(after)
    old, new = _by_first_cell(old_nodes), _by_first_cell(new_nodes)
    changed = (
        ChangedElement(code, _title(after, code), _changes(new_nodes, old[code], cells))
        for code, cells in new.items()
        if code in old and old[code] != cells
    )
    earlier, later = _by_first_cell(old_texts), _by_first_cell(new_texts)
    texts = (
        Change(label, earlier[label][1] or "", cells[1] or "")
        for label, cells in later.items()
        if label != _("Version") and (earlier[label][1] or "") != (cells[1] or "")
    )
    return PlanChanges(
        texts=tuple(texts),
        added=tuple(node for node in after["nodes"] if node["code"] not in old),
        removed=tuple(node for node in before["nodes"] if node["code"] not in new),
        changed=tuple(one for one in changed if one.changes),
    )


def _changes(
    table: Table, before: tuple[str | None, ...], after: tuple[str | None, ...]
) -> tuple[Change, ...]:
    return tuple(
        Change(heading, old or "", new or "")
        for heading, old, new in zip(table.headings, before, after, strict=True)
        if (old or "") != (new or "")
    )


def _by_first_cell(table: Table) -> dict[str, tuple[str | None, ...]]:
    return {row.cells[0] or "": row.cells for row in table.rows}


def _title(plan: dict[str, Any], code: str) -> str:
    return next(node["title"] for node in plan["nodes"] if node["code"] == code)
