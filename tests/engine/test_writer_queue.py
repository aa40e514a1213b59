"""Several processes write one SQLite file in turns; one that dies holds up nobody."""

import subprocess
import sys
import threading

import pytest

from frappe_embedded import errors
from frappe_embedded.database.queue import WriterQueue

HOLD = """
import sys
from frappe_embedded.database.queue import WriterQueue
queue = WriterQueue(sys.argv[1])
for line in sys.stdin:
    queue.acquire(20)
    print("held", flush=True)
    sys.stdin.readline()
    queue.release()
    print("free", flush=True)
"""


class Process:
    """Another process that holds the queue from `hold()` to `free()`."""

    def __init__(self, path):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([sys.executable, "-c", HOLD, path], **pipes)

    def ask(self):
        self.process.stdin.write("next\n")
        self.process.stdin.flush()

    def hold(self):
        self.ask()
        assert self.process.stdout.readline() == "held\n"

    def free(self):
        self.ask()
        assert self.process.stdout.readline() == "free\n"

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "db")


@pytest.fixture
def other(path):
    process = Process(path)
    yield process
    process.end()


def test_while_another_process_writes_one_waits_and_is_told_when_it_takes_too_long(path, other):
    queue = WriterQueue(path)
    other.hold()
    with pytest.raises(errors.QueryTimeoutError, match="another process"):
        queue.acquire(0.05)
    other.free()
    queue.acquire(0.05)
    queue.release()


def test_a_process_that_is_killed_gives_up_its_turn(path, other):
    queue = WriterQueue(path)
    other.hold()
    other.end()
    queue.acquire(5)
    queue.release()


def test_a_process_that_waits_is_not_overtaken_by_the_one_that_wrote(path, other):
    queue, order = WriterQueue(path), []
    queue.acquire(1)
    other.ask()
    while _is_free(queue):
        pass
    threads = [threading.Thread(target=_write, args=(queue, order)) for _turn in range(2)]
    for thread in threads:
        thread.start()
    queue.release()
    assert other.process.stdout.readline() == "held\n"
    assert order == []
    other.free()
    for thread in threads:
        thread.join()
    assert order == ["wrote", "wrote"]


def _is_free(queue):
    """True until another process is next in line."""
    try:
        queue._processes._wait(queue._processes.NEXT, 0)
    except errors.QueryTimeoutError:
        return False
    queue._processes._free(queue._processes.NEXT)
    return True


def _write(queue, order):
    queue.acquire(20)
    order.append("wrote")
    queue.release()
