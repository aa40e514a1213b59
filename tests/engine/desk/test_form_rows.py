"""The rows of a table in a form: read, added, moved and taken out, with and without a script."""

import io

import frappe
import pytest
from filling import inputs_of, stored


@pytest.fixture
def two(record):
    """A record with the rows one (1.5) and two."""
    return record(rows=[{"label": "one", "amount": 1.5}, {"label": "two"}])


def rows_of(name):
    return [(row.idx, row.label, row.amount, row.done) for row in stored(name).rows]


def test_rows_keep_their_names_and_take_new_values(admin, two):
    before = [row.name for row in stored(two).rows]
    typed = {"rows-1-label": "uno", "rows-2-amount": "2.25", "rows-2-done": "1"}
    assert admin.send(f"/ct-form/{two}", **typed).status_code == 303
    assert rows_of(two) == [(1, "uno", 1.5, 0), (2, "two", 2.25, 1)]
    assert [row.name for row in stored(two).rows] == before


def test_the_order_of_the_keys_is_the_order_of_the_rows(admin, two):
    admin.send(f"/ct-form/{two}", **{"rows-rows": ["2", "1"]})
    assert [row[:2] for row in rows_of(two)] == [(1, "two"), (2, "one")]


def test_a_row_comes_and_another_goes(admin, two):
    typed = {"rows-rows": ["2", "7"], "rows-7-label": "three", "rows-7-name": ""}
    admin.send(f"/ct-form/{two}", **typed)
    assert [row[:2] for row in rows_of(two)] == [(1, "two"), (2, "three")]
    admin.send(f"/ct-form/{two}", **{"rows-1-remove": "1"})
    assert [row[:2] for row in rows_of(two)] == [(1, "three")]


def test_a_form_that_does_not_hold_the_table_leaves_its_rows(admin, two):
    admin.send(f"/ct-form/{two}", **{"rows-table": None, "rows-rows": None, "a_data": "x"})
    assert len(stored(two).rows) == 2 and stored(two).a_data == "x"


def test_all_rows_may_go(admin, two):
    admin.send(f"/ct-form/{two}", **{"rows-rows": None})
    assert stored(two).rows == []


def test_what_cannot_be_read_in_a_row_is_told_in_its_box(admin, two):
    answer = admin.send(f"/ct-form/{two}", **{"rows-1-label": "uno", "rows-2-amount": "much"})
    assert answer.status_code == 417
    assert admin.fault("rows-2-amount")
    kept = inputs_of(admin.page)
    assert (kept["rows-1-label"], kept["rows-2-amount"]) == ("uno", "much")
    assert rows_of(two)[0][1] == "one"


def test_rows_of_others_and_read_only_columns_are_not_taken(admin, record, two):
    other = stored(record(rows=[{"label": "theirs"}])).rows[0].name
    answer = admin.send(f"/ct-form/{two}", **{"rows-2-name": other})
    assert answer.status_code == 417 and "not there any more" in admin.page
    typed = {"rows-1-sum": "99", "rows-1-parent": "x", "rows-1-docstatus": "1", "rows-1-idx": "9"}
    assert admin.send(f"/ct-form/{two}", **typed).status_code == 303
    row = stored(two).rows[0]
    assert (row.sum, row.parent, row.docstatus, row.idx) == (0, two, 0, 1)
    assert frappe.db.get_value("Ct Form Row", other, "label") == "theirs"


@pytest.mark.parametrize(
    ("act", "labels"),
    [
        ("rows:add:rows", ["uno", "two", ""]),
        ("rows:drop:rows:1", ["two"]),
        ("rows:down:rows:1", ["two", "uno"]),
        ("rows:up:rows:2", ["two", "uno"]),
        ("rows:up:rows:1", ["uno", "two"]),
        ("rows:add:title", ["uno", "two"]),
        ("rows:nonsense", ["uno", "two"]),
    ],
)
def test_without_a_script_rows_change_before_they_are_saved(admin, two, act, labels):
    sent = {"_act": act, "rows-1-label": "uno", "a_data": "typed"}
    answer = admin.send(f"/ct-form/{two}", **sent)
    assert answer.status_code == 200 and "Not saved yet" in admin.page
    shown = inputs_of(admin.page)
    keys = shown["rows-rows"]
    assert [shown[f"rows-{key}-label"] for key in keys] == labels
    assert shown["a_data"] == "typed"
    assert [row[1] for row in rows_of(two)] == ["one", "two"]
    if act == "rows:add:rows":
        saved = admin.send_again(f"/ct-form/{two}", **{f"rows-{keys[-1]}-label": "three"})
        assert saved.status_code == 303
        assert [row[1] for row in rows_of(two)] == ["uno", "two", "three"]


def test_five_hundred_rows_are_drawn_and_saved(admin, record):
    name = record(rows=[{"label": f"row {n}", "amount": n} for n in range(500)])
    assert admin.open(f"/ct-form/{name}").status_code == 200
    answer = admin.send_again(f"/ct-form/{name}", **{"rows-500-label": "the last"})
    assert answer.status_code == 303
    assert len(stored(name).rows) == 500 and stored(name).rows[-1].label == "the last"


def test_too_many_rows_are_refused(admin, two):
    keys = [str(n) for n in range(1, 1003)]
    assert admin.send(f"/ct-form/{two}", **{"rows-rows": keys}).status_code == 417
    assert len(stored(two).rows) == 2


def test_links_and_files_of_rows(admin, record, two):
    target = record()
    sent = {"rows-1-target": target, "rows-1-paper": (io.BytesIO(b"a,b\n1,2\n"), "rows.csv")}
    assert admin.send(f"/ct-form/{two}", **sent).status_code == 303, admin.page
    row = stored(two).rows[0]
    assert row.target == target and row.paper.startswith("/private/files/rows")
    assert admin.send(f"/ct-form/{two}", **{"rows-1-target": "nobody"}).status_code == 417
    assert admin.fault("rows-1-target")


def test_a_table_of_links_is_a_table_of_one_column(admin, two):
    typed = {"tags-rows": ["1", "2"], "tags-1-role": "Ct Clerk", "tags-2-role": "Ct Chief"}
    assert admin.send(f"/ct-form/{two}", **typed).status_code == 303
    assert [tag.role for tag in stored(two).tags] == ["Ct Clerk", "Ct Chief"]
    assert len(stored(two).rows) == 2
