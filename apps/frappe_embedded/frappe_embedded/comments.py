"""Comments on records: what people say, and what the framework notes about its own acts."""

import json
from typing import Any

from .context import current_user, local
from .documents import get_doc
from .text import sanitize_html
from .users import get_fullname

MIRRORED = 100
_EXCERPT = 1000


def add_comment(
    doc: Any,
    comment_type: str = "Comment",
    text: str | None = None,
    comment_email: str | None = None,
    comment_by: str | None = None,
) -> Any:
    """Write a Comment on a record. Raises ValidationError for a type that does not exist."""
    user = current_user()
    comment = get_doc(
        {
            "doctype": "Comment",
            "comment_type": comment_type,
            "comment_email": comment_email or user,
            "comment_by": comment_by or get_fullname(user),
            "reference_doctype": doc.doctype,
            "reference_name": str(doc.name),
            "content": sanitize_html(text or comment_type),
        }
    )
    comment.flags.ignore_links = True
    # Whoever may act on the record may have it noted; Comment's own rules are for its forms.
    return comment.insert(ignore_permissions=True)


def mirror(comment: Any, removed: bool = False) -> None:
    """Keep the last comments of a record in its own row, so that lists can show them."""
    if comment.comment_type != "Comment" or not comment.reference_name:
        return
    table = f"tab{comment.reference_doctype}"
    if not local.db.has_column(comment.reference_doctype, "_comments"):
        return
    rows = local.db.sql(
        f"SELECT _comments FROM `{table}` WHERE name = %s",  # noqa: S608 - a DocType's table
        (comment.reference_name,),
        pluck=True,
    )
    kept = [row for row in json.loads((rows and rows[0]) or "[]") if row["name"] != comment.name]
    if not removed:
        said = {"comment": (comment.content or "")[:_EXCERPT], "by": comment.comment_email}
        kept.append({**said, "name": comment.name})
    local.db.sql(
        f"UPDATE `{table}` SET _comments = %s WHERE name = %s",  # noqa: S608 - a DocType's table
        (json.dumps(kept[-MIRRORED:], ensure_ascii=False), comment.reference_name),
    )
