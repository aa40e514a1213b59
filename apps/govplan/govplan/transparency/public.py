"""What the public may know: submitted editions, and nothing else of the database.

Content is frozen, so it is parsed once per process and kept by its hash; callers must not
change what they are given.
"""

from functools import lru_cache
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, get_datetime, getdate

from govplan.domain.chain import content_hash
from govplan.domain.periods import Month, fiscal_months, months_between
from govplan.transparency.formats.registry import BUILDERS, ORGANISATION_FORMAT
from govplan.transparency.language import speaking, town_language
from govplan.transparency.tables import Table

OPEN_FORMAT, PLAN_FORMAT, EVENT_FORMAT, AGREEMENT_FORMAT = "OPEN", "PLAN", "EVENT", "AGREEMENT"
ANNUAL_FORMAT = "ANNUAL"

MONTHS_SHOWN = 24

_FACTS = (
    "name",
    "format",
    "period",
    "number",
    "title",
    "subject_name",
    "published_at",
    "legal_limit",
    "on_time",
    "score",
    "replaces",
    "reason",
    "withdrawn_on",
    "withdrawal_reason",
    "content_hash",
)
_PROOF = ("difference", "manifest_hash", "previous_hash", "chain_hash")


def latest_open_data() -> dict[str, Any] | None:
    """The newest month's open data with its `edition`; None before the first publication."""
    newest = _newest_open()
    return _with_edition(newest) if newest else None


def open_data_of(period: str) -> dict[str, Any] | None:
    """The open data of a month as it stands; None when it was not published."""
    standing = _current({"format": OPEN_FORMAT, "period": period})
    return _with_edition(standing[-1]) if standing else None


def open_data_of_year(year: int) -> list[dict[str, Any]]:
    """The open data of the year's published months as they stand, the first month first."""
    of_year = [str(month) for month in fiscal_months(year)]
    found = _current({"format": OPEN_FORMAT, "period": ["in", of_year]})
    return [_with_edition(one) for one in found]


def unit_history(code: str) -> list[dict[str, Any]]:
    """The unit in the published months of two years, newest first, with `period` and `address`.

    Earlier months are found where they were published.
    """
    newest = _newest_open()
    if newest is None:
        return []
    first = str(Month.parse(newest["period"]).minus(MONTHS_SHOWN - 1))
    months = []
    for edition in reversed(_current({"format": OPEN_FORMAT, "period": [">=", first]})):
        unit = _unit_of(edition, code)
        if unit:
            months.append({**unit, "period": edition["period"], "address": edition["address"]})
    return months


def line_history(code: str, indicator: str) -> list[dict[str, Any]]:
    """One line of a unit in the months `unit_history` gives, newest first."""
    return [
        {**line, "period": month["period"], "address": month["address"]}
        for month in unit_history(code)
        for line in month["lines"]
        if line["indicator"] == indicator
    ]


def years() -> list[int]:
    """Years with a published month, newest first."""
    periods = frappe.get_all(
        "Gov Edition",
        filters={"docstatus": 1, "period": ["is", "set"]},
        pluck="period",
        distinct=True,
        limit=0,
    )
    return sorted({int(period[:4]) for period in periods}, reverse=True)


def months(year: int) -> list[dict[str, Any]]:
    """The published months of a year, newest first, with the time of their first edition."""
    by_period: dict[str, list[dict[str, Any]]] = {}
    of_year = [str(month) for month in months_between(Month(year, 1), Month(year, 12))]
    for edition in _facts({"period": ["in", of_year]}):
        by_period.setdefault(edition["period"], []).append(edition)
    return [_month(period, by_period[period]) for period in sorted(by_period, reverse=True)]


def editions_of(period: str) -> list[dict[str, Any]]:
    """Every edition of a month, by format and newest first, each with what replaced it."""
    editions = _facts({"period": period})
    titles = _format_titles()
    newer: dict[str, dict[str, Any]] = {}
    for edition in reversed(editions):
        after = newer.get(edition["format"])
        edition["format_title"] = titles.get(edition["format"], edition["format"])
        edition["replaced_by"] = after["name"] if after else None
        edition["replaced_by_number"] = after["number"] if after else None
        if not edition["withdrawn_on"]:
            newer[edition["format"]] = edition
    return sorted(editions, key=lambda one: (one["format"], -one["number"]))


