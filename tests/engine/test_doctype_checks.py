"""Each fault a description can have is found under its code, and the engine's own have none."""

import json
from pathlib import Path

import pytest

from frappe_embedded.doctype_checks import check_doctypes

ENGINE = Path(__file__).parents[2] / "apps" / "frappe_embedded" / "frappe_embedded"

GOOD = {
    "name": "Good",
    "autoname": "field:title",
    "is_submittable": 1,
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "unique": 1},
        {"fieldname": "good", "fieldtype": "Link", "options": "Good"},
        {"fieldname": "good_title", "fieldtype": "Data", "fetch_from": "good.title"},
        {"fieldname": "amended_from", "fieldtype": "Link", "options": "Good"},
    ],
    "permissions": [{"role": "All", "read": 1}],
    "search_fields": "title, good",
    "sort_field": "title asc, modified desc",
}


def codes(**changes):
    return [problem.code for problem in check_doctypes([{**GOOD, **changes}])]


def fields(*added):
    return [*GOOD["fields"], *added]


def test_a_good_description_has_no_fault():
    assert codes() == []


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ({"fieldname": "x", "fieldtype": "Dat"}, "meta.E001"),
        ({"fieldname": "title", "fieldtype": "Data", "unique": 1}, "meta.E002"),
        ({"fieldname": "owner", "fieldtype": "Data"}, "meta.E003"),
        ({"fieldname": "Bad Name", "fieldtype": "Data"}, "meta.E003"),
        ({"fieldname": "x", "fieldtype": "Table", "options": "Good"}, "meta.E011"),
        ({"fieldname": "x", "fieldtype": "Link", "options": "Nope"}, "meta.E012"),
        ({"fieldname": "x", "fieldtype": "Dynamic Link", "options": "y"}, "meta.E013"),
        ({"fieldname": "x", "fieldtype": "Data", "fetch_from": "good.nope"}, "meta.E014"),
        ({"fieldname": "x", "fieldtype": "Data", "fetch_from": "title"}, "meta.E014"),
    ],
)
def test_faults_of_fields(added, code):
    assert codes(fields=fields(added)) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"field_order": ["title"]}, "meta.E004"),
        ({"fields": GOOD["fields"][:3]}, "meta.E020"),
        ({"autoname": "naming_series:"}, "meta.E021"),
        ({"autoname": "field:good"}, "meta.E022"),
        ({"title_field": "nope"}, "meta.E030"),
        ({"sort_field": "nope"}, "meta.E030"),
        ({"permissions": [{"read": 1}]}, "meta.E031"),
        ({"permissions": [{"role": "All", "permlevel": 3}]}, "meta.E032"),
    ],
)
def test_faults_of_doctypes(changes, code):
    assert codes(**changes) == [code]


def test_a_tree_needs_its_columns():
    assert codes(is_tree=1) == ["meta.E020"] * 5


def test_a_problem_says_where_what_and_what_to_do():
    bad = {**GOOD, "fields": fields({"fieldname": "x", "fieldtype": "Link", "options": "Nope"})}
    (problem,) = check_doctypes([bad])
    assert "Good.x (good.json) links to 'Nope'" in str(problem)
    assert "Correct `options`" in str(problem)


def test_the_engines_own_doctypes_have_no_fault():
    files = ENGINE.glob("core/doctype/*/*.json")
    problems = check_doctypes([json.loads(path.read_text("utf-8")) for path in files])
    assert [str(problem) for problem in problems] == []


def test_the_apps_doctypes_have_no_fault():
    app = ENGINE.parents[1] / "govplan" / "govplan"
    files = [*ENGINE.glob("core/doctype/*/*.json"), *app.glob("*/doctype/*/*.json")]
    problems = check_doctypes([json.loads(path.read_text("utf-8")) for path in files])
    assert [str(problem) for problem in problems] == []
