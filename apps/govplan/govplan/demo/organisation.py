"""The municipality itself: settings, territory, units, people with posts, holidays."""

from collections.abc import Iterable
from typing import Any

import frappe

from govplan.demo.cast import PASSWORD
from govplan.demo.files import TownFiles


def build(files: TownFiles, since: int) -> None:
    """Everything that stands before the first plan; posts are held since January of a year."""
    found(files)
    for person in files["people"]:
        _person(person, since)


def found(files: TownFiles) -> None:
    """The municipality without its people: what it is, where, and its units."""
    settings = frappe.get_doc("Gov Settings")
    settings.update(files["settings"])
    settings.save()
    for territory in files.listed("territories"):
        _insert("Gov Territory", parent_gov_territory=territory["parent"], **_own(territory))
    for unit in files.listed("units"):
        _insert("Gov Unit", parent_gov_unit=unit["parent"], **_own(unit))
    for unit in files.listed("units"):
        _relate(unit)


def add_holidays(files: TownFiles, years: Iterable[int]) -> None:
    """The holidays of some years; the calendar's days depend on them."""
    for year in years:
        for day, name in files["holidays"]:
            _insert("Gov Holiday", holiday_date=f"{year}-{day}", holiday_name=name, every_year=1)


def begin_reporting(period: str) -> None:
    """Make it the town's first month."""
    settings = frappe.get_doc("Gov Settings")
    settings.first_period = period
    settings.save()


def name_the_holder(files: TownFiles, officer: str) -> None:
    """Print in the legal formats who answers for the information."""
    person = next(one for one in files["people"] if one["user"] == officer)
    unit = next(one for one in files["units"] if one["code"] == person["posts"][0][1])
    for name in frappe.get_all(
        "Gov Publication Format", filters={"subject": "Month"}, pluck="name", order_by="name asc"
    ):
        fmt = frappe.get_doc("Gov Publication Format", name)
        fmt.update(
            {
                "holder_unit": unit["unit_name"],
                "responsible_name": f"{person['first_name']} {person['last_name']}",
                "responsible_email": person["user"],
                "responsible_phone": files["settings"]["contact_phone"],
            }
        )
        fmt.save()


def _person(person: dict[str, Any], since: int) -> None:
    _insert(
        "User",
        email=person["user"],
        first_name=person["first_name"],
        last_name=person["last_name"],
        language="es",
        send_welcome_email=0,
        new_password=PASSWORD,
    )
    for post, unit, capacity, instrument, post_title in person["posts"]:
        _insert(
            "Gov Post Holding",
            user=person["user"],
            holder_title=person["title"],
            post=post,
            post_title=post_title,
            unit=unit,
            capacity=capacity,
            instrument=instrument.format(year=since),
            from_date=f"{since}-01-02",
        )


def _relate(unit: dict[str, Any]) -> None:
    """Relations name units that have to be there."""
    if "relations" in unit:
        doc = frappe.get_doc("Gov Unit", unit["code"])
        doc.update({"relations": unit["relations"]})
        doc.save()


def _own(described: dict[str, Any]) -> dict[str, Any]:
    return {key: described[key] for key in described if key not in ("parent", "relations")}


def _insert(doctype: str, **fields: Any) -> str:
    return frappe.get_doc({"doctype": doctype, **fields}).insert().name
