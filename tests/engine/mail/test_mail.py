"""Mail: what is queued, what arrives at a real server, how the server is reached."""

from datetime import timedelta
from email.header import decode_header, make_header

import frappe
import pytest
from frappe.email.queue import flush
from mailing import ANA, BETO, configure, later, send, state
from services.postbox import postbox

from frappe_embedded.context import local
from frappe_embedded.dates import now_datetime
from frappe_embedded.mail import queue
from frappe_embedded.mail.plain import plain_text
from frappe_embedded.scheduler import due_jobs, run_job
from frappe_embedded.site import update_site_config

# What is queued


def test_nobody_to_send_to_is_no_mail_even_without_an_account(outside_tests):
    assert frappe.sendmail(recipients=[], subject="x") is None
    assert frappe.sendmail(recipients=" , ", subject="x") is None


def test_without_an_account_sendmail_says_so_and_queues_nothing(outside_tests):
    with pytest.raises(frappe.OutgoingEmailError):
        frappe.sendmail(recipients=[ANA], subject="x")
    assert frappe.db.count("Email Queue") == 0


def test_a_mail_is_undone_with_the_work_it_belongs_to(box):
    frappe.sendmail(recipients=[ANA], subject="x", message="y")
    frappe.db.rollback()
    assert flush() == 0


def test_each_recipient_is_kept_once_whatever_its_case_and_place(box):
    mail = send(ANA, "Ana Paz <ANA@example.org>", cc=f"{BETO}, {ANA}", bcc=BETO)
    assert [row.recipient for row in mail.recipients] == [ANA, BETO]


@pytest.mark.parametrize(
    "given",
    [
        {"recipients": "ana@example.org\nBcc: spy@example.org"},
        {"recipients": ["ana@example.org\r\nBcc: spy@example.org"]},
        {"recipients": ["ana@example.org\0"]},
        {"recipients": ["ana"]},
        {"recipients": ["añá@example.org"]},
        {"recipients": [ANA], "reply_to": "x@example.org\nBcc: spy@example.org"},
        {"recipients": [ANA], "sender": "X\r\nBcc: spy@example.org <x@example.org>"},
        {"recipients": [ANA], "cc": ["x@example.org>\nSubject: y"]},
    ],
)
def test_an_address_that_is_none_or_hides_a_header_is_refused(box, given):
    with pytest.raises(frappe.InvalidEmailAddressError):
        frappe.sendmail(subject="x", **given)


@pytest.mark.parametrize(
    "given",
    [
        {"subject": "Hola\nBcc: spy@example.org"},
        {"subject": "Hola\r\n\r\nBody"},
        {"subject": "x", "message_id": "<a@b>\nBcc: spy@example.org"},
        {"subject": "x", "in_reply_to": "<a@b>\rBcc: spy@example.org"},
        {"subject": "x", "attachments": [{"fname": "a\nb.txt", "fcontent": "x"}]},
    ],
)
def test_a_line_break_in_a_header_is_refused(box, given):
    with pytest.raises(frappe.ValidationError):
        frappe.sendmail(recipients=[ANA], **given)


@pytest.mark.parametrize(
    "given",
    [
        {"communication": "x"},
        {"unsubscribe_message": "x"},
        {"attachments": [{"print_format_attachment": 1, "doctype": "User"}]},
    ],
)
def test_what_is_not_supported_says_so(box, given):
    with pytest.raises(frappe.NotSupported):
        frappe.sendmail(recipients=[ANA], subject="x", **given)


# What arrives


def test_a_mail_arrives_with_its_headers_in_two_forms(box):
    send(ANA, reply_to="Oficina <oficina@town.example>", header=["Devuelto", "red"])
    assert flush() == 1
    ((recipient, message),) = box.mails
    assert recipient == message["To"] == ANA
    assert message["From"] == "Planificación <plan@town.example>"
    assert message["Reply-To"] == "Oficina <oficina@town.example>"
    assert message["Subject"] == "Reporte devuelto"
    assert message["Message-ID"].endswith("@town.example>")
    assert message["Date"].datetime is not None
    plain, html = message.get_body("plain"), message.get_body("html")
    assert plain.get_content().split() == ["Devuelto", "Falta", "la", "evidencia"]
    assert "<h1>Devuelto</h1><p>Falta la evidencia</p>" in html.get_content()


