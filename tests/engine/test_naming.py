"""A record is named as its DocType says, and bad names are refused."""

import datetime

import pytest
import time_machine

from frappe_embedded import naming
from frappe_embedded.context import local
from frappe_embedded.errors import NameError, ValidationError
from frappe_embedded.schema import sync_doctype
from frappe_embedded.values import _dict

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.timezone.utc)


class Paper(_dict):
    """A document as far as naming looks at it."""

    def run_method(self, method):
        self.setdefault("called", []).append(method)
        if method == "autoname" and self.own_name:
            self.name = self.own_name


@pytest.fixture
def paper(db):
    """Makes a document of a DocType that is named in the given way."""

    def make(autoname=None, fields=(), istable=0, **values):
        known = ["title", "plan", *fields]
        sync_doctype(
            {
                "name": "Ct Paper",
                "module": "Core",
                "autoname": autoname,
                "istable": istable,
                "fields": [
                    {"fieldname": f, "fieldtype": "Select" if "series" in f else "Data",
                     "options": "\nACT-.YYYY.-\nRES-" if "series" in f else None}
                    for f in known
                ],
            }
        )  # fmt: skip
        return Paper(doctype="Ct Paper", flags=_dict(), **values)

    return make


def named(doc):
    naming.set_new_name(doc)
    return doc.name


def test_without_a_rule_the_name_is_ten_random_signs(paper):
    first, second = named(paper()), named(paper("hash"))
    assert len(first) == len(second) == 10
    assert first != second
    assert first.isalnum() and first == first.lower()


def test_a_series_counts_by_its_prefix(paper):
    with time_machine.travel(NOON, tick=False):
        assert named(paper("naming_series:", ["naming_series"])) == "ACT-2026-00001"
        doc = paper("naming_series:", ["naming_series"], naming_series="RES-.##")
        assert named(doc) == "RES-01"
        assert named(paper("naming_series:", ["naming_series"])) == "ACT-2026-00002"


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("ZX-.YY.-.###", "ZX-26-001"),
        ("PRE-.MM.DD.-.##", "PRE-0304-01"),
        ("{plan}.-.##", "P1-01"),
        ("plan.-.WW.-.#", "P1-10-1"),
    ],
)
def test_expressions(paper, expression, name):
    with time_machine.travel(NOON, tick=False):
        assert named(paper(expression, plan="P1")) == name


def test_all_formats_share_one_counter(paper):
    assert named(paper("format:REP-{plan}-{##}", plan="A")) == "REP-A-01"
    assert named(paper("format:MIN-{plan}-{##}", plan="B")) == "MIN-B-02"


def test_a_field_gives_its_value_and_must_have_one(paper):
    assert named(paper("field:title", title="  Obras ")) == "Obras"
    with pytest.raises(ValidationError, match="Title is required"):
        named(paper("field:title", title=" "))


def test_a_prompt_needs_the_callers_name_and_other_rules_ignore_it(paper):
    assert named(paper("prompt", name=" Mine ")) == "Mine"
    with pytest.raises(ValidationError):
        named(paper("Prompt"))
    assert named(paper("field:title", title="Obras", name="Mine")) == "Obras"


def test_a_name_counts_when_it_was_given_on_purpose(paper):
    doc = paper("field:title", title="Obras", name="Mine")
    doc.flags.name_set = True
    assert named(doc) == "Mine"
    local.flags.in_import = True
    assert named(paper("field:title", title="Obras", name="Mine")) == "Mine"


def test_the_controller_goes_before_the_rule(paper):
    doc = paper("field:title", title="Obras", own_name="From code")
    assert named(doc) == "From code"
    assert doc.called == ["before_naming", "autoname"]


def test_numbers(paper):
    assert named(paper("autoincrement")) == 1
    assert named(paper("autoincrement")) == 2


def test_a_single_is_named_like_its_doctype(db):
    assert named(Paper(doctype="Ct Settings", flags=_dict())) == "Ct Settings"


def test_amendments_count_from_the_original(paper, db):
    fields = ["amended_from"]
    assert named(paper("field:title", fields, amended_from="X")) == "X-1"
    db.bulk_insert("Ct Paper", ["name", "amended_from"], [("X-1", "X")])
    assert named(paper("field:title", fields, amended_from="X-1")) == "X-2"


@pytest.mark.parametrize("name", ["a<b", "a>b", "Ct Paper", "New Ct Paper 1"])
def test_names_no_record_may_have(paper, name):
    with pytest.raises(NameError):
        named(paper("field:title", title=name))


def test_a_number_is_no_name_where_names_are_text(paper):
    with pytest.raises(NameError):
        named(paper("prompt", name=5))


def test_a_rollback_gives_the_number_back(paper, db):
    db.commit()
    assert named(paper("A-.##")) == "A-01"
    db.rollback()
    assert named(paper("A-.##")) == "A-01"


def test_the_last_number_can_be_taken_back_and_no_other(paper):
    docs = [paper("A-.##") for _turn in range(3)]
    for doc in docs:
        named(doc)
    naming.revert_series(docs[0])
    naming.revert_series(docs[2])
    assert named(paper("A-.##")) == "A-03"


def test_a_name_of_another_kind_takes_no_number_back(paper, db):
    doc = paper("A-.##")
    named(doc)
    naming.revert_series_if_last("A-.##", "A-x1", doc)
    naming.revert_series_if_last("A-.##", "B-01", doc)
    assert named(paper("A-.##")) == "A-02"
