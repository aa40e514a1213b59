"""MariaDB dies, or its disk is full: acts are refused in words, it heals without a restart."""

import resource
import signal
import threading
import time

import pytest
from crowds import make_sites
from services.mariadb import MariaDB

# Small logs, so that the first thing to run out of room is the data.
SMALL_LOG = "--innodb-log-file-size=4M"
STEP = "--innodb-autoextend-increment=1"


@pytest.fixture
def server():
    """A server of this test alone, that may be killed."""
    with MariaDB(SMALL_LOG, STEP) as server:
        yield server


@pytest.fixture
def crowd(tmp_path, server, common_config):
    made = make_sites(tmp_path / "sites", {**common_config, **server.config})
    made.start()
    yield made
    made.stop()


def save(crowd, number, text):
    report = crowd.reports[number]
    return crowd.ask(report["token"], "PUT", crowd.record(report["name"]), {"narrative": text})


def test_a_server_that_is_killed_is_a_503_and_its_return_needs_nothing(crowd, server):
    saved: dict[int, int] = {}
    wrong: list[object] = []
    ended = threading.Event()

    def work(number):
        turn = 0
        while not ended.is_set():
            turn += 1
            answer = save(crowd, number, str(turn))
            if answer.status == 200:
                saved[number] = turn
            elif answer.status != 503:
                wrong.append(answer)

    people = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for person in people:
        person.start()
    time.sleep(2)
    server.stop(signal.SIGKILL)
    time.sleep(1)
    away = save(crowd, 9, "lost")
    server.start()
    time.sleep(1)
    ended.set()
    for person in people:
        person.join()
    assert wrong == []
    assert (away.status, away.json["exc_type"]) == (503, "DatabaseGoneError")
    assert len(saved) == 8
    assert save(crowd, 9, "found").status == 200
    assert crowd.faults() == []


def test_a_full_disk_refuses_acts_in_words_and_keeps_what_there_is(crowd, server):
    data = server.data / "ibdata1"
    room = data.stat().st_size + 2 * 1024 * 1024
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    text = "x" * 60_000
    answers = [save(crowd, 0, f"{number:03} {text}") for number in range(120)]
    refused = [answer for answer in answers if answer.status != 200]
    assert refused
    assert {answer.status for answer in refused} <= {503, 507}, refused[0]
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert save(crowd, 0, "there is room again").status == 200
    assert crowd.faults() == []
