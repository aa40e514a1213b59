"""LEAME.txt: what an edition is, what each file and column means, and how to verify it."""

from collections.abc import Iterable, Mapping

from frappe import _

from govplan.domain.scoring import NOT_APPLICABLE, NOT_AVAILABLE
from govplan.transparency.tables import Table

NAME = "LEAME.txt"
MEDIA_TYPE = "text/plain"


def write(
    title: str,
    facts: Iterable[tuple[str, str]],
    files: Mapping[str, str],
    tables: Iterable[Table],
    zip_name: str,
) -> bytes:
    """The text in UTF-8 with CRLF; `files` are names and what each holds."""
    blocks = [
        [title, "=" * len(title)],
        [f"{name}: {value}" for name, value in facts if value],
        [_("Files"), *(f"- {name}: {purpose}" for name, purpose in files.items())],
        *_columns(tables),
        _missing(),
        _verifying(zip_name),
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return (text + "\n").replace("\n", "\r\n").encode("utf-8")


def _columns(tables: Iterable[Table]) -> list[list[str]]:
    explained = (table for table in tables if any(column.meaning for column in table.columns))
    return [
        [
            _("Columns of {0}").format(table.name),
            *(f"- {column.heading}: {column.meaning}" for column in table.columns),
        ]
        for table in explained
    ]


def _missing() -> list[str]:
    words = _(
        "What is missing is never written as zero. An empty cell has its reason in the column of"
        " status; legal formats say {0} or {1}."
    )
    return [_("Missing data"), words.format(NOT_AVAILABLE, NOT_APPLICABLE)]


def _verifying(zip_name: str) -> list[str]:
    words = _(
        "manifest.json holds the SHA-256 of every file and of the edition before. To check that"
        " nothing was changed:"
    )
    return [_("How to verify"), words, f"python -m govplan.domain.verify {zip_name}"]
