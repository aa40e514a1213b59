"""Builds the demo town on a new site, from its files, up to the present."""

from datetime import datetime, time, timedelta

import frappe
from frappe import _

from govplan import clock
from govplan.demo import organisation
from govplan.demo.administration import Administration
from govplan.demo.agenda import Agenda
from govplan.demo.assemblies import Assemblies
from govplan.demo.cast import Cast
from govplan.demo.files import TownFiles
from govplan.demo.months import Months, last_published
from govplan.demo.office import Office
from govplan.demo.paperwork import Paperwork
from govplan.demo.present import Present
from govplan.demo.programme import Programme
from govplan.demo.promises import Promises
from govplan.demo.reforms import Reforms
from govplan.demo.saying import Teller
from govplan.domain.periods import Month, months_between
from govplan.errors import WrongState, refuse
from govplan.monitoring.periods import dates_of

MARK = "govplan_demo"
_MONTHS_TOLD = 12
_OPENING = time(8)


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
    organisation.add_holidays(files, range(present.year - 2, present.year + 2))
    last = last_published(present)
    first = last.minus(_MONTHS_TOLD - 1)
    agenda = Agenda(present)
    _tell(files, first, last, agenda)
    agenda.live()
    frappe.db.set_default(MARK, "1")
    frappe.db.commit()


def _tell(files: TownFiles, first: Month, last: Month, agenda: Agenda) -> None:
    cast = Cast(files)
    sheets = {sheet["code"]: sheet for sheet in files["indicators"]}
    programme = Programme(first, last.year, sheets)
    administration = Administration(files, cast, agenda, last)
    promises = Promises(files, cast, programme, agenda, administration)
    founded = datetime.combine(first.first_day - timedelta(days=60), time(9))
    with clock.standing_at(founded):
        organisation.build(files, founded.year)
        organisation.begin_reporting(str(first))
        organisation.name_the_holder(files, cast.anyone("Transparency Officer"))
    years = range(first.year, max(last.next().year, agenda.present.year) + 1)
    promises.plan(founded + timedelta(days=8), years)
    administration.plan()
    months = Months(files, Office(cast, Teller(files, cast, programme)), agenda, last)
    for month in months_between(first, last.previous()):
        months.plan(month, promises.units_in(month))
    months.withdraw_and_mend()
    in_hand = _tell_present(Present(months), months, promises, last)
    Assemblies(files, cast, agenda).plan()
    Reforms(files, cast, promises, agenda).plan(years, last, founded)
    paperwork = Paperwork(files, cast, agenda)
    paperwork.plan(first, last)
    paperwork.plan_notices(in_hand)


def _tell_present(present: Present, months: Months, promises: Promises, last: Month) -> Month:
    """The month in hand is the one after the last published, once it is open."""
    coming = last.next()
    opening = datetime.combine(dates_of(coming).opens_on, _OPENING)
    if opening > months.agenda.present:
        present.plan_published(last, promises.units_in(last))
        return last
    months.plan(last, promises.units_in(last))
    present.plan_open(coming, promises.units_in(coming))
    return coming
