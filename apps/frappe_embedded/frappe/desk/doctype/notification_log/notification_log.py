"""Notifications."""

from frappe_embedded.assignment import enqueue_create_notification as enqueue_create_notification
