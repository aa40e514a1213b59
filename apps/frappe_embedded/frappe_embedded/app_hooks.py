"""What the engine declares as the app `frappe`."""

app_name = "frappe"
app_title = "Frappe (embedded)"
app_publisher = "govplan"
app_description = "The embedded engine"
app_email = "govplan@localhost"
app_license = "Apache-2.0"

scheduler_events = {
    "all": ["frappe.email.queue.flush"],
    "daily": ["frappe.sessions.clear_expired_sessions"],
}

has_permission = {
    "File": "frappe_embedded.files.may_use",
    "ToDo": "frappe_embedded.assignment.may_see",
    "Notification Log": "frappe_embedded.assignment.may_see_notification",
    "Workflow Action": "frappe_embedded.workflow_actions.may_see_action",
}
permission_query_conditions = {
    "File": "frappe_embedded.files.visible",
    "ToDo": "frappe_embedded.assignment.visible",
    "Notification Log": "frappe_embedded.assignment.my_notifications",
    "Workflow Action": "frappe_embedded.workflow_actions.visible_actions",
}
