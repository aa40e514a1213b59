"""The town that is measured: govplan's own records, of any size.

200 units in a tree of three levels, ten indicators each, a POA of twelve lines a year, a report of
twelve rows a month. The newest month was opened and written through the app; the rest of the
history are copies of it, approved. Nothing here is timed.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import frappe

from frappe_embedded.context import local
from frappe_embedded.site import connect, destroy, init
from frappe_embedded.testing import make_site
from govplan import clock
from govplan.domain.periods import Month
from govplan.monitoring.opening import open_reports
from govplan.monitoring.periods import OPEN, PUBLISHED, ensure_period
from govplan.monitoring.reports import save_report

SITE = "bench.site"
ROWS = 12
PER_UNIT = 10
REMARK = "Los trabajos del mes se hicieron según lo programado en el POA"
APPROVED = {"workflow_state": "Approved", "docstatus": 1}


@dataclass(frozen=True)
class Town:
    """A site on disk with the data set; `periods` oldest first, the last one is being reported."""

    sites: Path
    units: tuple[str, ...]
    periods: tuple[str, ...]
    site: str = SITE

    @property
    def newest(self) -> str:
        return self.periods[-1]

    def report(self, unit: str, period: str | None = None) -> str:
        """The name of a report."""
        return f"{unit}-{period or self.newest}"


def director(unit: str) -> str:
    return f"{unit.lower()}@town.example"


COORDINATOR, SECRETARY, MAYOR, PLANNER = (
    f"{part}@town.example" for part in ("coordinator", "secretary", "mayor", "planner")
)


@cache
def town(units: int = 200, months: int = 24) -> Town:
    """The site with the data set, made once a run and closed again."""
    # What a process remembers, it remembers by the site's name.
    site = SITE if (units, months) == (200, 24) else f"bench-{units}-{months}.site"
    return make_town(site, units, months, {})


def make_town(site: str, units: int, months: int, config: dict[str, object]) -> Town:
    """A site with the data set, on the database of `config`."""
    sites = Path(tempfile.mkdtemp(prefix="govplan-bench-"))
    atexit.register(shutil.rmtree, sites, ignore_errors=True)
    make_site(sites, site, apps=["govplan"], config=config)
    local.flags.in_test = False
    names = _units(units)
    _people(names)
    _indicators(names)
    newest = Month.of(clock.today()).previous()
    periods = tuple(str(newest.minus(back)) for back in reversed(range(months)))
    _poas(names, sorted({period[:4] for period in periods}))
    _report_newest(str(newest))
    _copy_back(periods)
    frappe.db.commit()
    count_rows()
    destroy()
    return Town(sites, tuple(names), periods, site)


def count_rows() -> None:
    """Let SQLite's planner know how many rows there are; MariaDB's does."""
    if frappe.conf.db_type != "mariadb":
        frappe.db.sql_ddl("analyze")
    frappe.db.commit()


@contextmanager
def opened(town: Town, user: str = "Administrator") -> Iterator[None]:
    """The town's site, open as somebody."""
    init(town.site, town.sites)
    connect()
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.db.rollback()
        destroy()


def become(user: str) -> None:
    """Switch the user as a new request does: what was read in the last one is forgotten."""
    frappe.set_user(user)
    frappe.local.govplan_memory = None
    frappe.local.document_cache = {}
    frappe.local.request_cache.clear()


# The organisation


