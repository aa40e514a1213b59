"""The documents of a yearly report's edition: HTML, PDF and DOCX of the same blocks.

Imported when one is written and by nothing else: the libraries take their time to load.
"""

from pathlib import Path

import frappe

from govplan.annual import docx, pdf
from govplan.annual.blocks import Document
from govplan.annual.document import document
from govplan.transparency.packaging import Draft
from govplan.transparency.tables import printable

_CSS = ("tokens", "base", "card", "figure", "table", "plot", "annual")


def write(draft: Draft) -> dict[str, bytes]:
    """The documents by file name, in the language the edition is being written in."""
    told = document(dict(draft.content))
    return {
        f"{draft.name}.html": _page(told, draft),
        f"{draft.name}.pdf": pdf.write(told, draft.facts, draft.language, draft.made_at),
        f"{draft.name}.docx": docx.write(told, draft.facts, draft.language, draft.made_at),
    }


def _page(told: Document, draft: Draft) -> bytes:
    """One page with its styles inside: nothing to fetch, nothing that runs."""
    folder = Path(frappe.get_app_path("govplan", "public", "css"))
    context = {
        "document": told,
        "facts": draft.facts,
        "language": draft.language,
        "css": "".join((folder / f"{name}.css").read_text("utf-8") for name in _CSS),
    }
    page = frappe.render_template("templates/documents/annual_report.html", context)
    return printable(page).lstrip().encode()
