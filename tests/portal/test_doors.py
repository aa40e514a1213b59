"""Who gets in, and where to."""

import urllib.error
import urllib.request

import pytest
from people import fill_login, log_in, press


def test_a_guest_is_sent_to_log_in_and_back_to_where_they_wanted(visit):
    page = visit("/gestion/tablero")
    assert "/login" in page.url
    fill_login(page, "planificacion")
    assert page.url.endswith("/gestion/tablero")


def test_a_guest_who_follows_a_link_to_a_record_is_sent_to_log_in_and_back(town, visit):
    page = visit(town.report("OBRAS"))
    assert "/login" in page.url
    fill_login(page, "directora")
    assert page.url.endswith(town.report("OBRAS"))


def test_a_wrong_password_is_answered_and_the_user_kept(visit):
    page = visit("/login")
    log_in(page, "directora", "equivocada")
    assert "/login" in page.url
    assert page.input_value("input[name=usr]") == "directora@sanjacinto.example"
    assert page.locator("[role=alert]").count() == 1


def test_leaving_ends_the_session(visit):
    page = visit("/gestion", "directora")
    press(page, "Salir")
    page.goto("/gestion")
    assert "/login" in page.url


def test_a_director_does_not_see_the_report_of_another_unit(town, visit):
    page = visit("/gestion", "directora")
    assert page.goto(town.report("AGUA")).status == 403


def test_the_form_of_a_stranger_is_not_taken(town, visit):
    """A page elsewhere cannot post for a director: without the session's token nothing happens."""
    page = visit(town.report("OBRAS"), "directora")
    answer = page.request.post(town.report("OBRAS"), form={"act": "save", "narrative": "ajeno"})
    assert answer.status == 400


def test_evidence_of_a_draft_is_not_public(town, visit):
    page = visit("/gestion/mi-mes", "directora")
    for address in page.eval_on_selector_all(
        "main table a", "all => all.slice(0, 6).map(one => one.pathname)"
    ):
        page.goto(address)
        files = page.eval_on_selector_all(
            "a[href^='/private/files/']", "all => all.map(one => one.pathname)"
        )
        if files:
            break
    assert files
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(town.address + files[0])
    with refused.value:
        assert refused.value.code == 403
