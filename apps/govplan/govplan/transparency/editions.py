"""One edition written whole: content, files, manifest, chain, submitted in one transaction.

Nothing here commits, so a process killed at any point leaves no edition; files it may have left on
disk belong to no record, and the next run's take other names.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from govplan import clock
from govplan.approval.decisions import record
from govplan.domain.chain import canonical_json, content_hash
from govplan.domain.manifest import MANIFEST_NAME, Manifest, build_manifest
from govplan.domain.quantity import text_of
from govplan.presentation import month_name
from govplan.transparency import evidence
from govplan.transparency.checks import Preflight
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.registry import builder_of
from govplan.transparency.language import speaking, town_language
from govplan.transparency.naming import edition_name
from govplan.transparency.packaging import Draft, media_type, stored_name, write_files
from govplan.transparency.writers import zip as archive


@dataclass(frozen=True)
class Subject:
    """What an edition is of: a month, or one record under its public name."""

    key: str
    title: str
    period: str | None = None
    legal_limit: date | None = None
    doctype: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Correction:
    """The edition replaced, why, and what changed in words."""

    replaces: str
    reason: str
    difference: tuple[str, ...]


@dataclass(frozen=True)
class Issue:
    """Everything that goes into an edition but its files."""

    fmt: Any
    subject: Subject
    collected: Collected
    number: int
    preflight: Preflight = field(default_factory=lambda: Preflight(()))
    correction: Correction | None = None

    @property
    def name(self) -> str:
        return edition_name(self.fmt.name, self.subject.key, self.number)

    @property
    def language(self) -> str:
        return builder_of(self.fmt).language or town_language()


def issue(made: Issue) -> str:
    """Write the edition and submit it; its name. Raises DuplicateEntryError when it exists."""
    previous = _last_of_chain(made.fmt.name)
    published_at = clock.now().replace(microsecond=0)
    edition = _insert(made, previous, published_at)
    made = replace(made, collected=_released(made, edition))
    with speaking(made.language):
        files = write_files(_draft(made, published_at))
    manifest = _manifest(made, files, previous, published_at)
    _attach(edition, {**files, MANIFEST_NAME: manifest.to_bytes()})
    edition.update(
        {
            "content": canonical_json(made.collected.content).decode("utf-8"),
            "content_hash": content_hash(made.collected.content),
            "manifest_hash": manifest.hash,
            "previous_hash": manifest.previous,
            "chain_hash": manifest.chain_hash,
        }
    )
    edition.submit()
    reason = made.correction.reason if made.correction else ""
    record(edition, "Publish", to_state="Published", reason=reason)
    return edition.name


def is_on_time(subject: Subject, at: datetime) -> bool:
    """Whether a publication now keeps the legal limit; without one there is nothing to break."""
    return subject.legal_limit is None or at.date() <= subject.legal_limit


def _last_of_chain(format_code: str) -> Any:
    """The edition before in this format's chain, locked so that publications queue."""
    frappe.db.get_value("Gov Publication Format", format_code, "name", for_update=True)
    return frappe.db.get_value(
        "Gov Edition",
        {"format": format_code, "docstatus": 1},
        ["sequence", "manifest_hash"],
        as_dict=True,
        order_by="sequence desc",
        for_update=True,
    )


def _insert(made: Issue, previous: Any, published_at: datetime) -> Any:
    subject, correction = made.subject, made.correction
    score = made.preflight.score
    edition = frappe.get_doc(
        {
            "doctype": "Gov Edition",
            "format": made.fmt.name,
            "period": subject.period,
            "number": made.number,
            "sequence": (cint(previous.sequence) if previous else 0) + 1,
            "title": subject.title,
            "subject_doctype": subject.doctype,
            "subject_name": None if subject.period else subject.key,
            "unit": subject.unit,
            "published_at": published_at,
            "legal_limit": subject.legal_limit,
            "on_time": int(is_on_time(subject, published_at)),
            "score": text_of(score),
            "replaces": correction.replaces if correction else None,
            "reason": correction.reason if correction else None,
            "difference": "\n".join(correction.difference) if correction else None,
            "checks": [_check(check) for check in made.preflight.checks],
        }
    )
    edition.flags.made_by_publication = True
    # Approving or the calendar publishes; no role may write an edition by hand.
    edition.flags.ignore_permissions = True
    return edition.insert()


def _check(check: Any) -> dict[str, Any]:
    return {"code": check.code, "passed": int(check.passed), "detail": check.detail}


