"""What an app hangs on documents: handlers and rules about rights (sections 1.2, 2.1 and 4.4)."""

import frappe
import pytest
from frappe.tests.utils import patch_hooks

import govplan.api.approval as place

pytestmark = pytest.mark.usefixtures("records")

ROSA = "ct.rosa@example.com"


@pytest.fixture
def hooked(monkeypatch):
    """Puts a function into the app, gives its path: `hooked(function)`."""

    def put(function):
        name = f"ct_hook_{frappe.generate_hash(length=8)}"
        monkeypatch.setattr(place, name, function, raising=False)
        return f"{place.__name__}.{name}"

    return put


def permitting(path):
    return patch_hooks({"has_permission": {"Ct Report": [path]}})


# Handlers of events


def test_the_document_acts_before_handlers_of_its_doctype_and_those_before_handlers_of_all(
    hooked, report, monkeypatch
):
    heard = []
    one = hooked(lambda doc, method: heard.append(("doctype", method)))
    every = hooked(lambda doc, method: heard.append(("all", method)))
    # What is found once is kept for the request.
    monkeypatch.delattr(frappe.local, "doc_events_hooks", raising=False)
    events = {"*": {"validate": [every]}, "Ct Report": {"validate": [one]}}
    with patch_hooks({"doc_events": events}):
        doc = report()
        doc.validate = lambda: heard.append(("document", "validate"))
        doc.insert()
    if hasattr(frappe.local, "doc_events_hooks"):
        del frappe.local.doc_events_hooks
    assert heard == [("document", "validate"), ("doctype", "validate"), ("all", "validate")]


# Rights


@pytest.mark.parametrize(("answer", "allowed"), [(True, True), (False, False)])
def test_a_permission_hook_can_deny_and_only_deny(hooked, report, answer, allowed):
    doc = report().insert()
    with permitting(hooked(lambda doc, ptype=None, user=None: answer)):
        assert bool(doc.has_permission("read", user=ROSA)) is allowed
        assert not doc.has_permission("write", user=ROSA)


def test_a_permission_hook_that_says_nothing_is_not_to_be_relied_on(hooked, report):
    """None is no opinion on Frappe v15, and a no on v16."""
    doc = report().insert()
    with permitting(hooked(lambda doc, ptype=None, user=None: None)):
        assert bool(doc.has_permission("read", user=ROSA)) in (True, False)
        assert not doc.has_permission("write", user=ROSA)


def test_a_permission_hook_is_not_asked_about_administrator_nor_lists(hooked, report, acting):
    doc = report().insert()
    with permitting(hooked(lambda doc, ptype=None, user=None: False)):
        assert doc.has_permission("read")
        assert frappe.has_permission("Ct Report", "read", user=ROSA)
        acting("rosa")
        assert frappe.get_list("Ct Report", {"name": doc.name}, pluck="name") == [doc.name]


def test_query_conditions_bind_administrator_too_and_never_get_all(hooked, report, acting):
    seen, hidden = report(status="Open").insert().name, report(status="Late").insert().name
    both = {"name": ["in", [seen, hidden]]}
    path = hooked(lambda user=None: "`tabCt Report`.status = 'Open'")
    with patch_hooks({"permission_query_conditions": {"Ct Report": [path]}}):
        assert frappe.get_list("Ct Report", both, pluck="name") == [seen]
        assert len(frappe.get_all("Ct Report", both)) == 2
        acting("rosa")
        assert frappe.get_list("Ct Report", both, pluck="name") == [seen]
        # Lists and documents are two rules: what the list hides is read by its name.
        assert frappe.get_doc("Ct Report", hidden).has_permission("read")


def test_query_conditions_that_say_nothing_restrict_nothing(hooked, report):
    name = report().insert().name
    path = hooked(lambda user=None: "")
    with patch_hooks({"permission_query_conditions": {"Ct Report": [path]}}):
        assert frappe.get_list("Ct Report", {"name": name}, pluck="name") == [name]
