"""Pages and templates (sections 6.5 and 6.6), on the pages govplan and Frappe have."""

import re

import frappe
import pytest


@pytest.fixture
def guest(browser):
    return browser()


def page(response):
    return response.get_data(as_text=True)


def test_paths_are_case_sensitive_and_forgive_a_slash_and_an_ending(guest):
    assert guest.get("/unidades").status_code == 200
    assert guest.get("/unidades/").status_code == 200
    assert guest.get("/unidades.html").status_code == 200
    assert guest.get("/Unidades").status_code == 404


def test_an_address_that_has_nothing_is_a_404_page(guest):
    missing = guest.get("/ct-nothing-here", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    assert "<html" in page(missing)


def test_a_page_for_people_with_an_account_sends_guests_to_the_log_in(guest):
    away = guest.get("/gestion")
    assert away.status_code in (301, 302, 303)
    assert "login" in away.headers["Location"]


def test_a_route_rule_fills_the_form(guest):
    assert guest.get("/unidades/ct-no-such-unit").status_code == 404


def test_the_sitemap_is_xml_at_its_own_address_only(guest):
    assert guest.get("/sitemap.xml").mimetype.endswith("xml")
    assert guest.get("/sitemap").status_code == 404


def test_the_log_in_page_is_open_to_everybody(guest):
    assert re.search(r'type="password"', page(guest.get("/login")))


def test_what_is_undefined_prints_itself(site):
    assert frappe.render_template("{{ ct_nobody }}") == "{{ ct_nobody }}"


def test_values_are_not_escaped_by_themselves(site):
    assert frappe.render_template("{{ a }} {{ a | e }}", {"a": "<b>"}) == "<b> &lt;b&gt;"


def test_templates_do_not_reach_inside_objects(site):
    with pytest.raises(frappe.ValidationError):
        frappe.render_template("{{ ''.__class__ }}")


def test_a_template_that_cannot_be_read_is_a_validation_error(site):
    with pytest.raises(frappe.ValidationError):
        frappe.render_template("{% if %}")


def test_an_error_while_rendering_is_the_error_itself(site):
    with pytest.raises(ZeroDivisionError):
        frappe.render_template("{{ 1 / 0 }}")


def test_templates_read_with_sql_and_only_read(site):
    assert frappe.render_template("{{ frappe.db.sql('select 1')[0][0] }}") == "1"
    with pytest.raises(frappe.PermissionError):
        frappe.render_template("{{ frappe.db.sql('delete from `tabUser`') }}")
