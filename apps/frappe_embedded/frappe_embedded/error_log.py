"""Error Log: what went wrong, kept for the administrator."""

import logging
import traceback

from .context import local
from .documents import get_doc
from .translate import _

log = logging.getLogger("frappe_embedded")


def log_error(
    title: str | None = None,
    message: str | None = None,
    reference_doctype: str | None = None,
    reference_name: str | None = None,
    *,
    defer_insert: bool = False,
) -> None:
    """Write an Error Log in the caller's transaction; the current traceback unless `message`.

    With `defer_insert` it is written when that transaction has ended, kept or undone. Raises
    TypeError for a message without a title, CharacterLengthExceededError for a title over 140.
    """
    if title is None and message is not None:
        raise TypeError("log_error takes a title beside its message")
    row = {
        "doctype": "Error Log",
        "method": title or _("Error"),
        "error": message or get_traceback(),
        "reference_doctype": reference_doctype,
        "reference_name": reference_name,
    }
    log.error("%s\n%s", row["method"], row["error"])
    if defer_insert:
        local.db.after_commit.add(lambda: _write_alone(row))
        local.db.after_rollback.add(lambda: _write_alone(row))
    else:
        _insert(row)


def get_traceback(with_context: bool = False) -> str:
    """The traceback of the error being handled, empty when there is none."""
    text = traceback.format_exc()
    return "" if text.startswith("NoneType") else text


def _insert(row: dict[str, str | None]) -> None:
    # The person whose work failed need not be allowed to write logs.
    get_doc(row).insert(ignore_permissions=True)


def _write_alone(row: dict[str, str | None]) -> None:
    _insert(row)
    local.db.commit()
