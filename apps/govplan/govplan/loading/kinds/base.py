"""What a kind of sheet has to say for itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from govplan.loading.columns import Column, Columns
from govplan.loading.references import References
from govplan.loading.rows import SheetRows
from govplan.loading.wishes import Wish


@dataclass
class Context:
    """What rows are read with: records they may refer to, and the plan named beside the file."""

    plan: str = ""
    references: References = field(default_factory=References)


class Kind:
    """A kind of sheet: its columns, and the records its rows want.

    `key_columns` are those no file can do without. A kind with `needs_plan` asks in which plan,
    when its file has no column that says so; one that `lives_in_plan` never has. A kind without
    `exports` only comes in.
    """

    name = ""
    title = ""
    about = ""
    key_columns: tuple[str, ...] = ()
    needs_plan = False
    lives_in_plan = False
    exports = True

    def columns(self) -> Columns:
        """Every column it knows, in the order they are exported."""
        raise NotImplementedError

    def required(self, context: Context) -> list[Column]:
        """The columns that have to be in a file."""
        columns = self.columns()
        keys = (key for key in self.key_columns if not (key == "plan" and context.plan))
        return [column for key in keys if (column := columns.get(key))]

    def wishes(self, rows: SheetRows, context: Context) -> list[Wish]:
        """The records the rows want; what is wrong with them is noted in `rows.faults`."""
        raise NotImplementedError

    def stored(self, plan: str = "") -> Iterable[dict[str, Any]]:
        """The rows an export has, values by key."""
        raise NotImplementedError
