"""Who may do what."""

from frappe_embedded.permissions import has_permission as has_permission
from frappe_embedded.permissions import rights as rights
from frappe_embedded.roles import get_roles as get_roles
from frappe_embedded.user_permissions import get_user_permissions as get_user_permissions
