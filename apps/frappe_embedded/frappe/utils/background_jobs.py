"""Work in the background."""

from frappe_embedded.jobs import enqueue as enqueue
from frappe_embedded.jobs import enqueue_doc as enqueue_doc
from frappe_embedded.jobs import is_job_enqueued as is_job_enqueued
