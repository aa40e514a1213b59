"""A statement is understood before it runs: what it does, where its values go."""

import datetime

import pytest

from frappe_embedded.database import statement
from frappe_embedded.errors import ProgrammingError


@pytest.mark.parametrize(
    ("query", "writes", "is_ddl"),
    [
        ("select 1", False, False),
        ("  (SELECT 1)", False, False),
        ("select 1 for update", True, False),
        ("update x set a = 1", True, False),
        ("with t as (select 1) select * from t", False, False),
        ("with t as (select 1) delete from x", True, False),
        ("create table x (a)", True, True),
    ],
)
def test_reading_and_writing_are_told_apart(query, writes, is_ddl):
    found = statement.read(query)
    assert (found.writes, found.is_ddl) == (writes, is_ddl)


def test_for_update_is_a_request_for_the_lock_and_no_text():
    assert statement.read("select 1 FOR UPDATE NOWAIT").text == "select 1"


@pytest.mark.parametrize(
    ("text", "values", "bound", "params"),
    [
        ("a = %s", ("x",), "a = ?", ["x"]),
        ("a = %s", "x", "a = ?", ["x"]),
        ("a = %(k)s or b = %(k)s", {"k": 1}, "a = ? or b = ?", [1, 1]),
        ("a in %s", ([1, 2],), "a in (?, ?)", [1, 2]),
        ("a in %(k)s", {"k": ()}, "a in (NULL)", []),
        ("a like '%%x' and b = %s", (1,), "a like '%x' and b = ?", [1]),
        ("a like '%x%'", (), "a like '%x%'", []),
    ],
)
def test_values_go_to_their_places(text, values, bound, params):
    assert statement.bind(text, values) == (bound, params)


@pytest.mark.parametrize(("text", "values"), [("%s %s", (1,)), ("%s", (1, 2)), ("%(a)s", {"b": 1})])
def test_places_and_values_must_agree(text, values):
    with pytest.raises(ProgrammingError):
        statement.bind(text, values)


def test_untyped_results_are_cast_by_what_was_asked():
    text = "SELECT a, SUM(b), max(`t`.`c`) AS m, count(*), coalesce(f(1, 2), 'from') FROM x"
    casts = dict(statement.result_casts(text))
    assert sorted(casts) == [1, 2, 4]
    assert casts[1](3) == 3.0
    assert casts[1](None) is None
    assert casts[2]("2026-01-02") == datetime.date(2026, 1, 2)
    assert casts[2]("2026-01-02 03:04:05.000006") == datetime.datetime(2026, 1, 2, 3, 4, 5, 6)
    assert casts[2]("2026-01") == "2026-01"


def test_after_a_star_no_column_is_known_by_its_place():
    assert statement.result_casts("select sum(a), t.*, sum(b) from t") == (
        (0, statement.result_casts("select sum(a) from t")[0][1]),
    )
