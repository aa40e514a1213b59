"""The director's grid: what the form sends, and the lines the page shows."""

import frappe

from govplan.monitoring import evidence, reports
from govplan.monitoring.alerts import warnings_of
from govplan.monitoring.flags import line_flags
from govplan.monitoring.submission import explanation_of

TEXT_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "narrative",
    "cause",
    "corrective_action",
    "missing_reason",
    "budget_accrued",
    "checked_note",
)
BOXES = ("no_change", "checked")
SEPARATOR = "__"
# What stands for a line's key in the fields that prove the whole report.
WHOLE = "todo"
QUANTITIES = ("value", "numerator", "denominator")


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
            boxes = {box: form.get(f"{box}{SEPARATOR}{row.row_key}") for box in BOXES}
            rows[row.row_key] = {**sent, **{b: "1" if on else "0" for b, on in boxes.items()}}
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
    steps = _steps_of(doc)
    shown = []
    for row in doc.rows:
        line = frappe._dict(row.as_dict())
        line.update({field: _as_typed(row.get(field)) for field in QUANTITIES})
        line.stored = {field: line.get(field) for field in TEXT_FIELDS}
        line.update(typed.get(row.row_key, {}))
        line.update({box: int(line.get(box) or 0) for box in BOXES})
        line.warnings = warnings_of(row)
        line.looks = line_flags(row)
        line.explanation = str(explanation_of(row))
        line.evidence = proofs.get(row.row_key, [])
        line.steps = steps.get(row.indicator, [])
        line.may_not_change = reports.may_not_change(row)
        line.asks_value = row.status not in ("Not due", "Not programmed")
        shown.append(line)
    return shown


def _steps_of(doc) -> dict[str, list]:
    """The steps of each milestone among the report's lines, by indicator."""
    milestones = {row.indicator for row in doc.rows if row.accumulation == "Milestone"}
    if not milestones:
        return {}
    steps: dict[str, list] = {}
    for step in frappe.get_all(
        "Gov Indicator Step",
        filters={"parenttype": "Gov Indicator", "parent": ["in", sorted(milestones)]},
        fields=["parent", "step", "weight"],
        order_by="parent asc, idx asc",
        limit=0,
    ):
        steps.setdefault(step.parent, []).append(step)
    return steps


def _as_typed(quantity) -> str:
    """A stored quantity the way a reader of Spanish types it."""
    return (quantity or "").replace(".", ",")


def whole_evidence(doc) -> list:
    """The proofs of the whole report."""
    return [proof for proof in doc.evidence if not proof.row_key]


def _attach(doc, form, files) -> None:
    for key in [WHOLE, *(row.row_key for row in doc.rows)]:
        about = {
            "row_key": "" if key == WHOLE else key,
            "title": _sent(form, "evidence_title", key),
            "visibility": _sent(form, "visibility", key) or "Public",
            "legal_ground": _sent(form, "legal_ground", key),
        }
        upload = files.get(f"evidence{SEPARATOR}{key}")
        if upload and upload.filename:
            content = upload.stream.read()
            evidence.attach_file(doc, filename=upload.filename, content=content, **about)
        address = _sent(form, "evidence_url", key)
        if address:
            evidence.attach_url(doc, url=address, **about)


def _sent(form, field: str, key: str) -> str:
    return (form.get(f"{field}{SEPARATOR}{key}") or "").strip()
