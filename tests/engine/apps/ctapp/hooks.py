"""Every kind of hook the engine reads outside of documents."""

app_name = "ctapp"
app_title = "Ct App"
app_publisher = "tests"
app_description = "A small app for tests"
app_email = "tests@example.com"
app_license = "Apache-2.0"

before_install = "ctapp.log.before_install"
after_install = "ctapp.log.after_install"
after_sync = "ctapp.log.after_sync"
before_migrate = ["ctapp.log.before_migrate"]
after_migrate = ["ctapp.log.after_migrate"]
fixtures = ["Ct Thing"]

on_login = "ctapp.log.on_login"
on_session_creation = "ctapp.log.on_session_creation"
on_logout = "ctapp.log.on_logout"
before_request = ["ctapp.log.before_request"]
after_request = ["ctapp.log.after_request"]
override_whitelisted_methods = {"ctapp.api.old": "ctapp.api.new"}

additional_timeline_content = {"Ct Form": ["ctapp.log.timeline"]}

home_page = "plain"
role_home_page = {"Ct Keeper": "keepers"}
website_redirects = [
    {"source": "/old", "target": "/plain"},
    {"source": r"/was/(.*)", "target": r"/is/\1", "redirect_http_status": 302},
    {"source": "/kept", "target": "/plain", "forward_query_parameters": True},
]
website_route_rules = [
    {"from_route": "/things/<name>", "to_route": "thing"},
    {"from_route": "/years/<int:year>", "to_route": "thing", "defaults": {"kind": "year"}},
]
base_template_map = {r"wrapped.*": "templates/web.html"}
update_website_context = ["ctapp.web.add_town"]
jinja = {"methods": ["ctapp.web"], "filters": ["ctapp.web.loud"]}

scheduler_events = {
    "daily": ["ctapp.jobs.count"],
    "cron": {"15 3 * * *": ["ctapp.jobs.fail"]},
}
