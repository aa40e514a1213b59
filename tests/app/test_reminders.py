"""Reminders: to whom, on which days, once each, until it is done; and the daily digest."""

from email import message_from_string, policy

import frappe
import pytest
import town as towns
from services.postbox import postbox
from town import acting, open_month, report_of, submit

from govplan import clock
from govplan.approval.service import perform
from govplan.monitoring import reminders
from govplan.monitoring.notices import tell

SAID = {"VISITS": {"value": "200"}, "LIGHTS": {"value": "98"}}


@pytest.fixture
def town(site, monkeypatch):
    """January is open: units until Thursday 5 February, coordination until the 8th, mayor 10th.

    The job commits, so the town is committed too; mail goes to nobody but the outbox.
    """
    monkeypatch.setitem(frappe.local.conf, "mail_server", "mail.invalid")
    monkeypatch.setitem(frappe.local.conf, "auto_email_id", "plan@town.example")
    built = towns.build()
    built.january = open_month(built, 1)
    set_last_days(built)
    return built


def set_last_days(town, **other):
    """Weekdays of the town's year fall as they may; these are fixed by hand."""
    days = {"unit_cutoff": 5, "coordination_cutoff": 8, "mayor_cutoff": 10, **other}
    days |= {"dry_run_on": 20, "publish_on": 21, "legal_limit": 25}
    for field, day in days.items():
        frappe.db.set_value("Gov Reporting Period", town.january, field, town.day(2, day)[:10])
    frappe.clear_document_cache("Gov Reporting Period", town.january)


@pytest.fixture(autouse=True)
def every_day_is_a_working_day(monkeypatch):
    """What day of the week it is plays no part here; tests/domain and test_clock see to it."""
    monkeypatch.setattr("govplan.domain.working_days.SATURDAY", 7)


@pytest.fixture
def settings(site):
    """Sets the reminders' settings for one test."""
    fields = ("reminder_days_before", "reminder_days_after", "reminder_hour", "mail_mode")
    before = {field: frappe.db.get_single_value("Gov Settings", field) for field in fields}
    yield write_settings
    frappe.db.rollback()
    write_settings(**before)
    frappe.db.commit()


def write_settings(**values):
    for field, value in values.items():
        frappe.db.set_single_value("Gov Settings", field, value)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")


def remind(town, month, day, hour=9):
    with clock.standing_at(town.day(month, day, hour)):
        reminders.remind()


def reminded(town, **filters):
    """(part, act, day of February) of each reminder of the town's people."""
    part_of = {user: part for part, user in town.people.items()}
    rows = frappe.get_all(
        "Gov Reminder",
        filters={"for_user": ["in", list(part_of)], **filters},
        fields=["for_user", "act", "due_day"],
    )
    return sorted((part_of[row.for_user], row.act, row.due_day.day) for row in rows)


def notices(town, part):
    return frappe.get_all(
        "Notification Log",
        filters={"for_user": town.people[part]},
        fields=["subject", "link", "read"],
        order_by="creation asc, name asc",
    )


def mails(town, part):
    """(subject, words) of the mails queued to somebody, oldest first."""
    found = frappe.get_all(
        "Email Queue Recipient",
        filters={"recipient": town.people[part]},
        pluck="parent",
        order_by="creation asc, name asc",
    )
    texts = [frappe.db.get_value("Email Queue", name, "message") for name in found]
    messages = [message_from_string(text, policy=policy.default) for text in texts]
    return [
        (one["Subject"], " ".join(one.get_body(("plain",)).get_content().split()))
        for one in messages
    ]


def hand_in(town, who="neighbour", where="health", day=4):
    with acting(town.people[who], town.day(2, day)):
        return submit(town, getattr(town, where), town.january, SAID)


# Whom and when


