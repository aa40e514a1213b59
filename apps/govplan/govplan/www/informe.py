import frappe

from govplan.annual.document import document
from govplan.transparency import public

no_cache = 1

DOCUMENTS = ("pdf", "docx", "html", "xlsx")


def get_context(context):
    """A year's report as published, with its documents."""
    context.report = public.annual_report(str(frappe.form_dict.year))
    context.title = context.report["title"]
    context.document = document(context.report)
    by_ending = {file["file_name"].rsplit(".", 1)[-1]: file for file in context.report["files"]}
    context.files = [
        (ending.upper(), by_ending[ending]) for ending in DOCUMENTS if ending in by_ending
    ]
