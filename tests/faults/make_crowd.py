"""Fill a site with units whose month is open: SITES SITE UNITS. Writes who may do what, as JSON."""

import json
import os
import sys
from datetime import date
from pathlib import Path

import frappe

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
import town as towns


def token(user: str) -> str:
    doc = frappe.get_doc("User", user)
    doc.api_key, doc.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
    key, secret = doc.api_key, doc.api_secret
    doc.save()
    return f"token {key}:{secret}"


def main(sites: str, site: str, units: int) -> None:
    os.chdir(sites)
    frappe.init(site, sites_path=sites)
    frappe.connect()
    town = towns.Town(tag="FLT", year=date.today().year)
    with towns.clock.standing_at(town.day(1, 4)):
        towns._units(town)
        towns._people(town)
        for short in ("VISITS", "LIGHTS"):
            towns.indicator(town, short, **towns.INDICATORS[short][0])
        places = [_unit(town, number) for number in range(units)]
        period = towns.open_month(town, date.today().month)
    reports = [_ready(town, place, part, period) for part, place in places]
    told = {part: token(town.people[part]) for part in ("coordinator", "mayor", "planner")}
    frappe.db.commit()
    sys.stdout.write(json.dumps({"reports": reports, "period": period, **told}))
    frappe.destroy()


def _unit(town: towns.Town, number: int) -> tuple[str, str]:
    part = f"director{number}"
    place = towns.unit(town, f"U{number:03}", f"Unit {number}", "Directorate", town.coordination)
    towns.person(town, part, "Director", place)
    towns.approved_poa(town, place, ["VISITS", "LIGHTS"])
    return part, place


def _ready(town: towns.Town, place: str, part: str, period: str) -> dict[str, str]:
    """A draft that has all a submission asks for, and its director's token."""
    with towns.acting(town.people[part]):
        report = towns.save(town, place, period, {})
        towns.attach_url(report, "", "Report of the month", "https://town.example/report")
    return {"name": report.name, "token": token(town.people[part])}


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
