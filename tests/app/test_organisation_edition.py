"""The organisation as the public reads it: a frozen edition, made when it says something new."""

from datetime import date

import frappe
import pytest
import town as towns
from town import acting

from govplan import clock
from govplan.organisation import unit_acts
from govplan.portal.guest import page_for_guests
from govplan.portal.organisation import chart_of, ended_in, related_to, unit_of
from govplan.transparency import public, publication

pytestmark = pytest.mark.usefixtures("site")

TEXTS = {"mission": "To serve.", "vision": "A town that works.", "principles": "Clear\n\n In time "}


@pytest.fixture
def town():
    town = towns.build()
    with acting(town.people["planner"], town.day(2, 1)):
        unit_acts.describe(
            town.works,
            {"mission": "To build", "legal_basis": "Statute"},
            {
                "functions": [{"function_text": "Build roads", "legal_basis": "Art. 5"}],
                "relations": [{"relation": "works with", "other_unit": town.health}],
            },
        )
        settings = frappe.get_doc("Gov Settings")
        settings.update(TEXTS)
        settings.save()
    return town


def published(town, month=2, day=15):
    """The organisation as published by the officer on a day."""
    with acting(town.people["officer"], town.day(month, day)):
        publication.publish_organisation()
    return public.organisation()


def test_what_the_municipality_is_for_and_how_it_is_organised(town):
    content = published(town)

    assert (content["mission"], content["vision"]) == (TEXTS["mission"], TEXTS["vision"])
    assert content["principles"] == ["Clear", "In time"]
    assert [one["name"] for one in content["families"]][:2] == ["Governing", "Value-adding"]
    works = unit_of(content, town.works)
    assert works["parent"] == town.coordination
    assert (works["mission"], works["legal_basis"]) == ("To build", "Statute")
    assert works["functions"] == [{"function": "Build roads", "legal_basis": "Art. 5"}]
    assert works["relations"][0]["with"] == town.health
    assert related_to(content, town.health)[0]["unit"] == town.works
    assert [one["post"] for one in works["posts"]] == ["Director", "Promoter"]
    assert town.people["director"] not in frappe.as_json(content)


def test_the_same_organisation_is_not_published_twice_and_another_is_the_next_edition(town):
    first = published(town)["edition"]
    assert published(town, 3)["edition"]["name"] == first["name"]

    with acting(town.people["planner"], town.day(3, 1)):
        unit_acts.rename(town.works, "Infrastructure", date(town.year, 3, 1), "Ordinance 4")
    second = published(town, 3)
    assert second["edition"]["number"] == first["number"] + 1
    assert second["edition"]["replaces"] == first["name"]
    works = unit_of(second, town.works)
    assert (works["name"], works["earlier_names"][0]["act"]) == ("Infrastructure", "Ordinance 4")
    assert "Infrastructure" in public.edition(second["edition"]["name"])["difference"]


def test_a_merged_unit_is_published_with_where_it_went(town):
    with acting(town.people["planner"], town.day(2, 1)):
        unit_acts.merge(town.health, town.works, date(town.year, 3, 31), "Ordinance 4")
    content = published(town, 4)

    health = unit_of(content, town.health)
    assert (health["merged_into"], health["merged_since"]) == (town.works, f"{town.year}-04-01")
    assert town.health in [unit["code"] for unit in ended_in(content)]
    assert f'"code": "{town.health}"' not in frappe.as_json(chart_of(content))
    assert not unit_of(published(town, 3, 20), town.health)["has_ended"]


def test_a_vacancy_is_published_once_somebody_held_the_post_and_left(town):
    unit = towns.unit(town, "NEW", "New", "Directorate", town.coordination)
    with clock.standing_at(town.day(2, 1)):
        holding = frappe.get_doc("Gov Post Holding", {"user": town.people["neighbour"]})
        holding.to_date = f"{town.year}-02-28"
        holding.save()
    content = published(town, 3)

    assert unit_of(content, unit)["posts"] == []
    assert [(one["post"], one["holder"]) for one in unit_of(content, town.health)["posts"]] == [
        ("Director", "")
    ]


def test_the_month_publishes_the_organisation_that_changed(town):
    before = published(town)["edition"]["name"]
    with acting(town.people["planner"], town.day(2, 20)):
        unit_acts.describe(town.works, {"mission": "To build well"}, {})
    period = towns.open_month(town, 1)
    with clock.standing_at(town.day(3, 12)):
        names = publication.publish_period(period)
        assert names[-1] == public.organisation()["edition"]["name"] != before
        assert publication.publish_period(period) == []


def test_a_disabled_format_is_not_published(town):
    frappe.db.set_value("Gov Publication Format", "ORG", "enabled", 0)
    frappe.clear_document_cache("Gov Publication Format", "ORG")
    assert publication.publish_organisation() == ""


def test_its_files_open_with_the_columns_the_law_names(town):
    edition = public.edition(published(town)["edition"]["name"])
    table = public.table_of(edition)

    headings = [column.heading for column in table.columns][:3]
    assert headings == ["Nivel superior", "Unidad", "Nivel de los procesos de la estructura"]
    assert len([f for f in edition["files"] if f["file_name"].endswith(".csv")]) == 10


def page(address):
    frappe.set_user("Guest")
    shown = page_for_guests(address)
    frappe.set_user("Administrator")
    return shown.body.decode() if shown else ""


def test_the_portal_shows_it_before_any_month_is_published(town, monkeypatch):
    published(town)
    monkeypatch.setattr(public, "latest_open_data", lambda: None)
    monkeypatch.setattr(public, "unit_history", lambda code: [])

    chart = page("/organizacion")
    for text in ("To serve.", "A town that works.", "In time", "works with", "Resolution"):
        assert (text in chart) == (text != "Resolution")
    assert f'href="/unidades/{town.works}"' in page("/unidades")
    unit = page(f"/unidades/{town.works}")
    for text in ("Build roads", "Art. 5", "To build", "Resolution Director"):
        assert text in unit
    assert page("/unidades/NO-SUCH-UNIT") == ""
