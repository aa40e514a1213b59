"""The class of Role records."""

from frappe_embedded.core.doctype.role.role import Role as Role
