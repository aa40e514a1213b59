"""Mail that is refused, kept waiting, sent by many or by a process that dies; the outbox."""

import os
import re
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import frappe
import pytest
from frappe.email.queue import flush
from mailing import ANA, BETO, later, send, state

from frappe_embedded.core.doctype.user.user import generate_keys
from frappe_embedded.mail import queue
from frappe_embedded.site import open_site, update_site_config

# When it is not taken


def test_a_refusal_for_ever_is_an_error_at_once_for_that_recipient_only(box):
    mail = send("gone@example.org", "full@example.org", ANA)
    flush()
    sent = {"gone@example.org": "Error", "full@example.org": "Error", ANA: "Sent"}
    assert state(mail) == ("Error", sent)
    assert mail.recipients[0].error == "550 no such person"
    with later(10_000):
        assert flush() == 0
    assert box.recipients == [ANA]


@pytest.mark.parametrize("part", ["busy", "later"])
def test_a_refusal_for_now_is_tried_again_after_growing_pauses(box, part):
    waiting = f"{part}@example.org"
    mail = send(ANA, waiting)
    passed, tried = 0, []
    while mail.reload().status != "Error":
        passed += 1
        with later(passed):
            if flush():
                tried.append(passed)
            assert flush() == 0
    assert [b - a for a, b in pairwise(tried)] == list(queue.PAUSES)
    assert state(mail) == ("Error", {ANA: "Sent", waiting: "Error"})
    assert box.recipients == [ANA]


def test_a_server_that_is_away_loses_no_mail(box):
    update_site_config("mail_port", 1)
    mails = [send(ANA), send(BETO)]
    assert flush() == 2
    assert {mail.reload().status for mail in mails} == {"Not Sent"}
    assert "ConnectionRefusedError" in mails[0].error
    update_site_config("mail_port", box.port)
    assert flush() == 0
    with later(6):
        assert flush() == 2
    assert box.recipients == [ANA, BETO]


def test_mail_sent_at_once_to_a_server_that_is_away_raises_nothing(box):
    update_site_config("mail_port", 1)
    mail = send(ANA, now=True)
    assert state(mail) == ("Not Sent", {ANA: "Not Sent"})


def test_a_mail_that_cannot_be_read_does_not_keep_the_others(box):
    broken = send(ANA)
    frappe.db.set_value("Email Queue", broken.name, "message", "ñ is not seven bits")
    frappe.db.commit()
    send(BETO)
    flush()
    assert box.recipients == [BETO]
    assert frappe.db.exists("Error Log", {"method": f"Mail {broken.name}"})


# One sender among many, and crashes


def test_two_processes_send_no_mail_twice(box, ct_sites):
    wanted = [f"p{number}@example.org" for number in range(24)]
    for start in range(0, 24, 3):
        send(*wanted[start : start + 3])

    def run():
        with open_site("ct.site", ct_sites):
            flush()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(box.recipients) == sorted(wanted)
    assert set(frappe.get_all("Email Queue", pluck="status")) == {"Sent"}


def killed_while_sending(box, ct_sites):
    """Another process flushes until the server keeps it waiting, and is killed there."""
    flushing = (
        "from frappe_embedded.site import open_site\n"
        "from frappe_embedded.mail.queue import flush\n"
        f"with open_site('ct.site', {str(ct_sites)!r}): flush()\n"
    )
    paths = [str(Path(__file__).parent / "apps"), *sys.path]
    process = subprocess.Popen(
        [sys.executable, "-c", flushing], env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    )
    try:
        assert box.reached.wait(30)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def test_a_mail_claimed_by_a_process_that_died_is_sent_by_the_next(box, ct_sites, monkeypatch):
    mail = send(ANA, "slow@example.org", BETO)
    killed_while_sending(box, ct_sites)
    people = {ANA: "Sent", "slow@example.org": "Not Sent", BETO: "Not Sent"}
    assert state(mail) == ("Sending", people)
    assert flush() == 0
    # The person's own server answers again.
    frappe.db.set_value("Email Queue Recipient", mail.recipients[1].name, "recipient", "s@a.org")
    frappe.db.commit()
    with later(16):
        assert flush() == 1
    assert box.recipients == [ANA, "s@a.org", BETO]
    assert state(mail)[0] == "Sent"


def test_a_mail_that_may_have_arrived_is_left_to_a_person(box, ct_sites):
    mail = send("silent@example.org", BETO)
    killed_while_sending(box, ct_sites)
    assert state(mail)[1] == {"silent@example.org": "Sending", BETO: "Not Sent"}
    with later(16):
        flush()
    assert state(mail) == ("Error", {"silent@example.org": "Error", BETO: "Sent"})
    assert "may have arrived" in mail.recipients[0].error


# The administrator


def test_an_administrator_sends_again_what_failed(box):
    mail = send("gone@example.org", ANA)
    flush()
    row = mail.reload().recipients[0]
    frappe.db.set_value("Email Queue Recipient", row.name, "recipient", BETO)
    mail.reload().retry_sending()
    frappe.db.commit()
    assert state(mail) == ("Partially Sent", {BETO: "Not Sent", ANA: "Sent"})
    flush()
    assert state(mail)[0] == "Sent"
    assert box.recipients == [ANA, BETO]
    with pytest.raises(frappe.ValidationError):
        mail.retry_sending()


def test_what_was_queued_is_not_edited(box):
    mail = send(ANA)
    mail.message = "Other"
    with pytest.raises(frappe.ValidationError):
        mail.save()


@pytest.mark.parametrize(("method", "status"), [("GET", 403), ("POST", 200)])
def test_sending_again_is_a_post(box, visit, method, status):
    mail = send("gone@example.org")
    flush()
    keys = generate_keys("Administrator")
    path = f"/api/resource/Email Queue/{mail.name}?run_method=retry_sending"
    headers = {"Authorization": "token {api_key}:{api_secret}".format(**keys)}
    assert visit().send(method, path, headers=headers).status_code == status
    sent_again = {"GET": "Error", "POST": "Not Sent"}[method]
    assert frappe.db.get_value("Email Queue", mail.name, "status") == sent_again


def token_in(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))[1]


def test_the_back_office_shows_the_outbox_and_sends_again(box, visit):
    mail = send("gone@example.org", ANA)
    flush()
    administrator = visit()
    administrator.login("Administrator", "admin")
    listed = administrator.get("/app/email-queue").get_data(as_text=True)
    assert "Reporte devuelto" in listed
    place = f"/app/email-queue/{mail.name}"
    page = administrator.get(place)
    assert "550 no such person" in page.get_data(as_text=True)
    assert "call:retry_sending" in page.get_data(as_text=True)
    form = {"_act": "call:retry_sending", "csrf_token": token_in(page)}
    assert administrator.post(place, data=form).status_code == 303
    assert state(mail) == ("Partially Sent", {"gone@example.org": "Not Sent", ANA: "Sent"})
    for method in ("delete", "check_permission", "no_such"):
        refused = administrator.post(place, data={**form, "_act": f"call:{method}"})
        assert refused.status_code == 403
    assert frappe.db.exists("Email Queue", mail.name)


def test_only_administrators_see_the_outbox(box, ct):
    mail = send(ANA)
    person = frappe.get_doc({"doctype": "User", "email": "mail.ana@example.org", "first_name": "A"})
    person.insert(ignore_if_duplicate=True)
    frappe.set_user(person.name)
    try:
        assert not frappe.has_permission("Email Queue", "read")
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc("Email Queue", mail.name).retry_sending()
    finally:
        frappe.set_user("Administrator")