def _released(made: Issue, edition: Any) -> Collected:
    """The content with public copies of its evidence; a check tells of those that are lost."""
    collected = made.collected
    lost = evidence.release(collected.content, collected.evidence_files, edition.name)
    if lost:
        words = _("Evidence that is no longer the approved file: {0}.").format("; ".join(lost))
        edition.append("checks", {"code": "evidence", "passed": 0, "detail": words})
    return collected


def _draft(made: Issue, published_at: datetime) -> Draft:
    builder = builder_of(made.fmt)
    return Draft(
        name=made.name,
        title=made.subject.title,
        facts=_facts(made, published_at),
        content=made.collected.content,
        tables=builder.tables(made.collected.content),
        made_at=published_at,
        language=made.language,
        csv_name=builder.csv_name,
        documents=builder.documents,
    )


def _facts(made: Issue, published_at: datetime) -> tuple[tuple[str, str], ...]:
    town, subject = made.collected.content["municipality"], made.subject
    facts = [
        (_("Municipality"), town["name"]),
        (_("Tax id"), town["tax_id"]),
        (_("Format"), cstr(made.fmt.title)),
        (_("Legal reference"), cstr(made.fmt.legal_reference)),
        (_("Month"), month_name(subject.period) if subject.period else ""),
        (_("Edition"), f"{made.number} ({made.name})"),
        (_("Published on"), published_at.strftime("%d/%m/%Y %H:%M")),
        (_("Legal limit"), subject.legal_limit.strftime("%d/%m/%Y") if subject.legal_limit else ""),
        (_("Replaces"), made.correction.replaces if made.correction else ""),
        (_("Reason"), made.correction.reason if made.correction else ""),
        (_("Licence"), f"{town['licence']} {town['licence_url']}".strip()),
    ]
    return tuple(fact for fact in facts if fact[1])


def _manifest(
    made: Issue, files: Mapping[str, bytes], previous: Any, published_at: datetime
) -> Manifest:
    return build_manifest(
        format=made.fmt.name,
        period=made.subject.key,
        number=made.number,
        files=files,
        made_at=published_at.replace(tzinfo=_zone()),
        previous=previous.manifest_hash if previous else None,
        decisions=_decisions(made.collected.rests_on),
    )


def _zone() -> ZoneInfo:
    """The zone the framework's clock runs in."""
    stated = frappe.db.get_single_value("System Settings", "time_zone")
    try:
        return ZoneInfo(cstr(stated) or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _decisions(rests_on: tuple[tuple[str, str], ...]) -> list[str]:
    """The approvals behind the figures: each decision's number and its place in the chain."""
    by_doctype: dict[str, list[str]] = {}
    for doctype, name in rests_on:
        by_doctype.setdefault(doctype, []).append(name)
    rows = [row for doctype, names in by_doctype.items() for row in _approvals(doctype, names)]
    return [f"{row.name} {row.chain_hash}" for row in sorted(rows, key=lambda row: row.sequence)]


def _approvals(doctype: str, names: list[str]) -> list[Any]:
    return frappe.get_all(
        "Gov Decision",
        filters={
            "reference_doctype": doctype,
            "reference_name": ["in", sorted(names)],
            "act": ["in", ["Approve", "Import"]],
        },
        fields=["name", "chain_hash", "sequence"],
        order_by="sequence asc, name asc",
        limit=0,
    )


def _attach(edition: Any, files: Mapping[str, bytes]) -> None:
    packed = {f"{edition.name}.zip": archive.pack(files)}
    for name, content in {**files, **packed}.items():
        edition.append(
            "files",
            {
                "file_name": name,
                "file_url": _stored(edition, name, content),
                "media_type": media_type(name),
                "sha256": hashlib.sha256(content).hexdigest(),
                "size_bytes": len(content),
            },
        )


def _stored(edition: Any, name: str, content: bytes) -> str:
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": stored_name(edition.name, name),
            "content": content,
            "is_private": 0,
            "attached_to_doctype": edition.doctype,
            "attached_to_name": edition.name,
        }
    )
    # As with the edition itself: publishing is the right, and it was checked.
    return file.insert(ignore_permissions=True).file_url


def month_subject(fmt: Any, period: Any) -> Subject:
    """A month's edition in a format, titled in the format's language."""
    with speaking(builder_of(fmt).language or town_language()):
        title = f"{fmt.title}, {month_name(period.name)}"
    limit = getdate(period.legal_limit) if period.legal_limit else None
    return Subject(period.name, title, period.name, limit)


def record_subject(fmt: Any, doc: Any) -> Subject:
    """A record's edition, under the name the public knows the record by."""
    title = cstr(doc.get(frappe.get_meta(doc.doctype).title_field))
    unit = doc.get("unit")
    return Subject(builder_of(fmt).subject_of(doc), title, doctype=doc.doctype, unit=unit)