def test_a_director_is_reminded_on_each_day_once(town):
    for day in range(1, 14):
        remind(town, 2, day)
        remind(town, 2, day, hour=17)
    expected = [("director", "Submit", day) for day in (2, 4, 5, 6, 8, 12)]
    assert [one for one in reminded(town) if one[0] == "director"] == expected
    assert len(mails(town, "director")) == len(notices(town, "director")) == 6
    subject, words = mails(town, "director")[0]
    unit = frappe.db.get_value("Gov Unit", town.works, "unit_name")
    month = f"enero de {town.year}"
    assert subject == f"Por reportar hasta el 5 de febrero de {town.year}: {unit}, {month}"
    assert f"/gestion/reportes/{town.works}-{town.january}" in words
    subjects = [subject for subject, _words in mails(town, "director")]
    assert subjects[2] == f"Último día para reportar: {unit}, {month}"
    assert subjects[3] == f"Sin reportar: {unit}, {month} (venció el 5 de febrero de {town.year})"


def test_only_the_people_concerned_are_reminded(town):
    for day in range(1, 6):
        remind(town, 2, day)
    assert {part for part, _act, _day in reminded(town)} == {"director", "neighbour"}
    for part in ("coordinator", "mayor", "planner", "officer", "auditor", "promoter"):
        assert mails(town, part) == notices(town, part) == []


def test_it_stops_when_submitted_and_begins_for_the_coordination(town):
    remind(town, 2, 2)
    hand_in(town, day=4)
    for day in (4, 5, 6, 7, 8):
        remind(town, 2, day)
    own = [one for one in reminded(town) if one[0] in ("neighbour", "coordinator")]
    reviews = [("coordinator", "Review", day) for day in (5, 7, 8)]
    assert own == [*reviews, ("neighbour", "Submit", 2)]


def test_reports_of_one_month_are_one_mail_to_who_reviews_them(town):
    hand_in(town)
    with acting(town.people["director"], town.day(2, 4)):
        report = towns.save(town, town.works, town.january, {"VISITS": {"value": "250"}})
        towns.attach_url(report, "", "Report", "https://town.example/report")
        perform(report.doctype, report.name, "Submit")
    remind(town, 2, 8)
    ((subject, words),) = mails(town, "coordinator")
    assert subject == f"Último día para revisar: 2 informes, enero de {town.year}"
    for where in (town.works, town.health):
        assert f"/gestion/reportes/{where}-{town.january}" in words
    assert notices(town, "coordinator")[0].link == "/gestion/bandeja"
    assert len(reminded(town, act="Review")) == 2


def test_the_mayor_is_reminded_of_what_was_reviewed_and_who_reviewed_it_is_not(town):
    both = {"capacity": "Delegate", "on_behalf_of": town.people["mayor"]}
    with clock.standing_at(town.day(2, 1)):
        towns.hold(town, town.people["coordinator"], "Mayor", town.mayor_office, **both)
    report = hand_in(town)
    with acting(town.people["coordinator"], town.day(2, 6)):
        perform(report.doctype, report.name, "Review")
    remind(town, 2, 10)
    assert reminded(town, act="Approve") == [("mayor", "Approve", 10)]


def test_who_stands_in_for_the_director_is_reminded_while_they_do(town):
    stand_in = {"capacity": "Acting", "on_behalf_of": town.people["director"]}
    until = {"from_date": town.day(2, 4)[:10], "to_date": town.day(2, 5)[:10]}
    person = towns.person(town, "substitute", "Director", town.works, **stand_in, **until)
    for day in range(1, 9):
        remind(town, 2, day)
    assert town.people["substitute"] == person
    own = [day for part, _act, day in reminded(town) if part == "substitute"]
    assert own == [4, 5]


def test_who_left_or_is_disabled_is_not_reminded(town):
    frappe.db.set_value(
        "Gov Post Holding", {"user": town.people["director"]}, "to_date", town.day(2, 3)[:10]
    )
    frappe.db.set_value("User", town.people["neighbour"], "enabled", 0)
    remind(town, 2, 5)
    assert reminded(town) == []


def test_a_report_returned_is_not_reminded_of_days_before_that(town):
    report = hand_in(town)
    with acting(town.people["coordinator"], town.day(2, 6)):
        perform(report.doctype, report.name, "Return", "Incomplete", "Falta la mitad")
    for day in (6, 7, 8):
        remind(town, 2, day)
    assert [one for one in reminded(town) if one[0] == "neighbour"] == [("neighbour", "Submit", 8)]


