"""The class of DocShare records."""

from frappe_embedded.core.doctype.docshare.docshare import DocShare as DocShare
