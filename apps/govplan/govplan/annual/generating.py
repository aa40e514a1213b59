"""Taking the figures of a year into its report; what was written of each section stays."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan import clock
from govplan.annual.figures import sections
from govplan.annual.gathering import gather
from govplan.domain.chain import canonical_json
from govplan.editing import open_for_edit
from govplan.errors import BadRecord, Fault, refuse_faults
from govplan.transparency.language import speaking, town_language
from govplan.typed import fill, text, whole

TEXT_FIELDS = {"title": text, "introduction": text, "closing": text}


def begin(year: Any) -> Document:
    """A new report of a year with its figures. Raises Refused with `.faults`, PermissionError."""
    frappe.has_permission("Gov Annual Report", "create", throw=True)
    report = frappe.new_doc("Gov Annual Report")
    refuse_faults(fill(report, {"year": year}, {"year": whole}))
    standing = {"year": report.year, "docstatus": ["!=", 2]}
    if report.year and frappe.db.exists("Gov Annual Report", standing):
        words = _("Year: {0} has its report already. Open that one.").format(report.year)
        refuse_faults([Fault("", "year", words, BadRecord)])
    with speaking(town_language()):
        report.insert()
    return generate(report.name)


def generate(name: str, modified: Any = None) -> Document:
    """Take the figures of the year anew from the editions that stand now.

    Raises ContentLocked, NotYourAct, TimestampMismatchError, PermissionError.
    """
    report = open_for_edit("Gov Annual Report", name, modified)
    gathered = gather(cint(report.year))
    written = {(row.kind, row.subject or ""): row.narrative for row in report.sections}
    # The report is the town's, whoever has it generated.
    with speaking(town_language()):
        told = sections(gathered, clock.today())
    report.set("sections", [])
    for one in told:
        report.append(
            "sections",
            {
                "kind": one.kind,
                "subject": one.subject,
                "title": one.title,
                "narrative": written.get((one.kind, one.subject)),
                "figures": canonical_json(one.figures).decode("utf-8"),
            },
        )
    report.sources = canonical_json(gathered.sources).decode("utf-8")
    report.generated_at = clock.now().replace(microsecond=0)
    report.flags.generating = True
    try:
        return report.save()
    finally:
        report.flags.generating = False


def save(
    name: str, texts: Mapping[str, Any], narratives: Mapping[str, Any], modified: Any = None
) -> Document:
    """Write the report's texts and, by the section's name, what is said of each.

    Raises Refused with `.faults`, ContentLocked, TimestampMismatchError, PermissionError.
    """
    report = open_for_edit("Gov Annual Report", name, modified)
    refuse_faults(fill(report, texts, TEXT_FIELDS))
    for section in report.sections:
        if section.name in narratives:
            section.narrative = text(narratives[section.name])
    return report.save()