def test_an_exception_moves_the_last_day_of_its_unit_alone(town):
    with acting(town.people["planner"], town.day(2, 3)):
        period = frappe.get_doc("Gov Reporting Period", town.january)
        leave = {"unit": town.works, "until": town.day(2, 18)[:10], "reason": "Flood"}
        period.append("exceptions", leave)
        period.save()
    for day in range(4, 19):
        remind(town, 2, day)
    days = {"director": [], "neighbour": []}
    for part, _act, day in reminded(town):
        days[part].append(day)
    assert days == {"director": [15, 17, 18], "neighbour": [4, 5, 6, 8, 12]}


def test_after_the_close_the_reminder_says_what_is_left_to_do(town):
    frappe.db.set_value("Gov Reporting Period", town.january, "state", "Closed")
    remind(town, 2, 12)
    assert "pida una excepción a planificación" in mails(town, "director")[0][1]


def test_of_a_reports_reminders_one_is_unread_and_none_once_it_is_submitted(town):
    for day in (2, 4):
        remind(town, 2, day)
    assert [one.read for one in notices(town, "neighbour")] == [1, 0]
    report = hand_in(town, day=4)
    with acting(town.people["planner"], town.day(2, 4)):
        tell(report.name, "Submit")
    assert [one.read for one in notices(town, "neighbour")] == [1, 1]
    assert [one.read for one in notices(town, "director")] == [1, 0]


# Once, late, never at night


def test_a_day_missed_is_made_up_for_once_and_days_missed_are_one(town):
    remind(town, 2, 7)
    remind(town, 2, 7, hour=10)
    assert [day for part, _act, day in reminded(town) if part == "director"] == [6]


def test_nobody_is_reminded_before_the_hour_or_on_a_holiday(town):
    remind(town, 2, 5, hour=7)
    feast = {"holiday_date": town.day(2, 5)[:10], "holiday_name": "Feast"}
    holiday = frappe.get_doc({"doctype": "Gov Holiday", **feast}).insert()
    remind(town, 2, 5)
    assert reminded(town) == []
    holiday.delete()
    remind(town, 2, 5)
    assert len(reminded(town)) == 2


def test_the_days_and_the_hour_are_the_settings(town, settings):
    settings(reminder_days_before="2", reminder_days_after="", reminder_hour=6)
    for day in range(1, 14):
        remind(town, 2, day, hour=6)
    assert [day for _part, _act, day in reminded(town)] == [3, 3]


def test_one_who_cannot_be_told_holds_up_nobody(town, monkeypatch):
    tell_of = reminders.tell_of

    def fail_for_the_director(user, *given):
        if user == town.people["director"]:
            raise RuntimeError("no room")
        return tell_of(user, *given)

    monkeypatch.setattr(reminders, "tell_of", fail_for_the_director)
    with pytest.raises(RuntimeError, match="no room"):
        remind(town, 2, 5)
    assert reminded(town) == [("neighbour", "Submit", 5)]
    monkeypatch.undo()
    monkeypatch.setattr("govplan.domain.working_days.SATURDAY", 7)
    remind(town, 2, 5)
    assert len(reminded(town)) == 2


def test_without_a_mail_account_the_notice_is_left_and_no_mail_promised(town, monkeypatch):
    monkeypatch.delitem(frappe.local.conf, "mail_server")
    monkeypatch.setattr(frappe.local, "outgoing_email_account", {}, raising=False)
    remind(town, 2, 5)
    assert len(notices(town, "director")) == 1
    assert frappe.get_all(
        "Gov Reminder", {"for_user": town.people["director"]}, pluck="mailed"
    ) == [0]


def test_a_reminder_arrives_at_the_mail_server(town, monkeypatch):
    # What other tests left in the outbox is not ours to send.
    frappe.db.delete("Email Queue", {"status": "Not Sent"})
    with postbox() as box:
        monkeypatch.setitem(frappe.local.conf, "mail_server", "127.0.0.1")
        monkeypatch.setitem(frappe.local.conf, "mail_port", box.port)
        monkeypatch.setattr(frappe.local, "outgoing_email_account", {}, raising=False)
        remind(town, 2, 5)
        frappe.flags.in_test = False
        frappe.get_attr("frappe.email.queue.flush")()
    mine = [message for recipient, message in box.mails if recipient == town.people["director"]]
    assert [message["Subject"].split(":")[0] for message in mine] == ["Último día para reportar"]
    assert "/gestion/reportes/" in mine[0].get_body(("html",)).get_content()


