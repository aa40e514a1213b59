"""Contract 4.1, 4.2 and 4.4: role rules, where they are checked, shares."""

import frappe
import frappe.share
import pytest

pytestmark = pytest.mark.usefixtures("records")


# Role rules


def test_guest_is_guest_and_everybody_else_also_holds_all_and_guest(acting):
    assert frappe.get_roles("Guest") == ["Guest"]
    assert {"Ct Writer", "All", "Guest"} <= set(frappe.get_roles("ct.ana@example.com"))
    assert "All" in frappe.get_roles("ct.nadie@example.com")


def test_a_user_with_a_desk_role_is_a_system_user_and_one_without_a_website_user():
    kind = {
        name: frappe.db.get_value("User", f"ct.{name}@example.com", "user_type")
        for name in ("ana", "nadie")
    }
    assert kind == {"ana": "System User", "nadie": "Website User"}


def test_rights_follow_the_roles(report, acting):
    doc = report().insert()
    for name, rights in {
        "ana": {"read": 1, "write": 1, "create": 1, "delete": 1, "submit": 0},
        "rosa": {"read": 1, "write": 0, "create": 0, "delete": 0, "submit": 0},
        "jefa": {"read": 1, "write": 1, "delete": 0, "submit": 1, "cancel": 1},
        "nadie": {"read": 0, "write": 0},
    }.items():
        user = f"ct.{name}@example.com"
        found = {right: int(doc.has_permission(right, user=user)) for right in rights}
        assert found == rights


def test_administrator_has_every_right(report):
    doc = report().insert()
    assert all(
        doc.has_permission(right) for right in ("read", "write", "submit", "cancel", "share")
    )


def test_if_owner_gives_the_right_on_own_documents_only(acting):
    acting("ana")
    mine = frappe.get_doc({"doctype": "Ct Owned", "title": "mine"}).insert()
    acting("beto")
    theirs = frappe.get_doc({"doctype": "Ct Owned", "title": "theirs"}).insert()
    assert theirs.has_permission("write")
    assert not mine.has_permission("read")
    with pytest.raises(frappe.PermissionError):
        mine.save()
    assert frappe.get_list("Ct Owned", pluck="name") == [theirs.name]


def test_a_select_right_of_another_role_removes_the_owner_filter_from_lists(acting):
    acting("ana")
    frappe.get_doc({"doctype": "Ct Owned", "title": "mine"}).insert()
    acting("beto")
    assert frappe.get_list("Ct Owned") == []
    frappe.set_user("Administrator")
    person = frappe.get_doc("User", "ct.beto@example.com")
    person.append("roles", {"role": "Ct Auditor"})
    person.save()
    acting("beto")
    assert len(frappe.get_list("Ct Owned")) == 1


def test_somebody_who_may_only_select_sees_names_and_no_other_fields(acting):
    frappe.get_doc({"doctype": "Ct Owned", "title": "x"}).insert()
    acting("otto")
    rows = frappe.get_list("Ct Owned", fields=["name", "title"])
    assert set(rows[0]) == {"name"}


# Where they are checked


def test_get_doc_get_all_and_db_check_nothing(report):
    name = report().insert().name
    frappe.set_user("Guest")
    assert frappe.get_doc("Ct Report", name).title == "March"
    assert frappe.get_all("Ct Report", filters={"name": name}, pluck="title") == ["March"]
    assert frappe.db.get_value("Ct Report", name, "title") == "March"


def test_get_list_raises_without_any_role_and_answers_nothing_when_rows_are_filtered(
    report, acting
):
    report().insert()
    acting("nadie")
    with pytest.raises(frappe.PermissionError):
        frappe.get_list("Ct Report")
    acting("rosa")
    assert len(frappe.get_list("Ct Report")) == 1
    assert frappe.get_list("Ct Report", filters={"title": "no such"}) == []


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("rosa", lambda doc: doc.save()),
        ("ana", lambda doc: doc.submit()),
        ("nadie", lambda doc: doc.save()),
    ],
)
def test_an_act_without_the_right_raises_permission_error_without_text(report, acting, name, act):
    made = report().insert().name
    acting(name)
    doc = frappe.get_doc("Ct Report", made)
    with pytest.raises(frappe.PermissionError) as caught:
        act(doc)
    assert str(caught.value) == ""
    assert frappe.get_message_log() or frappe.flags.error_message


def test_deleting_without_the_right_raises_permission_error(report, acting):
    made = report().insert().name
    acting("rosa")
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc("Ct Report", made).delete()
    assert frappe.db.exists("Ct Report", made)


