"""The same proof used twice is told: to the director who brings it, and for whole lists at once."""

import frappe
import pytest
import town as towns
from publishing import approved
from town import PDF, acting, line, open_month, report_of

from govplan.monitoring.duplicates import mark_other_uses, other_uses
from govplan.monitoring.evidence import attach_file, attach_url
from govplan.monitoring.flags import flags_by_name
from govplan.patches.v1_0 import fingerprint_evidence

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def january(town):
    return open_month(town, 1)


def works(town, period):
    return report_of(town.works, period)


def bring(town, where, period, content=PDF, line_key="", part="director"):
    """A file attached by the unit's director; the name of its row."""
    with acting(town.people[part], town.day(2, 2)):
        return attach_file(report_of(where, period), line_key, "Minutes", "acta.pdf", content).name


def places(uses) -> list[str]:
    return [str(use) for use in uses]


def test_a_proof_of_another_unit_and_another_month_is_told_with_the_place(town, january):
    february = open_month(town, 2)
    bring(town, town.works, january, line_key=line(town, works(town, january), "ROADS").row_key)
    bring(town, town.health, january, part="neighbour")
    mine = bring(town, town.works, february)
    found = other_uses([works(town, february).name])
    (uses,) = found.values()
    assert list(uses) == [mine]
    assert [(use.unit, use.period, use.indicator_name) for use in uses[mine]] == [
        (town.works, january, "Paved roads"),
        (town.health, january, ""),
    ]
    year = town.year
    assert places(uses[mine]) == [
        f"Public works {town.tag}, january {year}: Paved roads",
        f"Health {town.tag}, january {year}",
    ]


def test_a_director_is_not_told_what_a_unit_they_do_not_see_proves_with_it(town, january):
    bring(town, town.health, january, part="neighbour")
    bring(town, town.works, january)
    told = {}
    for part in ("director", "coordinator"):
        report = works(town, january)
        with acting(town.people[part], town.day(2, 2)):
            mark_other_uses(report)
        told[part] = [place for proof in report.evidence for place in proof.also_used_in]
    assert told["director"] == ["another unit's report"]
    assert told["coordinator"] == [f"Health {town.tag}, january {town.year}"]


def test_a_proof_of_another_line_of_the_report_is_told(town, january):
    report = works(town, january)
    keys = [line(town, report, short).row_key for short in ("ROADS", "WATER")]
    for key in keys:
        bring(town, town.works, january, line_key=key)
    (uses,) = other_uses([report.name]).values()
    assert sorted(use.indicator_name for (use,) in uses.values()) == [
        "Homes with water",
        "Paved roads",
    ]


def test_the_same_address_is_the_same_proof(town, january):
    with acting(town.people["neighbour"], town.day(2, 2)):
        attach_url(report_of(town.health, january), "", "Photo", "https://town.example/photo/")
    with acting(town.people["director"], town.day(2, 2)):
        attach_url(works(town, january), "", "Photo", "https://Town.example/photo#top")
        attach_url(works(town, january), "", "Other", "https://town.example/other")
    report = works(town, january)
    mark_other_uses(report)
    assert [proof.also_used_in for proof in report.evidence] == [
        [f"Health {town.tag}, january {town.year}"],
        [],
    ]


def test_different_proofs_and_the_next_version_of_the_same_month_are_no_repetition(town, january):
    bring(town, town.works, january)
    bring(town, town.health, january, PDF + b"% other", part="neighbour")
    report = approved(town, 1, town.works)
    with acting(town.people["planner"], town.day(2, 20)):
        towns.perform(report.doctype, report.name, "Supersede", "Other", "A digit")
    versions = frappe.get_all(
        "Gov Progress Report", {"unit": ["in", [town.works, town.health]]}, pluck="name"
    )
    assert len(versions) == 3
    assert other_uses(versions) == {}


def test_many_reports_are_looked_through_at_once(town, january):
    bring(town, town.works, january)
    bring(town, town.health, january, part="neighbour")
    names = [works(town, january).name, report_of(town.health, january).name]
    assert set(other_uses(names)) == set(names)
    assert all("A proof used elsewhere too" in told for told in flags_by_name(names).values())
    assert other_uses([]) == {}


def test_proofs_attached_before_are_found_after_the_upgrade(town, january):
    bring(town, town.works, january)
    bring(town, town.health, january, part="neighbour")
    with acting(town.people["director"], town.day(2, 2)):
        attach_url(works(town, january), "", "Photo", "https://town.example/photo")
    before = {row.name: row.fingerprint for row in works(town, january).evidence}
    for name in before:
        frappe.db.set_value("Gov Evidence", name, "fingerprint", None, update_modified=False)
    fingerprint_evidence.execute()
    assert {row.name: row.fingerprint for row in works(town, january).evidence} == before
    assert other_uses([works(town, january).name])
