"""What the administrator makes at the desk of a site with govplan: it counts, and it stays."""

import frappe
import pytest
import town as towns
from filling import Filler, inputs_of
from frappe.model.workflow import apply_workflow
from records import draft
from town import acting

from frappe_embedded.migrate import migrate
from frappe_embedded.passwords import update_password
from frappe_embedded.site import connect, init
from frappe_embedded.testing import make_site
from frappe_embedded.wsgi import Application

SITE = "low.site"
WORKFLOW = "/workflow/Gov%20POA%20approval"


@pytest.fixture(scope="module")
def low_sites(tmp_path_factory, apart_module):
    """A folder of sites with one that has govplan and a small town."""
    folder = tmp_path_factory.mktemp("low")
    with apart_module():
        make_site(folder, SITE, apps=["govplan"])
        update_password("Administrator", "sesame-desk")
        frappe.db.commit()
    return folder


@pytest.fixture
def admin(low_sites, apart_module, browser_of):
    """The administrator at the desk of that site."""
    with apart_module():
        init(SITE, low_sites)
        connect()
        frappe.local.flags.in_test = True
        browser = browser_of(Application(low_sites, SITE), SITE, frappe)
        assert browser.login("Administrator", "sesame-desk").status_code == 200
        yield Filler(browser)


def fresh():
    """Nothing remembered: what follows is read from the database."""
    frappe.db.rollback()
    frappe.clear_cache()


def row_of(page_inputs, table):
    """The key of the last row of a table in a form."""
    return page_inputs[f"{table}-rows"][-1]


def add_transition(filler, **values):
    """Add a row to the workflow's transitions as without JavaScript, and save."""
    from_form = filler.send(WORKFLOW, _act="rows:add:transitions")
    assert from_form.status_code == 200, filler.page
    key = row_of(inputs_of(filler.page), "transitions")
    typed = {f"transitions-{key}-{name}": value for name, value in values.items()}
    return filler.send_again(WORKFLOW, _act="save", **typed)


def test_a_field_added_at_the_desk_is_in_form_and_list_and_survives_migrate(admin):
    values = {"dt": "Gov Unit", "label": "Correo de la unidad", "fieldtype": "Data"}
    made = admin.send("/custom-field/new", _act="save", insert_after="unit_name",
                      in_list_view="1", **values)  # fmt: skip
    assert made.status_code == 303, admin.page
    assert "Correo de la unidad" in admin.open("/gov-unit/new").get_data(as_text=True)
    migrate()
    fresh()
    field = frappe.get_meta("Gov Unit").get_field("custom_correo_de_la_unidad")
    assert (field.label, field.in_list_view) == ("Correo de la unidad", 1)
    assert "Correo de la unidad" in admin.open("/gov-unit").get_data(as_text=True)


def test_a_property_changed_at_the_desk_survives_migrate_and_faults_are_told_in_the_form(admin):
    values = {"doctype_or_field": "DocField", "doc_type": "Gov Unit", "field_name": "unit_name"}
    wrong = admin.send("/property-setter/new", _act="save", property="reqd", value="0", **values)
    assert wrong.status_code == 417
    assert "la aplicación lo necesita" in admin.page
    made = admin.send_again(
        "/property-setter/new", _act="save", property="label", value="Nombre oficial"
    )
    assert made.status_code == 303, admin.page
    migrate()
    fresh()
    assert frappe.get_meta("Gov Unit").get_label("unit_name") == "Nombre oficial"


def test_a_workflow_that_could_not_be_worked_with_is_refused_in_the_form(admin):
    step = {"state": "Draft", "action": "Approve", "next_state": "Superseded"}
    answer = add_transition(admin, **step, allowed="Gov Director")
    assert answer.status_code == 417
    assert "Reemplazado se usa en una transición" in admin.page
    step = {"state": "Draft", "action": "Approve", "next_state": "Submitted"}
    answer = add_transition(admin, **step, allowed="Gov Director", condition="doc.nada > 1")
    assert answer.status_code == 417
    assert "doc.nada" in admin.page


def test_an_edited_workflow_survives_migrate_and_the_rules_of_the_app_still_hold(admin):
    step = {"state": "Submitted", "action": "Review", "next_state": "Reviewed"}
    saved = add_transition(admin, **step, allowed="Gov Director", condition="doc.fiscal_year > 0")
    assert saved.status_code == 303, admin.page
    migrate()
    fresh()
    steps = frappe.get_doc("Workflow", "Gov POA approval").transitions
    assert steps[-1].condition == "doc.fiscal_year > 0"
    town = towns.build()
    poa = draft(town, "Gov POA")
    with acting(town.people["director"], town.day(2, 3)):
        poa = apply_workflow(poa, "Submit")
        with pytest.raises(frappe.ValidationError, match="only Coordinator may do this"):
            apply_workflow(poa, "Review")
    assert frappe.db.get_value("Gov POA", poa.name, "workflow_state") == "Submitted"


def test_a_state_in_use_is_not_taken_out_at_the_desk(admin):
    town = towns.build()
    draft(town, "Gov POA")
    frappe.db.commit()
    admin.open(WORKFLOW)
    first = inputs_of(admin.page)["states-rows"][0]
    assert admin.send(WORKFLOW, _act=f"rows:drop:states:{first}").status_code == 200
    answer = admin.send_again(WORKFLOW, _act="save")
    assert answer.status_code == 417
    assert frappe.get_doc("Workflow", "Gov POA approval").states[0].state == "Draft"