def test_insert_without_the_right_raises_and_ignore_permissions_lets_it_through(report, acting):
    acting("rosa")
    with pytest.raises(frappe.PermissionError):
        report().insert()
    assert report().insert(ignore_permissions=True).owner == "ct.rosa@example.com"


def test_cancel_needs_its_own_right(report, acting):
    name = report().insert().submit().name
    acting("ana")
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc("Ct Report", name).cancel()
    acting("jefa")
    frappe.get_doc("Ct Report", name).cancel()


def test_db_set_checks_nothing(report, acting):
    doc = report().insert()
    acting("nadie")
    doc.db_set("title", "April")
    assert frappe.db.get_value("Ct Report", doc.name, "title") == "April"


def test_has_permission_takes_a_doctype_a_document_or_its_name(report, acting):
    doc = report().insert()
    acting("rosa")
    assert frappe.has_permission("Ct Report", "read")
    assert frappe.has_permission("Ct Report", "read", doc=doc)
    assert frappe.has_permission("Ct Report", "read", doc=doc.name)
    assert not frappe.has_permission("Ct Report", "write", doc=doc.name)
    with pytest.raises(frappe.PermissionError):
        frappe.has_permission("Ct Report", "write", doc=doc.name, throw=True)


def test_check_permission_raises_and_passes(report, acting):
    doc = report().insert()
    acting("rosa")
    doc.check_permission("read")
    with pytest.raises(frappe.PermissionError):
        doc.check_permission("write")


def test_only_for_passes_in_tests_and_for_holders_of_the_role(acting):
    acting("ana")
    frappe.only_for("Ct Boss")
    frappe.flags.in_test = False
    try:
        frappe.only_for(["Ct Writer", "Ct Boss"])
        with pytest.raises(frappe.PermissionError):
            frappe.only_for("Ct Boss")
    finally:
        frappe.flags.in_test = True


# Fields above the user's level


def test_lists_drop_unreadable_fields_silently_and_from_star_too(report, acting):
    report(secret="s").insert()
    acting("ana")
    assert set(frappe.get_list("Ct Report", fields=["title", "secret"])[0]) == {"title"}
    assert "secret" not in frappe.get_list("Ct Report", fields=["*"])[0]
    acting("jefa")
    assert frappe.get_list("Ct Report", fields=["secret"]) == [{"secret": "s"}]


def test_get_doc_does_not_hide_fields_until_asked_to(report, acting):
    name = report(secret="s").insert().name
    acting("ana")
    doc = frappe.get_doc("Ct Report", name)
    assert doc.secret == "s"
    doc.apply_fieldlevel_read_permissions()
    assert doc.get("secret") is None


# Shares


def test_a_share_opens_one_document_and_its_list_regardless_of_roles(report, acting):
    doc, other = report().insert(), report(title="April").insert()
    frappe.share.add("Ct Report", doc.name, "ct.nadie@example.com")
    acting("nadie")
    assert doc.has_permission("read")
    assert not doc.has_permission("write")
    assert not other.has_permission("read")
    assert frappe.get_list("Ct Report", pluck="name") == [doc.name]
    assert frappe.has_permission("Ct Report", "read")


def test_a_share_can_include_writing_and_be_taken_back(report, acting):
    doc = report().insert()
    frappe.share.add("Ct Report", doc.name, "ct.nadie@example.com", write=1)
    acting("nadie")
    shared = frappe.get_doc("Ct Report", doc.name)
    shared.title = "April"
    shared.save()
    frappe.set_user("Administrator")
    frappe.share.remove("Ct Report", doc.name, "ct.nadie@example.com")
    assert not doc.has_permission("read", user="ct.nadie@example.com")


def test_a_share_with_everyone_is_for_every_user(report):
    doc = report().insert()
    frappe.share.add("Ct Report", doc.name, everyone=1)
    assert doc.has_permission("read", user="ct.nadie@example.com")


def test_user_permissions_do_not_block_shared_documents(report, unit, restrict, acting):
    unit("Obras")
    unit("Cultura")
    doc = report(unit="Obras").insert()
    restrict("ana", "Ct Unit", "Cultura")
    assert not doc.has_permission("read", user="ct.ana@example.com")
    frappe.share.add("Ct Report", doc.name, "ct.ana@example.com")
    assert doc.has_permission("read", user="ct.ana@example.com")
    acting("ana")
    assert frappe.get_list("Ct Report", pluck="name") == [doc.name]


def test_who_may_not_share_a_document_cannot_give_it_away(report, acting):
    doc = report().insert()
    acting("ana")
    with pytest.raises(frappe.PermissionError):
        frappe.share.add("Ct Report", doc.name, "ct.nadie@example.com")