def test_accents_and_long_lines_arrive_as_written(box):
    subject = "Ñandú · año, acción y " + "información " * 10
    body = "<p>" + "á" * 3000 + "</p>\n.\n<p>fin</p>"
    office = "Gobierno Autónomo Descentralizado Municipal del Cantón, Planificación"
    update_site_config("email_sender_name", office)
    send(ANA, subject=subject, message=body)
    flush()
    message = box.mails[0][1]
    assert message["Subject"] == subject.strip()
    # As it was sent: this Python's own reading of addresses adds a blank.
    raw = dict(message.raw_items())["From"]
    assert str(make_header(decode_header(raw))) == f"{office} <plan@town.example>"
    assert "á" * 3000 in message.get_body("html").get_content()
    assert message.get_body("plain").get_content().rstrip().endswith("fin")


def test_a_template_speaks_the_language_of_the_moment_and_links_to_the_site(box):
    update_site_config("host_name", "https://plan.town.example")
    local.lang = "es"
    args = {"reason": "<b>Falta</b>", "report": "OBR-2026-03", "unit": "Obras Públicas"}
    send(ANA, template="ct_returned", args=args)
    flush()
    message = box.mails[0][1]
    html = message.get_body("html").get_content()
    assert '<html lang="es">' in html
    assert "<p>Mensaje: &lt;b&gt;Falta&lt;/b&gt;</p>" in html
    plain = message.get_body("plain").get_content()
    assert "Mensaje: <b>Falta</b>" in plain
    link = "https://plan.town.example/gestion/reportes/OBR-2026-03"
    assert f"Ver reporte de Obras Públicas ({link})" in plain


def test_attachments_arrive_whole_under_their_names(box):
    given = [
        {"fname": "../año.csv", "fcontent": "a;ñ\r\n1;2\r\n"},
        {"fname": "datos.bin", "fcontent": bytes(range(256))},
    ]
    send(ANA, attachments=given)
    flush()
    first, second = box.mails[0][1].iter_attachments()
    assert first.get_filename() == "año.csv"
    assert first.get_payload(decode=True) == "a;ñ\r\n1;2\r\n".encode()
    assert second.get_payload(decode=True) == bytes(range(256))


def test_people_do_not_see_each_other_unless_asked(box):
    send(ANA, cc=[BETO])
    send(ANA, cc=[BETO], bcc=["spy@example.org"], expose_recipients="header")
    flush()
    hidden, shown = box.mails[:2], box.mails[2:]
    assert [(to, mail["To"], mail["Cc"]) for to, mail in hidden] == [
        (ANA, ANA, None),
        (BETO, BETO, None),
    ]
    assert {(mail["To"], mail["Cc"]) for _to, mail in shown} == {(ANA, BETO)}
    assert [to for to, _mail in shown] == [ANA, BETO, "spy@example.org"]
    assert not any("spy" in mail.as_string() for _to, mail in shown)


def test_now_sends_after_the_commit_and_a_rollback_sends_nothing(box):
    frappe.sendmail(recipients=[ANA], subject="x", message="y", now=True)
    assert box.mails == []
    frappe.db.commit()
    assert box.recipients == [ANA]
    frappe.sendmail(recipients=[BETO], subject="x", message="y", delayed=False)
    frappe.db.rollback()
    frappe.db.commit()
    assert box.recipients == [ANA]


@pytest.mark.parametrize("muted", ["flag", "configuration", "tests"])
def test_muted_mail_is_queued_and_not_sent(box, muted):
    local.flags.mute_emails = muted == "flag"
    local.flags.in_test = muted == "tests"
    update_site_config("mute_emails", 1 if muted == "configuration" else None)
    mail = send(ANA, now=True)
    assert (flush(), box.mails, mail.reload().status) == (0, [], "Not Sent")


def test_a_mail_waits_for_its_hour_and_the_urgent_go_first(box):
    waiting = send(ANA, send_after=now_datetime() + timedelta(hours=1))
    send(BETO)
    send("urgent@example.org", send_priority=2)
    flush()
    assert box.recipients == ["urgent@example.org", BETO]
    with later(61):
        flush()
    assert state(waiting) == ("Sent", {ANA: "Sent"})


def test_the_clock_flushes_the_outbox(box):
    mail = send(ANA)
    with later(5):
        assert "queue.flush" in [job.name for job in due_jobs()]
        assert run_job("queue.flush")
    assert box.recipients == [ANA]
    assert state(mail) == ("Sent", {ANA: "Sent"})


# How the server is reached


def test_starttls_with_a_known_certificate_and_a_password(outside_tests, certified, trusted):
    with postbox(login=("town", "s3cret"), starttls=certified) as server:
        configure(server.port, use_tls=1, mail_login="town", mail_password="s3cret")
        mail = send(ANA)
        flush()
        assert server.recipients == [ANA]
        assert state(mail) == ("Sent", {ANA: "Sent"})


