"""Records in memory."""

from frappe_embedded.base_document import BaseDocument as BaseDocument
from frappe_embedded.meta import get_controller as get_controller
