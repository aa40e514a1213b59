from functools import lru_cache

import frappe

from govplan.annual.blocks import Document
from govplan.annual.document import document
from govplan.transparency import public

no_cache = 1

DOCUMENTS = ("pdf", "docx", "html", "xlsx")


def get_context(context):
    """A year's report as published, with its documents."""
    context.report = public.annual_report(str(frappe.form_dict.year))
    context.title = context.report["title"]
    digest = context.report["edition"]["content_hash"]
    context.document = _drawn(frappe.local.site, digest, frappe.local.lang, frappe.form_dict.year)
    by_ending = {file["file_name"].rsplit(".", 1)[-1]: file for file in context.report["files"]}
    context.files = [
        (ending.upper(), by_ending[ending]) for ending in DOCUMENTS if ending in by_ending
    ]


@lru_cache(maxsize=4)
def _drawn(site: str, digest: str, language: str, year: int) -> Document:
    """The report as blocks; frozen content is drawn once per process and language."""
    return document(public.annual_report(str(year)))
