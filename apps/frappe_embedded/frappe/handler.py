"""Uploads and downloads."""

from frappe_embedded.uploads import download_file as download_file
from frappe_embedded.uploads import upload_file as upload_file