def edition(name: str) -> dict[str, Any]:
    """One edition with its files, checks, hashes and content; of a withdrawn one the facts only.

    Raises PageDoesNotExistError.
    """
    found = _facts({"name": name}, (*_FACTS, *_PROOF))
    if not found:
        raise frappe.PageDoesNotExistError(_("There is no published edition {0}.").format(name))
    return _whole(found[0])


def edition_at(format_code: str, period: str, number: int) -> dict[str, Any]:
    """The edition at `/transparencia/<year>/<month>/<format>/<number>`. Raises as `edition`."""
    name = frappe.db.get_value(
        "Gov Edition",
        {"format": format_code, "period": period, "number": number, "docstatus": 1},
        "name",
    )
    return edition(name or f"{format_code} {period} E{number}")


def newer_edition(known: dict[str, Any]) -> dict[str, Any] | None:
    """The standing edition of the same month or record with a higher number, if there is one."""
    same = {key: known[key] for key in ("format", "period", "subject_name") if known[key]}
    later = [one for one in _facts(same) if one["number"] > known["number"]]
    return next((one for one in reversed(later) if not one["withdrawn_on"]), None)


def table_of(known: dict[str, Any]) -> Table | None:
    """The table an edition is read by; open data by its units."""
    if known["content"] is None:
        return None
    builder = BUILDERS[known["builder"]]
    with speaking(builder.language or town_language()):
        return builder.tables(known["content"])[0]


def organisation() -> dict[str, Any] | None:
    """The organisation as it was last published; None before that."""
    standing = _current({"format": ORGANISATION_FORMAT})
    return _with_edition(standing[-1]) if standing else None


def plans() -> list[dict[str, Any]]:
    """Every published plan, the newest period first."""
    every = [_with_edition(one) for one in _current({"format": PLAN_FORMAT})]
    return sorted(every, key=lambda plan: (-plan["year_from"], plan["name"]))


def plan(code: str) -> dict[str, Any]:
    """A published plan by its code. Raises PageDoesNotExistError."""
    return _record(PLAN_FORMAT, code)


def plan_editions(code: str) -> list[dict[str, Any]]:
    """Every edition of a plan that was not withdrawn, newest first."""
    standing = _facts({"format": PLAN_FORMAT, "subject_name": code})
    return [_with_edition(one) for one in reversed(standing) if not one["withdrawn_on"]]


def events() -> list[dict[str, Any]]:
    """Every published event, newest first."""
    every = [_with_edition(one) for one in _current({"format": EVENT_FORMAT})]
    return sorted(every, key=lambda event: (event["starts_at"] or "", event["name"]), reverse=True)


def event(name: str) -> dict[str, Any]:
    """A published event with the agreements published from it. Raises PageDoesNotExistError."""
    found = _record(EVENT_FORMAT, name)
    agreed = [one for one in agreements() if one["event"] == name]
    by_demand = {one["demand"]: one["name"] for one in agreed if one["demand"]}
    demands = [
        {**demand, "agreement": by_demand.get(demand["demand"])} for demand in found["demands"]
    ]
    return {**found, "demands": demands, "agreements": agreed}


def agreements() -> list[dict[str, Any]]:
    """Every published agreement, those due first on top."""
    every = [_with_edition(one) for one in _current({"format": AGREEMENT_FORMAT})]
    return sorted(every, key=lambda one: (one["due_date"] or "", one["name"]))


def agreement(name: str) -> dict[str, Any]:
    """A published agreement. Raises PageDoesNotExistError."""
    return _record(AGREEMENT_FORMAT, name)


def annual_reports() -> list[dict[str, Any]]:
    """Every published yearly report, the last year first."""
    every = [_with_edition(one) for one in _current({"format": ANNUAL_FORMAT})]
    return sorted(every, key=lambda report: report["year"], reverse=True)


def annual_report(year: str) -> dict[str, Any]:
    """A year's report with the files of its edition. Raises PageDoesNotExistError."""
    report = _record(ANNUAL_FORMAT, year)
    return {**report, "files": _children("Gov Edition File", report["edition"]["name"])}


def _record(format_code: str, key: str) -> dict[str, Any]:
    standing = _current({"format": format_code, "subject_name": key})
    if not standing:
        raise frappe.PageDoesNotExistError(_("{0} has not been published.").format(key))
    return _with_edition(standing[-1])