def _units(wanted: int) -> list[str]:
    """One root, 9 secretariats, a tenth of the rest departments, divisions dealt out below."""
    frappe.get_doc(
        {"doctype": "Gov Territory", "code": "CAN", "territory_name": "Cantón"}
        | {"level": "Municipality"}
    ).insert()
    names = [_unit(0, None, "Mayor's office")]
    secretariats = [_unit(n, names[0], "Coordination") for n in range(1, min(10, wanted))]
    names += secretariats
    departments = []
    for number in range(len(names), min(len(names) + max(1, wanted // 10), wanted)):
        departments.append(_unit(number, secretariats[number % len(secretariats)], "Directorate"))
    names += departments
    for number in range(len(names), wanted):
        names.append(_unit(number, departments[number % len(departments)], "Office"))
    return names


def _unit(number: int, parent: str | None, kind: str) -> str:
    values = {
        "code": f"U{number:03d}",
        "unit_name": f"Unidad número {number}",
        "kind": kind,
        "process_family": "Value-adding",
        "parent_gov_unit": parent,
        "is_group": 1,
        "objective": f"Atender lo que la unidad {number} debe a la gente",
    }
    return frappe.get_doc({"doctype": "Gov Unit", **values}).insert().name


def _people(units: list[str]) -> None:
    for unit in units:
        _holds(director(unit), "Director", unit)
    _holds(COORDINATOR, "Coordinator", units[0])
    _holds(SECRETARY, "Coordinator", units[1])
    _holds(MAYOR, "Mayor", units[0])
    _holds(PLANNER, "Planner", units[0])


def _holds(email: str, post: str, unit: str) -> None:
    person = {"doctype": "User", "email": email, "first_name": email.split("@")[0].title()}
    frappe.get_doc({**person, "last_name": "Prueba", "send_welcome_email": 0}).insert()
    held = {"post": post, "unit": unit, "from_date": "2000-01-01", "instrument": "Resolución 1"}
    frappe.get_doc({"doctype": "Gov Post Holding", "user": email, **held}).insert()


def _indicators(units: list[str]) -> None:
    for number in range(len(units) * PER_UNIT):
        sheet = {
            "code": code_of(number),
            "indicator_name": f"Indicador número {number} de la unidad",
            "unit_of_measure": "km",
            "frequency": "Monthly",
            "direction": "Ascending",
            "accumulation": ("Cumulative", "Period flow", "Level")[number % 3],
            "definition": "Lo que se mide, cómo y con qué fuente, en una frase.",
            "owner_unit": units[number // PER_UNIT],
            "legal_min": "0",
        }
        frappe.get_doc({"doctype": "Gov Indicator", **sheet}).insert()


def code_of(number: int) -> str:
    """The name of an indicator; the last unit's neighbour is the first."""
    return f"I{number:05d}"


def _poas(units: list[str], years: list[str]) -> None:
    """A POA a year for each unit, approved by its state."""
    for place, unit in enumerate(units):
        numbers = [(place * PER_UNIT + n) % (len(units) * PER_UNIT) for n in range(ROWS)]
        lines = [
            {
                "indicator": code_of(number),
                "territory": "CAN",
                "activity": f"Actividad {number} del plan operativo anual",
                "weight": "1",
                "annual_target": "120",
                **{f"m{month:02d}": "10" for month in range(1, 13)},
                "budget_programmed": 12000,
                "budget_codified": 12000,
            }
            for number in numbers
        ]
        for year in years:
            made = {"unit": unit, "fiscal_year": int(year), "effective_from": f"{year}-01-01"}
            frappe.get_doc({"doctype": "Gov POA", **made, "rows": lines}).insert()
    for table in ("Gov POA", "Gov POA Row"):
        frappe.db.sql(f"update `tab{table}` set docstatus = 1")
    frappe.db.sql("update `tabGov POA` set workflow_state = 'Approved'")


# The reports


def _report_newest(period: str) -> None:
    """Opened by the calendar's way, written by its way, one link as proof."""
    month = ensure_period(period)
    month.state = OPEN
    month.flags.moved_by_the_calendar = True
    month.save()
    stay_open(period)
    for number, name in enumerate(open_reports(period)):
        report = frappe.get_doc("Gov Progress Report", name)
        report.append(
            "evidence",
            {"kind": "URL", "url": "https://town.example/acta", "title": "Acta"}
            | {"visibility": "Public"},
        )
        report.flags.written_by_govplan = True
        report.save()
        become(director(report.unit))
        save_report(name, typed(report, number), REMARK, report.modified)
        become("Administrator")


def stay_open(period: str) -> None:
    """Put the month's last days into the future, so that it takes reports whenever this runs."""
    later = clock.today().replace(year=clock.today().year + 1).isoformat()
    last = ("unit_cutoff", "coordination_cutoff", "mayor_cutoff", "dry_run_on", "publish_on")
    frappe.db.set_value(
        "Gov Reporting Period", period, dict.fromkeys((*last, "legal_limit"), later)
    )


def typed(report: object, number: int) -> dict[str, dict[str, str]]:
    """What a form sends for a report: a value for each row, with a remark and its cause."""
    return {
        row.row_key: {
            "value": str(7 + (number + place) % 9),
            "narrative": REMARK,
            "cause": "Ninguna",
            "corrective_action": "Ninguna",
        }
        for place, row in enumerate(report.rows)
    }


def _copy_back(periods: tuple[str, ...]) -> None:
    """Every earlier month is the newest one again, approved, with its decisions."""
    newest, earlier = periods[-1], periods[:-1]
    kept = {"state": PUBLISHED}
    copy_rows("Gov Reporting Period", earlier, {"name": newest}, _month_values(kept))
    copy_rows("Gov Progress Report", earlier, {"period": newest}, _report_values(newest))
    for child in ("Gov Progress Row", "Gov Evidence"):
        copy_rows(child, earlier, {}, _row_values(newest))


def copy_rows(doctype: str, periods, filters, change) -> None:
    """Copy the rows of a DocType once for each period, as `change(row, period)` says."""
    rows = frappe.get_all(doctype, filters=filters, fields=["*"], limit=0)
    if not rows:
        return
    names = list(rows[0])
    made = ({**row, **change(row, period)} for period in periods for row in rows)
    frappe.db.bulk_insert(doctype, names, ([row[name] for name in names] for row in made))


def _month_values(kept):
    return lambda row, period: {
        "name": period,
        "period": period,
        "year": int(period[:4]),
        "month": int(period[5:]),
        **kept,
    }


def _report_values(newest: str):
    return lambda row, period: {
        "name": f"{row.unit}-{period}",
        "period": period,
        "poa": f"POA-{row.unit}-{period[:4]}-v1",
        "title": row.title.replace(newest, period),
        "submitted_at": f"{period}-28 10:00:00",
        "on_time": 1,
        **APPROVED,
    }


def _row_values(newest: str):
    fresh = count()
    return lambda row, period: {
        "name": f"b{next(fresh):09d}",
        "parent": row.parent.replace(newest, period),
        "docstatus": 1,
    }