def test_tls_from_the_first_byte(outside_tests, certified, trusted):
    with postbox(implicit=certified) as server:
        configure(server.port, use_ssl=1)
        send(ANA)
        flush()
        assert server.recipients == [ANA]


@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_certificate_nobody_vouches_for_gets_no_mail(outside_tests, certified, kind):
    with postbox(**{kind: certified}) as server:
        configure(server.port, **{"use_tls" if kind == "starttls" else "use_ssl": 1})
        mail = send(ANA)
        flush()
        assert server.mails == []
    assert state(mail) == ("Not Sent", {ANA: "Not Sent"})
    assert "CERTIFICATE_VERIFY_FAILED" in mail.error


def test_a_wrong_password_is_tried_again_later_and_not_told(outside_tests, certified, trusted):
    with postbox(login=("town", "right"), starttls=certified) as server:
        configure(server.port, use_tls=1, mail_login="town", mail_password="s3cret")
        mail = send(ANA)
        flush()
    assert state(mail)[0] == "Not Sent"
    assert "535" in mail.error
    assert "s3cret" not in mail.error


def test_a_password_is_not_sent_unencrypted_to_another_machine(outside_tests):
    configure(25, mail_server="mail.invalid", mail_login="town", mail_password="s3cret")
    mail = send(ANA)
    flush()
    assert state(mail)[0] == "Not Sent"
    assert "STARTTLS" in mail.error


def test_an_account_on_record_comes_before_the_configuration(outside_tests, certified, trusted):
    configure(1)
    with postbox(login=("plan@town.example", "s3cret"), starttls=certified) as server:
        account = frappe.get_doc(
            {
                "doctype": "Email Account",
                "email_account_name": "Municipio",
                "email_id": "plan@town.example",
                "smtp_server": "127.0.0.1",
                "smtp_port": server.port,
                "use_tls": 1,
                "password": "s3cret",
                "default_outgoing": 1,
            }
        ).insert()
        assert account.password == "*" * 6
        send(ANA)
        flush()
        assert server.recipients == [ANA]
        assert server.mails[0][1]["From"] == "Municipio <plan@town.example>"


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_server": ""},
        {"smtp_port": "0"},
        {"smtp_port": "smtp"},
        {"use_ssl_for_outgoing": 1},
        {"password": ""},
        {"email_id": "town"},
    ],
)
def test_an_account_that_could_not_send_is_refused(outside_tests, wrong):
    given = {"email_account_name": "A", "email_id": "a@town.example", "smtp_server": "mail.example"}
    made = {"doctype": "Email Account", "use_tls": 1, "password": "x", **given, **wrong}
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc(made).insert()


def test_one_account_is_the_default(outside_tests):
    for name in ("A", "B"):
        given = {"email_id": "a@town.example", "smtp_server": "mail.example", "password": "x"}
        made = {"doctype": "Email Account", "email_account_name": name, "default_outgoing": 1}
        frappe.get_doc({**made, **given}).insert()
    assert frappe.get_all("Email Account", {"default_outgoing": 1}, pluck="name") == ["B"]


def test_the_password_kept_is_sent_to_no_other_server(outside_tests):
    given = {"email_id": "a@town.example", "smtp_server": "mail.example", "password": "x"}
    made = {"doctype": "Email Account", "email_account_name": "A", "enable_outgoing": 1}
    account = frappe.get_doc({**made, **given}).insert().reload()
    account.smtp_server = "evil.example"
    with pytest.raises(frappe.MandatoryError):
        account.save()
    account.reload().update({"smtp_server": "evil.example", "password": "y"})
    account.save()
    assert frappe.get_doc("Email Account", "A").get_password() == "y"


# The plain form


def test_the_plain_form_keeps_lines_lists_and_addresses():
    html = (
        "<style>p {color: red}</style><h1>Aviso</h1><p>Hola  <b>Ana</b>,<br>mira&nbsp;esto:</p>"
        '<ul><li>uno</li><li><a href="https://t.example/r">el reporte</a></li></ul>'
        '<a href="https://t.example">https://t.example</a><a href="#x">aquí</a>'
    )
    said = plain_text(html)
    assert "color" not in said
    assert [line for line in said.replace("\xa0", " ").splitlines() if line] == [
        "Aviso",
        "Hola Ana,",
        "mira esto:",
        "- uno",
        "- el reporte (https://t.example/r)",
        "https://t.exampleaquí",
    ]


def test_the_number_of_tries_has_a_pause_between_each():
    assert len(queue.PAUSES) == queue.TRIES - 1
