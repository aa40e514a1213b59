"""The demo town's story: figures that hold in every year, moments in order, a new site only."""

from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import frappe
import pytest
import town as towns
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from govplan.demo import command
from govplan.demo.build import build
from govplan.demo.cast import PASSWORD
from govplan.demo.files import TownFiles
from govplan.demo.months import last_published
from govplan.demo.present import office_hours
from govplan.demo.programme import Programme
from govplan.domain.indicators import Accumulation, Direction, Sheet, check_programming
from govplan.domain.periods import Month, fiscal_months
from govplan.domain.quantity import parse_quantity
from govplan.errors import WrongState
from govplan.monitoring.periods import dates_of
from govplan.transparency.language import speaking

FILES = TownFiles()
SHEETS = {sheet["code"]: sheet for sheet in FILES["indicators"]}
TOLD = 2026
FIRST = Month(2025, 11)
STORY = Programme(FIRST, TOLD, SHEETS)
UNITS = FILES["poas"]
# What a bench hands to a command besides its sites.
FLAGS = dict.fromkeys(("force", "verbose", "profile"), False)


def lines(year: int) -> list[dict]:
    return [line for unit in UNITS for line in STORY.lines(UNITS[unit], year)]


def told(year: int) -> set[str]:
    return {line["indicator"] for line in lines(year)}


@pytest.mark.parametrize("year", [TOLD - 1, TOLD, TOLD + 1])
def test_the_programme_of_every_year_agrees_with_its_indicators(year):
    for line in lines(year):
        sheet = SHEETS[line["indicator"]]
        asked = map(parse_quantity, line["programmed"])
        programmed = dict(zip(fiscal_months(year), asked, strict=True))
        read = Sheet(
            accumulation=Accumulation(sheet["accumulation"]),
            direction=Direction(sheet["direction"]),
            annual_target=parse_quantity(line["annual_target"]),
            legal_min=parse_quantity(sheet.get("legal_min")),
            legal_max=parse_quantity(sheet.get("legal_max")),
        )
        assert check_programming(read, programmed) == [], line["indicator"]


def test_the_year_before_has_only_the_months_since_the_town_reports():
    for line in lines(TOLD - 1):
        assert line["programmed"][:10] == [""] * 10
        assert any(line["programmed"][10:])
        assert line["target_text"] == ""
    assert {"AG-01", "OB-03", "SE-01"}.isdisjoint(told(TOLD - 1))
    assert {"OB-01", "AG-03", "FI-02"} <= told(TOLD - 1)


def test_the_year_told_is_the_one_of_the_files():
    assert lines(TOLD) == [line for unit in UNITS.values() for line in unit]


def test_the_year_after_goes_on_from_where_the_told_one_ends():
    homes = next(line for line in lines(TOLD + 1) if line["indicator"] == "AG-01")
    at_the_end = Decimal(homes["programmed"][0])
    assert at_the_end > Decimal(UNITS["AGUA"][0]["programmed"][-1])
    assert STORY.said(homes, Month(TOLD + 1, 1)) is not None
    assert "OB-03" not in told(TOLD + 1)


def test_every_unit_has_words_for_each_of_its_indicators():
    assert set(SHEETS) == set(FILES["words"]) == told(TOLD)
    for words in FILES["words"].values():
        assert words["done"]
        assert words["cause"]
        assert words["action"]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.integers(1, 12),
)
def test_todays_work_is_spread_in_order_over_office_hours(begin, lasts, count):
    end = begin + lasts
    moments = list(office_hours(begin, end, count))
    assert len(moments) == count
    assert moments == sorted(moments)
    for moment in moments:
        assert moment <= end
        assert moment == end or time(8) <= moment.time() <= time(17)


@pytest.mark.usefixtures("site")
def test_the_last_published_month_changes_when_the_calendar_publishes():
    for number in range(24):
        month = Month(2030, 1).plus(number)
        dates = dates_of(month)
        morning = datetime.combine(dates.publish_on, time(0, 15))
        evening = datetime.combine(dates.publish_on, time(20))
        assert last_published(morning) == month.previous()
        assert last_published(evening) == month
        assert last_published(evening + timedelta(days=10)) == month


@pytest.mark.usefixtures("site")
def test_a_site_with_units_of_its_own_is_left_alone():
    towns.build()
    before = frappe.db.count("Gov Unit"), frappe.db.count("User")
    with pytest.raises(WrongState):
        build(FILES, datetime.combine(date(2026, 11, 20), time(12)))
    assert (frappe.db.count("Gov Unit"), frappe.db.count("User")) == before


@pytest.fixture
def demo(site, monkeypatch):
    """Runs the command inside the test's own connection, as the town speaks, on no demo site."""
    monkeypatch.setattr(command, "connected", lambda context: nullcontext())
    monkeypatch.setattr(command, "is_built", lambda: False)

    def run(*arguments: str):
        with speaking("es"):
            return CliRunner().invoke(command.demo, arguments, obj={"sites": [site], **FLAGS})

    return run


def test_the_logins_of_a_site_that_is_no_demo_are_not_told(demo):
    told = demo("--logins", "--address", "http://127.0.0.1:8000")
    assert told.output == "govplan está en http://127.0.0.1:8000\n"
    assert PASSWORD not in told.output


def test_the_command_tells_why_it_leaves_a_site_alone(demo):
    towns.build()
    refused = demo()
    assert refused.exit_code == command.NOT_DONE
    assert "ya tiene unidades" in refused.output


def test_a_folder_without_a_town_is_told(demo, tmp_path):
    refused = demo("--from", str(tmp_path))
    assert refused.exit_code == command.NOT_DONE
    assert str(tmp_path) in refused.output
