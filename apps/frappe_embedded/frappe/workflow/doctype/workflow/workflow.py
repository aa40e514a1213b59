"""The class of Workflow records."""

from frappe_embedded.core.doctype.workflow.workflow import Workflow as Workflow
