"""Forgetting what is remembered, as apps and commands ask for it."""

from .cache import announce_change
from .context import local
from .documents import clear_document_cache
from .meta import clear_meta_cache
from .roles import forget_roles
from .sharing import forget_shares
from .user_permissions import forget_user_permissions
from .users import forget_people


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
    """Forget all that is remembered of the site, or only what concerns a user or a DocType."""
    if doctype:
        clear_meta_cache(doctype)
        clear_document_cache(doctype)
    elif user:
        for forget in (forget_roles, forget_user_permissions, forget_shares, forget_people):
            forget()
        local.role_permissions = {}
    else:
        announce_change()