def test_the_run_leaves_its_record(town):
    remind(town, 2, 5)
    run = frappe.get_doc("Gov Job Run", "remind")
    assert run.state == "Done"
    assert f"{town.people['director']} Submit 1" in run.message


def test_nobody_writes_or_changes_a_reminder_by_hand(town):
    remind(town, 2, 5)
    found = frappe.get_last_doc("Gov Reminder", {"for_user": town.people["director"]})
    found.due_day = town.day(2, 6)[:10]
    for act in (found.save, frappe.copy_doc(found).insert):
        with pytest.raises(frappe.ValidationError):
            act()


# The digest


def choose_digest(town, *parts):
    for part in parts:
        with acting(town.people[part]):
            choice = {"doctype": "Gov Notice Choice", "user": town.people[part]}
            frappe.get_doc({**choice, "mail_mode": "Daily digest"}).insert()


def test_a_digest_lists_everything_that_waits_once_a_day(town):
    choose_digest(town, "director")
    february = open_month(town, 2)
    remind(town, 2, 2)
    remind(town, 2, 2, hour=12)
    remind(town, 2, 3)
    ((subject, words),) = mails(town, "director")
    assert subject == f"Sus informes al 2 de febrero de {town.year}"
    for month in (town.january, february):
        assert f"/gestion/reportes/{town.works}-{month}" in words
    assert ("director", "Digest", 2) in reminded(town)
    assert len(mails(town, "neighbour")) == 1


def test_the_last_day_comes_outside_the_digest(town):
    choose_digest(town, "director")
    remind(town, 2, 5)
    ((subject, _words),) = mails(town, "director")
    assert subject.startswith("Último día para reportar")


def test_a_return_comes_outside_the_digest_and_a_submission_inside(town, settings):
    settings(mail_mode="Daily digest")
    report = hand_in(town, day=4)
    with acting(town.people["planner"], town.day(2, 4)):
        assert tell(report.name, "Submit") == []
    # The framework's own clock stamps notices; this one was left before today's hour.
    notice = frappe.get_last_doc("Notification Log", {"for_user": town.people["coordinator"]})
    yesterday = frappe.utils.add_days(frappe.utils.now_datetime(), -1)
    frappe.db.set_value("Notification Log", notice.name, "creation", yesterday)
    remind(town, 2, 4)
    ((subject, words),) = mails(town, "coordinator")
    assert subject.startswith("Sus informes al 4 de febrero")
    assert "Novedades desde el último resumen" in words
    assert "Informe por revisar" in words
    with acting(town.people["coordinator"], town.day(2, 6)):
        perform(report.doctype, report.name, "Return", "Incomplete", "Falta la mitad")
        assert tell(report.name, "Return") == [town.people["neighbour"]]


def test_everybody_chooses_for_themselves(town):
    with acting(town.people["director"]), pytest.raises(frappe.ValidationError):
        other = {"doctype": "Gov Notice Choice", "user": town.people["neighbour"]}
        frappe.get_doc({**other, "mail_mode": "Daily digest"}).insert()


# Notices of acts


def test_each_act_leaves_a_notice_with_those_it_concerns(town):
    report = hand_in(town)
    told = {"Submit": "coordinator", "Review": "mayor", "Approve": "neighbour"}
    for (act, part), who in zip(told.items(), ("neighbour", "coordinator", "mayor"), strict=True):
        with acting(town.people[who], town.day(2, 6)):
            if act != "Submit":
                perform(report.doctype, report.name, act)
            tell(report.name, act)
        (notice,) = notices(town, part)
        assert notice.link == f"/gestion/reportes/{report.name}"
        assert (notice.read, "enero" in notice.subject) == (0, True)
    assert report_of(town.health, town.january).workflow_state == "Approved"


@pytest.mark.parametrize(
    ("field", "value"), [("reminder_days_before", "3;1"), ("reminder_hour", 24)]
)
def test_settings_refuse_what_is_no_day_or_hour(site, field, value):
    doc = frappe.get_doc("Gov Settings")
    doc.set(field, value)
    with pytest.raises(frappe.ValidationError):
        doc.save()
