"""kill -9 in the middle of everything: what was answered stays, the rest is whole or not there."""

import threading
import time
from itertools import count

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PATIENCE = 60.0  # seconds


class Hammer:
    """People who save, attach and submit until the server is gone; notes what was answered well."""

    def __init__(self, crowd) -> None:
        self.crowd = crowd
        self.saved: dict[str, int] = {}
        self.attached: list[str] = []
        self.submitted: set[str] = set()
        self.wrong: list[object] = []
        self.answered = 0

    def run_until(self, answers: int) -> None:
        """Kill the server when that many acts were answered well, with everybody at work."""
        for report in self.crowd.reports:
            # The first look at a token is slow on purpose.
            assert self.crowd.ask(report["token"], "GET", "/api/method/ping").status == 200
        threads = [
            threading.Thread(target=self.work, args=(report, number))
            for number, report in enumerate(self.crowd.reports)
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + PATIENCE
        while self.answered < answers and time.monotonic() < until:
            time.sleep(0.005)
        self.crowd.kill()
        for thread in threads:
            thread.join()

    def work(self, report, number) -> None:
        name, token = report["name"], report["token"]
        for turn in count(self.saved.get(name, 0) + 1):
            sent = {"narrative": str(turn)}
            if not self.well(self.crowd.ask(token, "PUT", self.crowd.record(name), sent)):
                return
            self.saved[name] = turn
            file = f"proof-{number}-{turn}.pdf"
            if not self.well(self.crowd.attach(token, name, file, PDF + file.encode())):
                return
            self.attached.append(file)
            for act in ("Submit", "Withdraw"):
                if not self.well(self.crowd.act(token, name, act)):
                    return
            self.submitted.add(name)

    def well(self, answer) -> bool:
        if answer.status not in (0, 200):
            self.wrong.append(answer)
        self.answered += answer.status == 200
        return answer.status == 200


def test_what_was_answered_is_kept_and_nothing_is_half_written(crowd):
    for answers in (1, 25, 150):
        kill_after(crowd, answers)


def kill_after(crowd, answers):
    hammer = Hammer(crowd)
    hammer.run_until(answers)
    assert hammer.answered >= answers
    assert hammer.wrong == []
    assert crowd.faults() == []
    crowd.start()
    for report in crowd.reports:
        name, token = report["name"], report["token"]
        stored = crowd.ask(token, "GET", crowd.record(name)).json["data"]
        assert number_in(stored["narrative"]) >= hammer.saved.get(name, 0)
        if stored["workflow_state"] == "Submitted":
            assert crowd.act(token, name, "Withdraw").status == 200
        sent = {"narrative": "after the fall"}
        assert crowd.ask(token, "PUT", crowd.record(name), sent).status == 200
    kept = kept_files(crowd)
    assert set(hammer.attached) <= kept


def number_in(narrative: str) -> int:
    return int(narrative) if narrative.isdigit() else 0


def kept_files(crowd) -> set[str]:
    path = '/api/resource/File?fields=["file_name"]&limit_page_length=0'
    names: set[str] = set()
    for report in crowd.reports:
        filters = f'&filters=[["attached_to_name","=","{report["name"]}"]]'
        rows = crowd.ask(report["token"], "GET", path + filters).json["data"]
        names |= {row["file_name"] for row in rows}
    return names
