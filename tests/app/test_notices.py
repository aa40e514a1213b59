"""Mail about reports: who is told of a submission and a return, what it says, what never is."""

from email import message_from_string, policy
from functools import partial

import frappe
import pytest
import town as towns
from town import acting, open_month, submit

from govplan.approval.service import perform, perform_many
from govplan.monitoring.notices import tell
from govplan.notifying import can_send, mail

pytestmark = pytest.mark.usefixtures("site")

SAID = {"VISITS": {"value": "200"}, "LIGHTS": {"value": "98"}}


@pytest.fixture
def account(site, monkeypatch):
    """A mail server is configured; in tests nothing is sent to it."""
    monkeypatch.setitem(frappe.local.conf, "mail_server", "mail.invalid")
    monkeypatch.setitem(frappe.local.conf, "auto_email_id", "plan@town.example")


@pytest.fixture
def town(account):
    return towns.build()


@pytest.fixture
def report(town):
    """January's report of health, submitted by its director on the second day of February."""
    period = open_month(town, 1)
    with acting(town.people["neighbour"], town.day(2, 2)):
        return submit(town, town.health, period, SAID)


def give_back(town, report, by="coordinator", reason="Falta el acta: 3 < 5\nUrgente & breve"):
    with acting(town.people[by], town.day(2, 3)):
        return perform(report.doctype, report.name, "Return", "Missing evidence", reason)


def told(town, report, act, day=3):
    with acting(town.people["planner"], town.day(2, day)):
        return tell(report.name, act)


def queued(report):
    """The mails about a report: who gets each, and the message."""
    rows = frappe.get_all(
        "Email Queue",
        filters={"reference_doctype": report.doctype, "reference_name": report.name},
        fields=["name", "message"],
        order_by="creation asc",
    )
    return [
        (
            sorted(
                frappe.get_all(
                    "Email Queue Recipient", filters={"parent": row.name}, pluck="recipient"
                )
            ),
            message_from_string(row.message, policy=policy.default),
        )
        for row in rows
    ]


def words_of(message):
    return " ".join(message.get_body(("plain",)).get_content().split())


def test_the_director_is_told_why_a_report_came_back_and_where_it_is(town, report):
    give_back(town, report)
    assert told(town, report, "Return") == [town.people["neighbour"]]
    ((recipients, message),) = queued(report)
    assert recipients == [town.people["neighbour"]]
    unit = frappe.db.get_value("Gov Unit", town.health, "unit_name")
    assert message["Subject"] == f"Informe devuelto: {unit}, enero de {town.year}"
    said = words_of(message)
    assert "devolvió el informe de" in said
    assert "Falta el acta: 3 < 5 Urgente & breve" in said
    assert f"/gestion/reportes/{report.name}" in said
    html = message.get_body(("html",)).get_content()
    assert "Falta el acta: 3 &lt; 5<br>Urgente &amp; breve" in html


def test_the_coordinator_above_the_unit_is_told_of_a_submission(town, report):
    towns.person(town, "stranger", "Coordinator", town.works)
    assert told(town, report, "Submit") == [town.people["coordinator"]]
    ((_recipients, message),) = queued(report)
    assert message["Subject"].startswith("Informe por revisar: Health")
    assert "Espera su revisión" in words_of(message)


def test_who_submitted_is_not_asked_to_review(town, report):
    standing_in = {"capacity": "Delegate", "on_behalf_of": town.people["coordinator"]}
    towns.hold(town, town.people["neighbour"], "Coordinator", town.coordination, **standing_in)
    assert told(town, report, "Submit") == [town.people["coordinator"]]


def test_people_who_left_or_have_no_address_get_no_mail(town, report):
    frappe.db.set_value("User", town.people["coordinator"], "enabled", 0)
    assert told(town, report, "Submit") == []
    frappe.db.set_value("User", town.people["coordinator"], {"enabled": 1, "email": ""})
    assert told(town, report, "Submit") == []
    assert queued(report) == []


def test_who_held_the_post_before_is_not_told(town, report):
    frappe.db.set_value(
        "Gov Post Holding",
        {"user": town.people["neighbour"]},
        "to_date",
        f"{town.year}-02-03",
    )
    give_back(town, report)
    assert told(town, report, "Return", day=4) == []


def test_a_report_that_moved_on_is_not_told_of(town, report):
    with acting(town.people["neighbour"], town.day(2, 2)):
        perform(report.doctype, report.name, "Withdraw")
    assert told(town, report, "Submit") == []
    assert told(town, report, "Review") == []


def test_without_an_account_nobody_is_told_and_the_act_stands(town, report, monkeypatch):
    monkeypatch.delitem(frappe.local.conf, "mail_server")
    # Frappe keeps for a request the account it found.
    monkeypatch.setattr(frappe.local, "outgoing_email_account", {}, raising=False)
    assert not can_send()
    assert give_back(town, report).workflow_state == "Returned"
    frappe.db.commit()
    assert told(town, report, "Return") == []
    said = {"reason": "x"}
    assert mail([town.people["mayor"]], "x", "report_returned", said, report) == []
    assert queued(report) == []


# From the act to the outbox


@pytest.fixture
def at_once(monkeypatch):
    """What goes to the background runs at the commit."""
    monkeypatch.setattr(frappe, "enqueue", partial(frappe.enqueue, now=True))


def test_returning_a_report_queues_its_mail_when_the_act_is_kept(town, report, at_once):
    frappe.db.commit()
    before = len(queued(report))
    with acting(town.people["coordinator"], town.day(2, 3)):
        perform(report.doctype, report.name, "Return", "Missing evidence", "Falta el acta")
        assert len(queued(report)) == before
        frappe.db.commit()
    recipients, message = queued(report)[-1]
    assert recipients == [town.people["neighbour"]]
    assert "Falta el acta" in words_of(message)


def test_an_act_undone_tells_nobody(town, report, at_once):
    frappe.db.commit()
    before = len(queued(report))
    give_back(town, report)
    frappe.db.rollback()
    frappe.db.commit()
    assert len(queued(report)) == before


def test_an_act_undone_among_many_tells_nobody(town, report, at_once):
    frappe.db.commit()
    before = len(queued(report))
    with acting(town.people["coordinator"], town.day(2, 3)):
        (outcome,) = perform_many(report.doctype, [report.name], "Return")
        assert not outcome["ok"]
        frappe.db.commit()
    assert len(queued(report)) == before


def test_muted_mail_is_not_even_written(town, report, at_once):
    frappe.db.commit()
    before = len(queued(report))
    frappe.flags.mute_emails = True
    give_back(town, report)
    frappe.db.commit()
    assert mail([town.people["mayor"]], "x", "report_returned", {"reason": "x"}, report) == []
    assert len(queued(report)) == before
