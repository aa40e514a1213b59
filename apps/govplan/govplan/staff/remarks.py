"""Remarks on the page of a record: where each one stands, what the reader may do, what was sent."""

from typing import Any

import frappe

from govplan.approval import remarks
from govplan.approval.acts import AUTHORS, RETURN, RETURNED, REVIEWED, SUBMITTED
from govplan.organisation.holders import posts_over

SEPARATOR = "__"
REMARK_ACTS = frozenset({"remark", "answer", "settle", "reopen"})


def offer_remarks(context, doc) -> None:
    """Put the remarks into the context: all, by line (the whole under ""), those not answered."""
    found = remarks.remarks_on(doc)
    reviews = [held.post for held in posts_over(RETURN.posts, (doc.get("unit"),))]
    writes = bool(posts_over(AUTHORS[doc.doctype], doc.author_units()))
    lines = {row.get("row_key") or row.name for row in doc.get("rows") or []}
    by_line: dict[str, list] = {}
    for one in found:
        one.typed = (frappe.form_dict.get(f"answer{SEPARATOR}{one.name}") or "").strip()
        one.may_answer = writes and one.state == remarks.OPEN
        one.may_settle = _is_theirs(one, reviews)
        by_line.setdefault(one.row_key if one.row_key in lines else "", []).append(one)
    context.all_remarks, context.remarks = found, by_line
    context.open_remarks = [one for one in found if one.state == remarks.OPEN]
    context.may_remark = bool(reviews) and doc.workflow_state in (SUBMITTED, REVIEWED, RETURNED)


def press_remark(doc, address: str) -> str:
    """Do what the form of a remark asks; where to go then. Raises the remark's own refusals."""
    form = frappe.form_dict
    if form.act == "remark":
        made = remarks.remark(doc.doctype, doc.name, form.text or "", form.row_key or "")
    else:
        made = frappe.get_doc("Gov Remark", form.remark)
        made.check_permission("write")
        said = () if form.act == "settle" else (form.text or "",)
        {"answer": made.answer, "reopen": made.reopen, "settle": made.settle}[form.act](*said)
    return f"{address.format(name=doc.name)}?hecho=observado#remark{SEPARATOR}{made.name}"


def save_answers(form: Any) -> None:
    """Answer the remarks whose box in the record's own form holds something."""
    begins = f"answer{SEPARATOR}"
    said = {name[len(begins) :]: form[name] for name in form if name.startswith(begins)}
    for name, text in said.items():
        if (text or "").strip():
            made = frappe.get_doc("Gov Remark", name)
            made.check_permission("write")
            made.answer(text)


def _is_theirs(one: Any, reviews: list[str]) -> bool:
    own = one.author == frappe.session.user or one.author_post in reviews
    return bool(reviews) and own and one.state != remarks.OPEN
