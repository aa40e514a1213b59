"""Builds the demo town on a new site, from its files, up to the present."""

from datetime import datetime, time

import frappe
from frappe import _

from govplan import clock
from govplan.demo import organisation, promises
from govplan.demo.agenda import Agenda
from govplan.demo.assemblies import Assemblies
from govplan.demo.cast import Cast
from govplan.demo.files import TownFiles
from govplan.demo.months import Year, last_published
from govplan.errors import WrongState, refuse

MARK = "govplan_demo"


def is_built() -> bool:
    """Whether this site holds a demo town."""
    return frappe.db.get_default(MARK) == "1"


def build(files: TownFiles, present: datetime) -> None:
    """The whole town as it stands at `present`. Raises WrongState on a site that has units.

    Each step commits, as its people's acts would; an interrupted build leaves a site to throw away.
    """
    if frappe.db.count("Gov Unit"):
        refuse(_("This site already has units. Make a new site for the demo town."), WrongState)
    frappe.set_user("Administrator")
    frappe.flags.mute_emails = True
    years = [present.year - 1, present.year]
    with clock.standing_at(datetime.combine(datetime(years[0] - 1, 11, 3), time(9))):
        organisation.build(files, *years)
    last = last_published(present)
    months = [last.minus(back) for back in range(11, -1, -1)]
    _begin_with(str(months[0]))
    cast, agenda = Cast(files), Agenda(present)
    promises.build(files, cast, sorted({months[0].year, last.year, last.next().year}))
    Year(files, cast, months, agenda).plan()
    Assemblies(files, cast, last, agenda).plan()
    agenda.live()
    frappe.db.set_default(MARK, "1")
    frappe.db.commit()


def _begin_with(period: str) -> None:
    settings = frappe.get_doc("Gov Settings")
    settings.first_period = period
    settings.save()
