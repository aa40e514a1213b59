"""Fields a site adds."""

from frappe_embedded.core.doctype.custom_field.custom_field import CustomField as CustomField
from frappe_embedded.customising import create_custom_field as create_custom_field
from frappe_embedded.customising import create_custom_fields as create_custom_fields
