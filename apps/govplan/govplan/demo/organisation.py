"""The municipality itself: settings, territory, units, people with posts, holidays."""

from typing import Any

import frappe

from govplan.demo.cast import PASSWORD
from govplan.demo.files import TownFiles


def build(files: TownFiles, first_year: int, last_year: int) -> None:
    """Everything that stands before the first plan. Posts are held since the year before."""
    _settings(files)
    for territory in files["territories"]:
        _insert("Gov Territory", parent_gov_territory=territory["parent"], **_own(territory))
    for unit in files["units"]:
        _insert("Gov Unit", parent_gov_unit=unit["parent"], **_own(unit))
    for year in range(first_year, last_year + 2):
        for day, name in files["holidays"]:
            _insert("Gov Holiday", holiday_date=f"{year}-{day}", holiday_name=name)
    for person in files["people"]:
        _person(person, since=f"{first_year - 1}-01-02")


def _settings(files: TownFiles) -> None:
    settings = frappe.get_doc("Gov Settings")
    settings.update(files["settings"])
    settings.save()


def _person(person: dict[str, Any], since: str) -> None:
    _insert(
        "User",
        email=person["user"],
        first_name=person["first_name"],
        last_name=person["last_name"],
        language="es",
        send_welcome_email=0,
        new_password=PASSWORD,
    )
    for post, unit, capacity, instrument in person["posts"]:
        _insert(
            "Gov Post Holding",
            user=person["user"],
            holder_title=person["title"],
            post=post,
            unit=unit,
            capacity=capacity,
            instrument=instrument,
            from_date=since,
        )


def _own(described: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if key != "parent"}


def _insert(doctype: str, **fields: Any) -> str:
    return frappe.get_doc({"doctype": doctype, **fields}).insert().name
