"""Files."""

from frappe_embedded.files import save_file as save_file
