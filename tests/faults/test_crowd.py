"""64 people at once: no lost update, no deadlock told to anybody, no server error."""

from collections import Counter
from functools import partial

import pytest

CLIENTS = 64
ROUNDS = 4


def add_one(crowd, report, token) -> int:
    """Read a report and write its number plus one, until somebody was not quicker; the tries."""
    for tries in range(1, 500):
        read = crowd.ask(token, "GET", crowd.record(report)).json["data"]
        number = int(read["narrative"] or 0) + 1
        sent = {"narrative": str(number), "modified": read["modified"]}
        answer = crowd.ask(token, "PUT", crowd.record(report), sent)
        assert answer.status in (200, 417), answer
        if answer.status == 200:
            return tries
        assert "TimestampMismatchError" in answer.body
    pytest.fail("never first")


def test_no_update_is_lost_when_64_clients_count_on_the_same_records(crowd, at_once):
    few = crowd.reports[:4]
    for report in few:
        sent = {"narrative": "0"}
        assert crowd.ask(report["token"], "PUT", crowd.record(report["name"]), sent).status == 200
    clients = [
        partial(add_one, crowd, few[n % 4]["name"], few[n % 4]["token"]) for n in range(CLIENTS)
    ]
    tries = at_once(clients)
    assert len(tries) == CLIENTS
    for report in few:
        stored = crowd.ask(report["token"], "GET", crowd.record(report["name"])).json["data"]
        assert stored["narrative"] == str(CLIENTS // 4)
    assert crowd.faults() == []


def decide(crowd, token, act) -> Counter:
    """Try the act on every report, round after round; how it was answered."""
    answers = [
        crowd.act(token, report["name"], act).status
        for _round in range(ROUNDS)
        for report in crowd.reports
    ]
    return Counter(answers)


def test_each_report_is_decided_once_however_many_press_the_button(crowd, at_once):
    directors = [
        partial(crowd.act, report["token"], report["name"], "Submit") for report in crowd.reports
    ]
    others = [(crowd.coordinator, "Review"), (crowd.mayor, "Approve")] * 24
    deciders = [partial(decide, crowd, token, act) for token, act in others]
    answers = at_once([*directors, *directors, *deciders])
    statuses = Counter(one.status for one in answers[: 2 * len(directors)])
    for counted in answers[2 * len(directors) :]:
        statuses += counted
    assert set(statuses) <= {200, 417}, statuses
    for token, act in ((crowd.coordinator, "Review"), (crowd.mayor, "Approve")):
        decide(crowd, token, act)
    states = crowd.ask(
        crowd.planner,
        "GET",
        '/api/resource/Gov Progress Report?fields=["workflow_state"]&limit_page_length=0',
    )
    assert {row["workflow_state"] for row in states.json["data"]} == {"Approved"}
    assert statuses[200] <= 3 * len(crowd.reports)
    assert crowd.faults() == []
