"""Who may do what."""

from frappe_embedded.permissions import get_doc_permissions as get_doc_permissions
from frappe_embedded.permissions import get_doctypes_with_read as get_doctypes_with_read
from frappe_embedded.permissions import get_role_permissions as get_role_permissions
from frappe_embedded.permissions import has_child_permission as has_child_permission
from frappe_embedded.permissions import has_permission as has_permission
from frappe_embedded.permissions import rights as rights
from frappe_embedded.roles import get_roles as get_roles
from frappe_embedded.user_permissions import add_user_permission as add_user_permission
from frappe_embedded.user_permissions import get_user_permissions as get_user_permissions