def _current(filters: dict[str, Any]) -> list[dict[str, Any]]:
    """The standing edition of each month or record: the highest number not withdrawn."""
    standing: dict[str, dict[str, Any]] = {}
    for one in _facts(filters):
        if not one["withdrawn_on"]:
            standing[one["period"] or one["subject_name"]] = one
    return [standing[key] for key in sorted(standing)]


def _newest_open() -> dict[str, Any] | None:
    """The standing edition of the newest month's open data."""
    edition = frappe.qb.DocType("Gov Edition")
    rows = (
        frappe.qb.from_(edition)
        .select(*(edition[name] for name in _FACTS))
        .where(edition.format == OPEN_FORMAT)
        .where(edition.docstatus == 1)
        .where(edition.withdrawn_on.isnull())
        .orderby(edition.period, order=frappe.qb.desc)
        .orderby(edition.number, order=frappe.qb.desc)
        .limit(1)
        .run(as_dict=True)
    )
    return _addressed(dict(rows[0])) if rows else None


def _facts(filters: dict[str, Any], fields: tuple[str, ...] = _FACTS) -> list[dict[str, Any]]:
    rows = frappe.get_all(
        "Gov Edition",
        filters={**filters, "docstatus": 1},
        fields=list(fields),
        order_by="period asc, subject_name asc, number asc, name asc",
        limit=0,
    )
    return [_addressed(dict(row)) for row in rows]


def _addressed(row: dict[str, Any]) -> dict[str, Any]:
    month = month_address(row["period"])
    row["month_address"] = month
    row["address"] = (
        f"{month}/{row['format']}/{row['number']}" if month else f"/ediciones/{row['name']}"
    )
    row["period"] = row["period"] or None
    return row


def month_address(period: str | None) -> str | None:
    """`2021-10` to `/transparencia/2021/10`."""
    if not period:
        return None
    year, month = period.split("-")
    return f"/transparencia/{year}/{int(month)}"


def _month(period: str, editions: list[dict[str, Any]]) -> dict[str, Any]:
    first = [one for one in editions if one["number"] == 1]
    return {
        "period": period,
        "address": month_address(period),
        "published_at": min(get_datetime(one["published_at"]) for one in editions),
        "legal_limit": max(
            (getdate(one["legal_limit"]) for one in first if one["legal_limit"]), default=None
        ),
        "on_time": all(cint(one["on_time"]) for one in first),
        "editions": len(editions),
        "corrections": len(editions) - len(first),
    }


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    fmt = frappe.get_cached_doc("Gov Publication Format", row["format"])
    hidden = bool(row["withdrawn_on"])
    return {
        **row,
        "builder": fmt.builder,
        "format_title": cstr(fmt.title),
        "replaces_address": _address_of(row["replaces"]),
        "content": None if hidden else _content(row),
        "files": [] if hidden else _children("Gov Edition File", row["name"]),
        "checks": _children("Gov Edition Check", row["name"]),
    }


def _address_of(name: str | None) -> str | None:
    found = _facts({"name": name}) if name else []
    return found[0]["address"] if found else None


def _children(doctype: str, parent: str) -> list[dict[str, Any]]:
    rows = frappe.get_all(
        doctype,
        filters={"parent": parent, "parenttype": "Gov Edition"},
        fields=["*"],
        order_by="idx asc, name asc",
        limit=0,
    )
    return [dict(row) for row in rows]


def _format_titles() -> dict[str, str]:
    rows = frappe.get_all(
        "Gov Publication Format", fields=["name", "title"], order_by="name asc", limit=0
    )
    return {row.name: cstr(row.title) for row in rows}


def _with_edition(row: dict[str, Any]) -> dict[str, Any]:
    return {**_content(row), "edition": row}


def _unit_of(row: dict[str, Any], code: str) -> dict[str, Any] | None:
    return next((unit for unit in _content(row)["units"] if unit["code"] == code), None)


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return _parsed(frappe.local.site, row["name"], row["content_hash"])


@lru_cache(maxsize=128)
def _parsed(site: str, name: str, digest: str) -> dict[str, Any]:
    """The frozen content. Raises ValueError when the database holds another than was published."""
    content = frappe.parse_json(frappe.db.get_value("Gov Edition", name, "content"))
    if content_hash(content) != digest:
        raise ValueError(f"{name}: the stored content is not the published one")
    return content
