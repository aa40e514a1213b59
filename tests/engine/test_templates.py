"""Templates: what they may use, what they may not, compiled once."""

import frappe
import pytest
from jinja2 import TemplateNotFound

from frappe_embedded.templates import compile_source, find_template, get_template, render_template


def test_a_path_is_a_line_that_ends_like_one(ct):
    assert render_template("<b>{{ a }}</b>", {"a": 1}) == "<b>1</b>"
    assert render_template("www/plain.html", {"town": "Ayo"}) == "<p>Plain, Ayo</p>"
    assert render_template("ctapp/www/plain.html", {"town": "Ayo"}) == "<p>Plain, Ayo</p>"
    assert render_template("www/plain.html", is_path=False) == "www/plain.html"
    assert render_template("") == ""


@pytest.mark.parametrize("path", ["www/nowhere.html", "../hooks.py", "ctapp/../ctapp/hooks.py"])
def test_a_template_that_is_not_there_or_outside_is_not_found(ct, path):
    with pytest.raises(TemplateNotFound):
        get_template(path)


def test_the_last_app_s_template_is_found_first(ct, tmp_path, monkeypatch):
    assert "frappe_embedded" in str(find_template("templates/base.html"))
    assert find_template("frappe/templates/base.html") == find_template("templates/base.html")
    assert find_template("www/plain.html").parts[-3] == "ctapp"


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("{{ nobody }}", "{{ nobody }}"),
        ("{{ frappe.db.get_value('Ct Thing', 'Shipped', 'colour') }}", "green"),
        ("{{ frappe.get_doc('Ct Thing', 'Shipped').rank }}", "3"),
        ("{{ frappe.session.user }}", "Administrator"),
        ("{{ frappe.utils.add_days('2026-01-31', 1) }}", "2026-02-01"),
        ("{{ frappe.db.sql('select 1')[0][0] }}", "1"),
        ("{{ [1, 2] | len }}{{ '3' | int + 1 }}{{ '1,5' | flt }}", "2415.0"),
        ("{{ {'a': 1} | json }}", '{\n "a": 1\n}'),
        ("{{ 'files/a.png' | abs_url }} {{ '/b' | abs_url }}", "/files/a.png /b"),
        ("{{ '*a*' | markdown }}", "<p><em>a</em></p>"),
        ("{{ scrub('A b') }} {{ shout('hey') }} {{ 'a' | loud }}", "a_b hey! A"),
        ("{{ _('Password') }}", "Password"),
    ],
)
def test_templates_can_use(ct, source, shows):
    assert render_template(source) == shows


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ frappe.db.sql('delete from tabUser') }}",
        "{{ frappe.db.set_value('User', 'Guest', 'enabled', 0) }}",
        "{{ frappe.db.commit() }}",
        "{% if %}",
        "{{ open",
        "{{ nobody.name }}",
    ],
)
def test_templates_cannot(ct, source):
    with pytest.raises(Exception, match=r".") as refusal:
        render_template(source)
    assert refusal.type.__name__ in ("ValidationError", "PermissionError")


def test_a_cell_of_a_row_is_shown_and_what_is_hidden_or_a_method_stays_so(ct):
    row = frappe._dict(title="Saw", items="a cell", _own="sesame", none=None)
    source = "{{ row.title }}|{{ row.items() | len }}|{{ row.none }}|{{ row.missing }}"
    assert render_template(source, {"row": row}) == "Saw|4|None|None"
    assert "sesame" not in render_template("{{ row._own }}", {"row": row})


def test_an_error_while_rendering_reaches_the_caller(ct):
    with pytest.raises(ZeroDivisionError):
        render_template("{{ 1 / 0 }}")


def test_underscored_functions_of_a_module_stay_out(ct):
    assert render_template("{{ _hidden }}") == "{{ _hidden }}"


def test_a_text_is_compiled_once(ct):
    assert compile_source("{{ a }}{# once #}") is compile_source("{{ a }}{# once #}")


def test_a_template_is_translated_for_each_reader(ct):
    frappe.local.lang = "es"
    assert render_template("{{ _('Password') }}") == "Contraseña"
    frappe.local.lang = "en"
    assert render_template("{{ _('Password') }}") == "Password"
