"""Sessions and passwords: who is let in, for how long, and what a stolen database is worth."""

from datetime import timedelta

import frappe
import pytest
import time_machine

from frappe_embedded import sessions
from frappe_embedded.context import local
from frappe_embedded.dates import now_datetime
from frappe_embedded.passwords import check_password, update_password, user_of_token

USER = "ana@ct.example"


@pytest.fixture
def ana(ct):
    row = {"doctype": "User", "email": USER, "first_name": "Ana", "send_welcome_email": 0}
    frappe.get_doc(row).insert()
    update_password(USER, "sesame")
    return USER


def stored(column="sid"):
    return frappe.db.sql(f"select {column} from `tabSessions` where user = %s", (USER,), pluck=True)


def test_a_session_opens_again_by_its_id(ana):
    session = sessions.start(ana, session_ip="10.0.0.1")
    frappe.set_user("Guest")
    assert sessions.resume(session.sid)
    assert (frappe.session.user, frappe.session.sid) == (USER, session.sid)
    assert frappe.session.data.session_ip == "10.0.0.1"


def test_the_stored_id_opens_nothing(ana):
    session = sessions.start(ana)
    [kept] = stored()
    assert kept != session.sid
    assert not sessions.resume(kept)
    assert frappe.session.user == "Guest"


def test_an_idle_session_expires_and_a_used_one_does_not(ana):
    frappe.db.set_single_value("System Settings", "session_expiry", "01:00")
    session = sessions.start(ana)
    now = now_datetime()
    assert sessions.expiry() == timedelta(hours=1)
    frappe.db.sql("update `tabSessions` set lastupdate = %s", (now - timedelta(minutes=59),))
    assert sessions.resume(session.sid)
    frappe.db.sql("update `tabSessions` set lastupdate = %s", (now - timedelta(minutes=61),))
    assert not sessions.resume(session.sid)
    sessions.clear_expired_sessions()
    assert stored() == []


def test_a_disabled_user_is_out_at_once(ana):
    session = sessions.start(ana)
    frappe.db.set_value("User", ana, "enabled", 0)
    assert not sessions.resume(session.sid)


def test_a_session_is_written_when_it_changed_or_was_idle_for_a_while(ana):
    session = sessions.start(ana)
    assert not session.update()
    assert session.update(force=True)
    with time_machine.travel(frappe.utils.now_datetime().timestamp() + 3600, tick=False):
        session.last_updated = now_datetime() - timedelta(minutes=11)
        assert session.update()
    frappe.db.sql("delete from `tabSessions` where user = %s", (USER,))
    frappe.db.sql("delete from `tabUser` where name = %s", (USER,))
    frappe.db.commit()


def test_the_token_of_a_session_is_the_same_on_every_page(ana):
    session = sessions.start(ana)
    first = sessions.get_csrf_token()
    assert not session.changed
    sessions.resume(session.sid)
    assert sessions.get_csrf_token() == first
    assert first not in (session.sid, *stored())
    assert len(first) == 64


def test_two_sessions_have_two_tokens(ana):
    sessions.start(ana)
    first = sessions.get_csrf_token()
    sessions.start(ana)
    assert sessions.get_csrf_token() != first


def test_the_sessions_of_a_user_end_together_but_the_current(ana):
    for _each in range(3):
        current = sessions.start(ana)
    sessions.clear_sessions(ana, keep_current=True)
    assert len(stored()) == 1
    assert sessions.resume(current.sid)
    sessions.clear_sessions(ana)
    assert stored() == []


def test_a_new_password_may_end_the_other_sessions(ana):
    sessions.start(ana)
    current = sessions.start(ana)
    update_password(ana, "other", logout_all_sessions=True)
    assert stored() == [frappe.get_module("frappe_embedded.passwords").session_key(current.sid)]


def test_a_password_is_kept_as_a_hash_of_its_own(ana):
    update_password("Guest", "sesame")
    hashes = frappe.db.sql("select password from `__Auth` where fieldname = 'password'", pluck=True)
    assert not any("sesame" in one for one in hashes)
    assert len(set(hashes)) == len(hashes)
    assert check_password(USER.upper(), "sesame") == USER
    with pytest.raises(frappe.AuthenticationError):
        check_password(USER, "Sesame")
    with pytest.raises(frappe.AuthenticationError):
        check_password("nobody@ct.example", "sesame")


@pytest.mark.parametrize("pwd", ["", "x" * 513])
def test_a_password_has_a_length(ana, pwd):
    with pytest.raises(frappe.ValidationError, match="512"):
        update_password(ana, pwd)


def test_a_secret_is_checked_once_and_again_after_it_changes(ana, monkeypatch):
    frappe.db.set_value("User", ana, "api_key", "ana-s")
    update_password(ana, "key", fieldname="api_secret")
    assert user_of_token("ana-s", "key") == ana
    passwords = frappe.get_module("frappe_embedded.passwords")
    with monkeypatch.context() as watched:
        watched.setattr(passwords, "_matches", lambda *_: pytest.fail("computed again"))
        assert user_of_token("ana-s", "key") == ana
    assert user_of_token("ana-s", "wrong") is None
    update_password(ana, "other", fieldname="api_secret")
    assert user_of_token("ana-s", "key") is None


def test_a_token_is_nobodys_without_a_key_or_when_its_user_is_disabled(ana):
    frappe.db.set_value("User", ana, "api_key", "ana-s")
    update_password(ana, "key", fieldname="api_secret")
    assert user_of_token("", "key") is None
    assert user_of_token("nobody-s", "key") is None
    frappe.db.set_value("User", ana, "enabled", 0)
    assert user_of_token("ana-s", "key") is None
    frappe.db.set_value("User", ana, "enabled", 1)


def test_a_user_deleted_keeps_no_secret(ana):
    frappe.delete_doc("User", ana)
    assert not frappe.db.sql("select 1 from `__Auth` where name = %s", (USER,))


def test_outside_a_session_a_token_is_given_all_the_same(ct):
    frappe.set_user("Administrator")
    assert local.session_obj is None
    assert sessions.get_csrf_token() == sessions.get_csrf_token()
