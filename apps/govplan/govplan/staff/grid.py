"""The director's grid: what the form sends, and the lines the page shows."""

import frappe

from govplan.monitoring import evidence, reports

TEXT_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "narrative",
    "cause",
    "corrective_action",
    "missing_reason",
    "budget_accrued",
)
SEPARATOR = "__"


def typed_rows(doc, form) -> dict[str, dict[str, str]]:
    """{row_key: {field: text}} of the lines the form holds."""
    rows = {}
    for row in doc.rows:
        sent = {
            field: form[f"{field}{SEPARATOR}{row.row_key}"].strip()
            for field in TEXT_FIELDS
            if f"{field}{SEPARATOR}{row.row_key}" in form
        }
        if sent:
            sent["no_change"] = "1" if form.get(f"no_change{SEPARATOR}{row.row_key}") else "0"
            rows[row.row_key] = sent
    return rows


def save(doc, form, files):
    """Saves what was typed and attaches what was chosen. Raises the report's own refusals."""
    saved = reports.save_report(
        doc.name,
        rows=typed_rows(doc, form),
        narrative=(form.get("narrative") or "").strip(),
        modified=form.get("modified"),
    )
    for name in form:
        if name.startswith("remove_evidence" + SEPARATOR):
            evidence.remove(saved, name.split(SEPARATOR, 1)[1])
    _attach(saved, form, files)
    return saved


def shown_rows(doc, form=None) -> list:
    """The report's lines for the page; with `form`, what was typed instead of what is stored."""
    typed = typed_rows(doc, form) if form else {}
    proofs: dict[str, list] = {}
    for proof in doc.evidence:
        proofs.setdefault(proof.row_key or "", []).append(proof)
    shown = []
    for row in doc.rows:
        line = frappe._dict(row.as_dict())
        line.stored = {field: row.get(field) for field in TEXT_FIELDS}
        line.update(typed.get(row.row_key, {}))
        line.no_change = int(line.no_change or 0)
        line.evidence = proofs.get(row.row_key, [])
        line.asks_value = row.status not in ("Not due", "Not programmed")
        shown.append(line)
    return shown


def _attach(doc, form, files):
    for row in doc.rows:
        key = row.row_key
        upload = files.get(f"evidence{SEPARATOR}{key}")
        address = (form.get(f"evidence_url{SEPARATOR}{key}") or "").strip()
        about = {
            "row_key": key,
            "title": (form.get(f"evidence_title{SEPARATOR}{key}") or "").strip(),
            "visibility": form.get(f"visibility{SEPARATOR}{key}") or "Public",
            "legal_ground": (form.get(f"legal_ground{SEPARATOR}{key}") or "").strip(),
        }
        if upload and upload.filename:
            about["title"] = about["title"] or upload.filename
            evidence.attach_file(
                doc, filename=upload.filename, content=upload.stream.read(), **about
            )
        if address:
            about["title"] = about["title"] or address
            evidence.attach_url(doc, url=address, **about)
