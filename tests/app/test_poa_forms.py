"""A POA written at its form: lines typed, months filled, faults at their field."""

import frappe
import pytest
import town as towns
from town import MONTHS, acting, draft_poa

from govplan.domain.distribution import Helper
from govplan.errors import BadProgramming, BadQuantity, Refused, SeveralFaults
from govplan.planning.filling import fill_line
from govplan.planning.poa_forms import save_poa
from govplan.staff.poa_form import filled_lines, shown_lines, typed_lines

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def director(town):
    with acting(town.people["director"], town.day(11, 5)):
        yield town.people["director"]


def typed(town, short="ROADS", **more):
    """A line as a form sends it."""
    return {
        "activity": f"Activity of {short}",
        "indicator": town.code(short),
        "territory": town.territory,
        "annual_target": "120",
        **more,
    }


def new(town, *lines):
    year = town.year + 1
    values = {"unit": town.works, "fiscal_year": year, "effective_from": f"{year}-01-01"}
    return save_poa(None, values, lines)


def test_a_director_writes_next_years_poa(town, director):
    poa = new(town, typed(town, budget_codified="200000,50"), typed(town, "VISITS"))

    assert (poa.workflow_state, poa.version) == ("Draft", 1)
    assert poa.rows[0].budget_codified == 200000.5


def test_indicator_and_territory_may_be_named_by_their_title(town, director):
    poa = new(town, typed(town, territory=f"Canton {town.tag}"))

    assert poa.rows[0].territory == town.territory


def test_what_is_in_no_list_is_told_at_its_field(town, director):
    with pytest.raises(Refused) as refusal:
        new(town, typed(town), typed(town, indicator="Roads of gold", plan_node="9.9"))
    told = [(fault.row_key, fault.field) for fault in refusal.value.faults]
    assert told == [("rows.2", "indicator"), ("rows.2", "plan_node")]


def test_every_fault_is_told_at_once(town, director):
    with pytest.raises(SeveralFaults) as refusal:
        new(town, typed(town, annual_target="much", territory="Nowhere"))
    kinds = {fault.field: fault.kind for fault in refusal.value.faults}
    assert kinds["annual_target"] is BadQuantity
    assert "territory" in kinds


def test_a_poa_has_lines(town, director):
    with pytest.raises(Refused) as refusal:
        new(town)
    assert [fault.field for fault in refusal.value.faults] == ["rows"]


def test_lines_keep_their_identity_when_others_are_taken_away(town, director):
    poa = new(town, typed(town), typed(town, "VISITS"))
    second = poa.rows[1].name

    line = {**typed(town, "VISITS"), "name": second, "annual_target": "300"}
    saved = save_poa(poa.name, {}, [line], str(poa.modified))

    assert [(row.name, row.annual_target) for row in saved.rows] == [(second, "300")]


def test_two_people_do_not_overwrite_each_other(town, director):
    poa = new(town, typed(town))
    with pytest.raises(frappe.TimestampMismatchError):
        save_poa(poa.name, {"source": "Office"}, [typed(town)], "2020-01-01 00:00:00")


# Filling the months


@pytest.fixture
def poa(town, director):
    """Next year's, about to be written."""
    year = town.year + 1
    return frappe.new_doc("Gov POA").update(
        {"unit": town.works, "fiscal_year": year, "effective_from": f"{year}-01-01"}
    )


def months(filled):
    return [filled[name] for name in MONTHS]


def test_months_are_filled_in_the_decimals_of_the_unit_of_measure(town, poa):
    line = {**typed(town), **dict.fromkeys(MONTHS, ""), "annual_target": "100"}
    unit = frappe.db.get_value("Gov Indicator", town.code("ROADS"), "unit_of_measure")

    whole = months(fill_line(line, "rows.1", poa, Helper.EVENLY, False))
    with acting("Administrator"):
        frappe.db.set_value("Gov Unit Of Measure", unit, "decimals", "1")
    tenths = months(fill_line(line, "rows.1", poa, Helper.EVENLY, False))

    assert sum(map(int, whole)) == 100
    assert tenths[:3] == ["8.3", "8.4", "8.3"]


def test_last_years_profile_comes_from_the_units_last_poa(town, poa):
    line = {**typed(town, activity=""), **dict.fromkeys(MONTHS, ""), "annual_target": "240"}

    filled = fill_line(line, "rows.1", poa, Helper.LIKE_LAST_YEAR, False)

    assert months(filled)[:4] == ["10", "20", "30", "20"]


def test_a_unit_without_last_year_is_told_so(town, poa):
    line = {**typed(town), **dict.fromkeys(MONTHS, "")}
    poa.unit = town.health
    with pytest.raises(BadProgramming) as refusal:
        fill_line(line, "rows.3", poa, Helper.LIKE_LAST_YEAR, False)
    (fault,) = refusal.value.faults
    assert (fault.row_key, fault.field) == ("rows.3", "annual_target")


def test_months_typed_stay_unless_they_are_to_be_replaced(town, poa):
    line = {**typed(town), **dict.fromkeys(MONTHS, ""), "m01": "54"}

    kept = fill_line(line, "rows.1", poa, Helper.EVENLY, False)
    replaced = fill_line(line, "rows.1", poa, Helper.EVENLY, True)

    assert (kept["m01"], kept["m02"]) == ("54", "6")
    assert set(replaced.values()) == {"10"}


def test_what_was_asked_of_months_gone_by_stays_in_a_reform(town, poa):
    """A reform from October lays out what is left of the year only."""
    poa.effective_from = f"{town.year + 1}-10-01"
    line = {**typed(town), **dict.fromkeys(MONTHS, "10"), "annual_target": "105"}

    filled = fill_line(line, "rows.1", poa, Helper.EVENLY, True)

    assert months(filled) == [*["10"] * 9, "5", "5", "5"]


# What the form sends and shows


def form_of(*lines, **more):
    form = frappe._dict(more)
    for place, line in enumerate(lines, start=1):
        form.update({f"{field}__rows.{place}": value for field, value in line.items()})
    return form


def test_lines_ticked_to_go_or_left_blank_are_none(town, director):
    form = form_of(typed(town), typed(town, "VISITS"), {"activity": ""}, typed(town, "WATER"))
    form["remove__rows.2"] = "1"

    kept = [line["indicator"] for line in typed_lines(form)]

    assert kept == [town.code("ROADS"), town.code("WATER")]


def test_a_button_fills_its_own_line_only(town, poa):
    form = form_of(typed(town), typed(town, "TREES", annual_target="400"))

    lines = filled_lines(form, poa, "rows.2:By quarter")

    assert [line["m03"] for line in lines] == ["", "100"]
    with pytest.raises(frappe.PageDoesNotExistError):
        filled_lines(form, poa, "rows.2:Guess")


def test_stored_lines_are_shown_as_one_types_them(town, director):
    year = town.year + 1
    poa = draft_poa(town, town.works, ["WATER"], fiscal_year=year, effective_from=f"{year}-01-01")

    row, blank = shown_lines(poa, None, spare=1)

    assert (row.annual_target, row.m01, row.budget_codified) == ("42,38", "40,8", "")
    assert blank.indicator is None
