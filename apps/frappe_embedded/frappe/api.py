"""The methods of `/api` themselves."""

from frappe_embedded.api import ping as ping
