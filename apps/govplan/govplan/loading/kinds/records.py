"""Kinds with a row for each record: units, elements of plans, indicators."""

from collections.abc import Iterable
from typing import Any

from frappe import _

from govplan.loading.columns import Columns
from govplan.loading.fields import Wanted, columns_of
from govplan.loading.kinds.base import Context, Kind
from govplan.loading.rows import ReadRow, SheetRows
from govplan.loading.sheets import Line
from govplan.loading.storage import records
from govplan.loading.wishes import Wish


class RecordKind(Kind):
    """One DocType, one row a record, known by its code.

    `wanted` describes its columns; `parent` names the link that makes a tree, `others` the links to
    records of the same file.
    """

    doctype = ""
    wanted = Wanted()
    parent = ""
    others: tuple[str, ...] = ()

    def columns(self) -> Columns:
        return Columns(columns_of(self.doctype, self.wanted))

    def wishes(self, rows: SheetRows, context: Context) -> list[Wish]:
        names = (self.name_in(rows, line, context) for line in rows.lines)
        context.references.expect(self.doctype, filter(None, names))
        found: dict[str, Wish] = {}
        for row in rows.read(context.references, lambda line: self.within(rows, line, context)):
            self.complete(row, context)
            rows.require(row, self.key_columns)
            if row.broken.intersection(self.key_columns):
                continue
            wish = self.wish(row)
            if wish.name in found:
                words = _("{0} is already in row {1}. Leave one of the two.")
                rows.fault(row, "code", words.format(row.values["code"], found[wish.name].row))
                found[wish.name].broken.add("code")
            else:
                found[wish.name] = wish
        self.mark_groups(found)
        return list(found.values())

    def wish(self, row: ReadRow) -> Wish:
        """The record of a row whose key columns could be read."""
        links = (row.values.get(field) for field in (self.parent, *self.others) if field)
        needs = frozenset(filter(None, links))
        name = self.name_of(row.values)
        return Wish(self.doctype, name, row.number, row.values, row.broken, needs - {name})

    def mark_groups(self, found: dict[str, Wish]) -> None:
        """What others of the file hang from is a group, unless the file says it is not."""
        for wish in list(found.values()) if self.parent else ():
            above = found.get(wish.values.get(self.parent) or "")
            if above and "is_group" not in above.broken:
                above.values.setdefault("is_group", 1)

    def name_of(self, values: dict[str, Any]) -> str:
        """The name of the record with these values."""
        return str(values["code"])

    def name_in(self, rows: SheetRows, line: Line, context: Context) -> str:
        """The name of the record a row is about, as far as its cells tell before it is read."""
        return rows.text(line, "code").upper()

    def within(self, rows: SheetRows, line: Line, context: Context) -> dict[str, str]:
        """What stands before the codes in a row's links, by key."""
        return {}

    def complete(self, row: ReadRow, context: Context) -> None:
        """Add what stands beside the file."""

    def stored(self, plan: str = "") -> Iterable[dict[str, Any]]:
        fields = [column.key for column in columns_of(self.doctype, Wanted())]
        return records(self.doctype, fields, {"plan": plan} if plan and self.needs_plan else {})
