"""Secrets that are read again (section 2.5), and mail (section 9, pitfall 70)."""

from contextlib import suppress
from email import message_from_string, policy

import frappe
import pytest
from frappe.utils.password import get_decrypted_password

pytestmark = pytest.mark.usefixtures("records")


def test_a_secret_is_shown_as_asterisks_and_read_by_asking_for_it(report):
    doc = report(pin="café ñandú").insert()
    assert doc.pin == "*" * 10
    assert frappe.db.get_value("Ct Report", doc.name, "pin") == "*" * 10
    assert frappe.get_doc("Ct Report", doc.name).get_password("pin") == "café ñandú"
    assert get_decrypted_password("Ct Report", doc.name, "pin") == "café ñandú"


def test_a_secret_is_not_in_the_database_as_typed(report):
    doc = report(pin="café ñandú").insert()
    kept = frappe.db.sql("select password from `__Auth` where name = %s", (doc.name,))
    assert "café" not in kept[0][0]


def test_saving_the_asterisks_again_keeps_the_secret_and_emptying_the_field_forgets_it(report):
    doc = report(pin="first").insert()
    doc.title = "April"
    doc.save()
    assert doc.get_password("pin") == "first"
    doc.pin = ""
    doc.save()
    assert doc.get_password("pin", raise_exception=False) is None


def test_a_secret_nobody_typed_is_an_authentication_error(report):
    doc = report().insert()
    with pytest.raises(frappe.AuthenticationError):
        doc.get_password("pin")
    assert get_decrypted_password("Ct Report", doc.name, "pin", raise_exception=False) is None


# Mail. Nothing leaves: in tests neither Frappe nor the engine sends what is queued.


@pytest.fixture
def account(site, monkeypatch):
    """A mail server in the configuration."""
    monkeypatch.setitem(frappe.local.conf, "mail_server", "mail.invalid")
    monkeypatch.setitem(frappe.local.conf, "auto_email_id", "ct.plan@example.com")


def recipients_of(mail):
    rows = frappe.get_all(
        "Email Queue Recipient", filters={"parent": mail.name}, fields=["recipient", "status"]
    )
    return sorted((row.recipient, row.status) for row in rows)


def words_of(mail):
    message = message_from_string(mail.message, policy=policy.default)
    return " ".join(message.get_body(("plain",)).get_content().split())


def test_without_a_mail_account_sendmail_raises_and_that_is_a_501(monkeypatch):
    # Frappe gives a site that mutes its mail an account of no use.
    for key in ("mail_server", "mute_emails"):
        monkeypatch.delitem(frappe.local.conf, key, raising=False)
    frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
    with pytest.raises(frappe.OutgoingEmailError):
        frappe.sendmail(recipients=["ct.ana@example.com"], subject="Ct", message="x")
    assert frappe.OutgoingEmailError.http_status_code == 501


def test_mail_to_nobody_is_none_and_needs_no_account():
    before = frappe.db.count("Email Queue")
    frappe.sendmail(recipients=[], subject="Ct", message="x")
    assert frappe.db.count("Email Queue") == before


def test_a_mail_is_a_row_of_the_outbox_until_it_is_sent(account):
    about = {"reference_doctype": "User", "reference_name": "ct.ana@example.com"}
    mail = frappe.sendmail(
        recipients=["ct.ana@example.com"], subject="Ct está", message="<p>Año</p>", **about
    )
    assert (mail.doctype, mail.status) == ("Email Queue", "Not Sent")
    kept = frappe.db.get_value("Email Queue", mail.name, list(about), as_dict=True)
    assert kept == about
    assert "Año" in words_of(mail)


def test_a_mail_goes_with_the_transaction_it_was_asked_in(account):
    mail = frappe.sendmail(recipients=["ct.ana@example.com"], subject="Ct", message="x")
    frappe.db.rollback()
    assert not frappe.db.exists("Email Queue", mail.name)


def test_a_recipient_named_twice_gets_one_mail(account):
    people = ["ct.ana@example.com", "ct.beto@example.com", "ct.ana@example.com"]
    mail = frappe.sendmail(recipients=people, subject="Ct", message="x")
    assert recipients_of(mail) == [
        ("ct.ana@example.com", "Not Sent"),
        ("ct.beto@example.com", "Not Sent"),
    ]


def test_recipients_may_be_one_text_with_commas(account):
    people = "ct.ana@example.com, ct.beto@example.com"
    mail = frappe.sendmail(recipients=people, subject="Ct", message="x")
    assert len(recipients_of(mail)) == 2


def test_a_recipient_that_is_no_address_stops_the_mail(account):
    before = frappe.db.count("Email Queue")
    # Frappe v15 keeps the error to its log.
    with suppress(frappe.InvalidEmailAddressError):
        frappe.sendmail(recipients=["ct.ana"], subject="Ct", message="x")
    assert frappe.db.count("Email Queue") == before


def test_a_subject_never_begins_another_header(account):
    try:
        mail = frappe.sendmail(
            recipients=["ct.ana@example.com"],
            subject="Ct\nBcc: ct.spy@example.com",
            message="x",
        )
    except frappe.ValidationError:
        return
    assert message_from_string(mail.message, policy=policy.default)["Bcc"] is None


def test_a_template_of_an_app_is_filled_with_what_is_given(account):
    told = {"who": "Ana", "unit": "Ct", "month": "marzo", "link": "https://example.com/ct"}
    mail = frappe.sendmail(
        recipients=["ct.ana@example.com"],
        subject="Ct",
        template="report_submitted",
        args=told,
    )
    assert "https://example.com/ct" in words_of(mail)


def test_the_outbox_is_flushed_by_the_clock():
    job = {"method": "frappe.email.queue.flush"}
    assert frappe.db.get_value("Scheduled Job Type", job, "frequency") == "All"


def test_mail_asked_for_now_is_not_sent_before_the_commit(account):
    frappe.flags.mute_emails = True
    mail = frappe.sendmail(
        recipients=["ct.ana@example.com"], subject="Ct", message="x", delayed=False
    )
    assert mail is None or mail.status == "Not Sent"
    frappe.db.rollback()
