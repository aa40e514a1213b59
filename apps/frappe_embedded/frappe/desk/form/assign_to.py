"""Assignments."""

from frappe_embedded.assignment import add as add
from frappe_embedded.assignment import clear as clear
from frappe_embedded.assignment import close as close
from frappe_embedded.assignment import get as get
from frappe_embedded.assignment import remove as remove
