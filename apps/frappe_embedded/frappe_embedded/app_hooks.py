"""What the engine declares as the app `frappe`."""

app_name = "frappe"
app_title = "Frappe (embedded)"
app_publisher = "govplan"
app_description = "The embedded engine"
app_email = "govplan@localhost"
app_license = "Apache-2.0"

scheduler_events = {"daily": ["frappe.sessions.clear_expired_sessions"]}
