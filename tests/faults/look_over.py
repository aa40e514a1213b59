"""What is not whole in a site: SITES SITE. Writes a JSON list of sentences."""

import hashlib
import json
import os
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import frappe

from govplan.approval.decisions import broken_link

REPORT = "Gov Progress Report"


def faults() -> list[str]:
    link = broken_link()
    found = [f"the chain of decisions breaks at {link}"] if link else []
    for name in frappe.get_all(REPORT, pluck="name", order_by="name asc"):
        found += [f"{name}: {fault}" for fault in faults_of(frappe.get_doc(REPORT, name))]
    return found + file_faults()


def faults_of(report) -> list[str]:
    """A report, its decisions, its open tasks and its lines tell the same story."""
    decisions = frappe.get_all(
        "Gov Decision",
        filters={"reference_doctype": REPORT, "reference_name": report.name},
        fields=["act", "from_state", "to_state"],
        order_by="creation asc, name asc",
    )
    found = []
    state = decisions[-1].to_state if decisions else "Draft"
    if report.workflow_state != state:
        found.append(f"is {report.workflow_state}, decided {state}")
    for before, after in pairwise(decisions):
        if before.to_state != after.from_state:
            found.append(f"{before.act} led to {before.to_state}, {after.act} from another")
    if report.docstatus != int(report.workflow_state == "Approved"):
        found.append(f"{report.workflow_state} with docstatus {report.docstatus}")
    if any(row.docstatus != report.docstatus for row in report.rows) or len(report.rows) != 2:
        found.append("lines apart from their report")
    tasks = Counter(
        frappe.get_all("Workflow Action", {"reference_name": report.name}, pluck="status")
    )
    if tasks["Open"] > 1:
        found.append(f"{tasks['Open']} open tasks")
    return found


def file_faults() -> list[str]:
    """Each File has its bytes, and they are the ones it was made with."""
    found = []
    for file in frappe.get_all("File", {"is_folder": 0}, ["name", "file_url", "content_hash"]):
        doc = frappe.get_doc("File", file.name)
        path = Path(doc.get_full_path())
        if not path.is_file():
            found.append(f"{file.file_url}: no content")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.content_hash:
            found.append(f"{file.file_url}: other content")
    return found


sites, site = sys.argv[1:]
os.chdir(sites)
frappe.init(site, sites_path=sites)
frappe.connect()
sys.stdout.write(json.dumps(faults()))
frappe.destroy()
