"""The disk is full, the file is away: acts are refused in words, nothing is half there."""

import resource

import pytest

LIMIT = 300_000  # bytes
BIG = b"%PDF-1.4\n" + b"0" * 2 * LIMIT


def limited() -> None:
    """No file of this process may grow beyond LIMIT, as on a disk that has no more room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


@pytest.fixture
def database(crowd):
    return crowd.folder / "crowd" / "site.db"


def save(crowd, text):
    report = crowd.reports[0]
    return crowd.ask(report["token"], "PUT", crowd.record(report["name"]), {"narrative": text})


def narrative(crowd):
    report = crowd.reports[0]
    return crowd.ask(report["token"], "GET", crowd.record(report["name"])).json["data"]["narrative"]


def test_a_full_disk_refuses_acts_in_words_and_keeps_what_there_is(crowd):
    crowd.stop()
    crowd.start(preexec_fn=limited)
    answers = [save(crowd, f"{number:03} " + "x" * 9000) for number in range(60)]
    last = max(n for n, answer in enumerate(answers) if answer.status == 200)
    refused = answers[last + 1 :]
    assert refused
    assert {answer.status for answer in refused} == {507}
    assert "no tiene espacio" in refused[0].json["_error_message"]
    assert "data" not in refused[0].json
    assert narrative(crowd).startswith(f"{last:03} ")
    report = crowd.reports[0]
    assert crowd.attach(report["token"], report["name"], "big.pdf", BIG).status == 507
    crowd.stop()
    assert crowd.faults() == []
    crowd.start()
    assert save(crowd, "there is room again").status == 200
    assert narrative(crowd) == "there is room again"


def test_a_database_that_is_away_is_a_503_and_its_return_needs_nothing(crowd, database):
    crowd.stop()
    away = database.with_suffix(".away")
    database.rename(away)
    crowd.start(ready=503)
    answer = save(crowd, "lost")
    assert (answer.status, answer.json["exc_type"]) == (503, "DatabaseGoneError")
    page = crowd.ask("", "GET", "/", accept="text/html")
    assert (page.status, "<h1>" in page.body) == (503, True)
    assert not database.exists()
    away.rename(database)
    assert save(crowd, "found").status == 200
    assert narrative(crowd) == "found"
