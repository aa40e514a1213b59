"""The class of Comment records."""

from frappe_embedded.core.doctype.comment.comment import Comment as Comment
