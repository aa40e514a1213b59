"""The class of UserPermission records."""

from frappe_embedded.core.doctype.user_permission.user_permission import (
    UserPermission as UserPermission,
)
