"""What govplan asks of the framework: data, rules, back office, portal, time."""

app_name = "govplan"
app_title = "govplan"
app_publisher = "govplan"
app_description = "Municipal plans, POA, monthly progress, participation and transparency"
app_email = "govplan@localhost"
app_license = "Apache-2.0"

# Data
after_sync = "govplan.install.after_sync"
after_migrate = ["govplan.install.after_migrate"]
fixtures = [
    {"dt": "Role", "filters": [["name", "like", "Gov %"]]},
    "Workflow State",
    "Workflow Action Master",
]

# Rules
permission_query_conditions = {
    "Gov Plan": "govplan.permissions.plan_conditions",
    "Gov Annual Report": "govplan.permissions.annual_conditions",
    "Gov Plan Node": "govplan.permissions.node_conditions",
    "Gov POA": "govplan.permissions.poa_conditions",
    "Gov Progress Report": "govplan.permissions.report_conditions",
    "Gov Participation Event": "govplan.permissions.event_conditions",
    "Gov Agreement": "govplan.permissions.agreement_conditions",
    "Gov Decision": "govplan.permissions.decision_conditions",
    "Gov Remark": "govplan.permissions.remark_conditions",
}
has_permission = {
    "Gov Plan": "govplan.permissions.may_plan",
    "Gov Annual Report": "govplan.permissions.may_annual",
    "Gov Plan Node": "govplan.permissions.may_node",
    "Gov POA": "govplan.permissions.may_poa",
    "Gov Progress Report": "govplan.permissions.may_report",
    "Gov Participation Event": "govplan.permissions.may_event",
    "Gov Agreement": "govplan.permissions.may_agreement",
    "Gov Decision": "govplan.permissions.may_decision",
    "Gov Remark": "govplan.permissions.may_remark",
    "File": "govplan.monitoring.attachments.may_file",
}
override_whitelisted_methods = {
    "frappe.model.workflow.bulk_workflow_approval": "govplan.api.approval.bulk_workflow_approval",
}

# Desk, on a Frappe bench
doctype_js = {
    "Gov Plan": "public/js/approval_form.js",
    "Gov POA": "public/js/approval_form.js",
    "Gov Progress Report": "public/js/approval_form.js",
    "Gov Participation Event": "public/js/approval_form.js",
    "Gov Agreement": "public/js/approval_form.js",
    "Gov Annual Report": "public/js/approval_form.js",
}

# Back office
additional_timeline_content = {
    "Gov Plan": ["govplan.approval.timeline.decisions"],
    "Gov POA": ["govplan.approval.timeline.decisions"],
    "Gov Progress Report": ["govplan.approval.timeline.decisions"],
    "Gov Participation Event": ["govplan.approval.timeline.decisions"],
    "Gov Agreement": ["govplan.approval.timeline.decisions"],
    "Gov Annual Report": ["govplan.approval.timeline.decisions"],
}

# Portal
home_page = "index"
before_request = ["govplan.website.speak_the_towns_language"]
update_website_context = ["govplan.website.add_town"]
jinja = {"methods": ["govplan.presentation"]}
website_route_rules = [
    {"from_route": "/unidades/<code>", "to_route": "unidad"},
    {"from_route": "/planes/<plan>", "to_route": "plan"},
    {"from_route": "/planes/<plan>/edicion/<int:number>", "to_route": "plan"},
    {"from_route": "/planes/<plan>/<path:node>", "to_route": "nodo"},
    {"from_route": "/ods/<int:goal>", "to_route": "objetivo"},
    {"from_route": "/indicadores/<unit>/<indicator>", "to_route": "indicador"},
    {"from_route": "/participacion/<event>", "to_route": "evento"},
    {"from_route": "/acuerdos/<agreement>", "to_route": "acuerdo"},
    {"from_route": "/transparencia/<int:year>", "to_route": "transparencia"},
    {"from_route": "/transparencia/<int:year>/<int:month>", "to_route": "mes"},
    {
        "from_route": "/transparencia/<int:year>/<int:month>/<format_code>/<int:number>",
        "to_route": "edicion",
    },
    {"from_route": "/ediciones/<edition>", "to_route": "edicion"},
    {"from_route": "/informes/<int:year>", "to_route": "informe"},
    {"from_route": "/gestion/unidades/nueva", "to_route": "gestion/unidad_nueva"},
    {"from_route": "/gestion/unidades/<code>", "to_route": "gestion/unidad"},
    {"from_route": "/gestion/reportes/<report>", "to_route": "gestion/reporte"},
    {"from_route": "/gestion/planes/<plan>", "to_route": "gestion/plan"},
    {"from_route": "/gestion/planes/<plan>/<node>", "to_route": "gestion/elemento"},
    {"from_route": "/gestion/poa/<poa>", "to_route": "gestion/poa-unidad"},
    {"from_route": "/gestion/cargas/<load>", "to_route": "gestion/carga"},
    {"from_route": "/gestion/indicadores/<indicator>", "to_route": "gestion/indicador"},
    {"from_route": "/gestion/eventos/<event>", "to_route": "gestion/evento"},
    {"from_route": "/gestion/acuerdos/<agreement>", "to_route": "gestion/acuerdo"},
    {"from_route": "/gestion/informes/<report>", "to_route": "gestion/informe"},
]

# Time
scheduler_events = {
    "cron": {
        "5 * * * *": ["govplan.tasks.follow_the_posts"],
        "15 * * * *": ["govplan.tasks.keep_the_calendar"],
        "25 * * * *": ["govplan.tasks.remind"],
        "35 0 * * *": ["govplan.tasks.write_the_portal"],
    }
}
