"""Tasks."""

from frappe_embedded.core.doctype.todo.todo import ToDo as ToDo
