"""What changed between two editions, in words a citizen understands."""

from collections import Counter
from collections.abc import Iterable, Iterator

from frappe import _

from govplan.transparency.tables import Note, Row, Table

MOST_LINES = 200


def difference(before: Iterable[Table], after: Iterable[Table]) -> list[str]:
    """One sentence per row gone, row added and cell changed; tables are matched by position."""
    sentences = [
        sentence for old, new in zip(before, after, strict=True) for sentence in _of_table(old, new)
    ]
    if len(sentences) <= MOST_LINES:
        return sentences
    more = _("And {0} more changes.").format(len(sentences) - MOST_LINES)
    return [*sentences[:MOST_LINES], more]


def _of_table(old: Table, new: Table) -> Iterator[str]:
    before, after = _by_subject(old), _by_subject(new)
    for about in before:
        if about not in after:
            yield _("{0}: no longer there.").format(about)
    for about, row in after.items():
        if about not in before:
            yield _("{0}: added.").format(about)
        else:
            yield from _of_row(new, about, before[about], row)
    yield from _of_texts(_footers(old), _footers(new))
    yield from _of_texts(_notes(old), _notes(new))


def _of_row(table: Table, about: str, old: Row, new: Row) -> Iterator[str]:
    for column, before, after in zip(table.columns, old.cells, new.cells, strict=True):
        if not column.counts_rows and (before or "") != (after or ""):
            where = column.heading if table.has_heading else _("value")
            yield _changed(f"{about}, {where}", before, after)


def _of_texts(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for label in {**old, **new}:
        if old.get(label, "") != new.get(label, ""):
            yield _changed(label, old.get(label), new.get(label))


def _changed(what: str, before: str | None, after: str | None) -> str:
    nothing = _("nothing")
    old, new = (" ".join((text or "").split()) or nothing for text in (before, after))
    return _("{0}: it said «{1}» and now says «{2}».").format(what, old, new)


def _by_subject(table: Table) -> dict[str, Row]:
    """Rows by what they are about; the second about the same is told apart by its turn."""
    turns: Counter[str] = Counter()
    rows = {}
    for row in table.rows:
        turns[row.about] += 1
        turn = turns[row.about]
        rows[row.about if turn == 1 else f"{row.about} ({turn})"] = row
    return rows


def _footers(table: Table) -> dict[str, str]:
    return {footer.label: footer.value for footer in table.footers}


def _notes(table: Table) -> dict[str, str]:
    notes = [line.text for line in table.lines if isinstance(line, Note)]
    return {_("Note {0}").format(at): text for at, text in enumerate(notes, 1)}
