"""The month's calendar, kept by the clock: opens, closes, tries out and publishes on its days."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime, time

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from govplan import clock
from govplan.domain.periods import Month, months_between
from govplan.monitoring.job_runs import run_alone, run_once
from govplan.monitoring.opening import open_reports
from govplan.monitoring.periods import CLOSED, OPEN, PLANNED, PUBLISHED, ensure_period
from govplan.transparency import publication

__all__ = ["ensure_period", "keep"]

JOB = "keep-the-calendar"
END_OF_OFFICE = time(18)


def keep(now: datetime | None = None) -> None:
    """Do what is due at this moment, oldest month first, however many were missed.

    Safe to run twice, late, or while another run is at it; each step leaves a Gov Job Run. A
    step that fails holds up no other month: the first failure is raised when the rest is done.
    """
    with clock.standing_at(now) if now else nullcontext(), run_alone(JOB) as run:
        if run is None:
            return
        failures = [failure for month in _months_to_keep() for failure in _keep_month(month)]
    if failures:
        raise failures[0]


def _months_to_keep() -> list[Month]:
    """From the town's first month up to this one, but for those published."""
    current = Month.of(clock.today())
    published = set(
        frappe.get_all(
            "Gov Reporting Period",
            filters={"state": PUBLISHED},
            pluck="name",
            order_by="period asc",
            limit=0,
        )
    )
    months = months_between(_first_month(current), current)
    return [month for month in months if str(month) not in published]


def _first_month(current: Month) -> Month:
    """By the settings; without them the earliest month this calendar opened, or this one.

    Months that came in by an import are not the calendar's to open.
    """
    configured = frappe.get_cached_doc("Gov Settings").first_period
    if configured:
        return Month.parse(configured)
    opened = frappe.get_all(
        "Gov Job Run", filters={"job": "open"}, pluck="period", order_by="period asc", limit=1
    )
    return min(Month.parse(opened[0]), current) if opened else current


def _keep_month(month: Month) -> Iterator[Exception]:
    """Each step on its own: publication waits neither for a late unit nor for a failed step."""
    for step in (_open, _follow, _close, _publish):
        failure = _attempt(step, month)
        if failure:
            yield failure


def _attempt(step: Callable[[Document], None], month: Month) -> Exception | None:
    try:
        step(ensure_period(month))
        frappe.db.commit()
    except Exception as failure:  # noqa: BLE001 — whatever it is, the other months go on
        frappe.db.rollback()
        frappe.log_error(title=f"{JOB} {month}")
        frappe.db.commit()
        return failure
    return None


def _open(period: Document) -> None:
    if period.state == PLANNED and _has_come(period.opens_on):
        with run_once(f"open:{period.name}") as run:
            if run is not None:
                _move(period, OPEN)
                run.note(*open_reports(period.name))


def _follow(period: Document) -> None:
    """POAs and exceptions approved since the month was opened."""
    if period.state in (OPEN, CLOSED):
        open_reports(period.name)


def _close(period: Document) -> None:
    """The mayor's last day is the month's; then the checks of the edition are tried out."""
    if period.state == OPEN and clock.today() > getdate(period.mayor_cutoff):
        with run_once(f"close:{period.name}") as run:
            if run is not None:
                _move(period, CLOSED)
                for check in publication.dry_run(period.name):
                    run.note(f"{'+' if check.passed else '-'} {check.code} {check.detail}")


def _publish(period: Document) -> None:
    if period.state in (OPEN, CLOSED) and _may_be_published(period):
        with run_once(f"publish:{period.name}") as run:
            if run is not None:
                run.note(*publication.publish_period(period.name))


def _move(period: Document, state: str) -> None:
    period.state = state
    period.flags.moved_by_the_calendar = True
    period.save()


def _may_be_published(period: Document) -> bool:
    """On its day, from the first hour; from the end of the office where that is the mayor's too.

    A weekend can roll both dates to the same Monday.
    """
    if clock.today() == getdate(period.publish_on) == getdate(period.mayor_cutoff):
        return clock.now().time() >= END_OF_OFFICE
    return _has_come(period.publish_on)


def _has_come(day: object) -> bool:
    return getdate(day) <= clock.today()
