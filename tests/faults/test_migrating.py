"""A migration that dies half way is finished by the next one, and nobody's records suffer."""

import json
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

from crowds import run

HERE = Path(__file__).parent


def die_before(crowd, commit) -> int:
    """Migrate until before that commit; how the process ended."""
    command = [sys.executable, str(HERE / "dying_migrate.py"), str(crowd.folder), "crowd"]
    return subprocess.run([*command, str(commit)], capture_output=True, check=False).returncode


def columns(crowd, doctype) -> list[str]:
    return json.loads(run("read_columns.py", crowd.folder, "crowd", doctype))


def test_killed_at_any_commit_the_next_migration_finishes(crowd):
    command = [sys.executable, str(HERE / "fall_behind.py"), str(crowd.folder), "crowd"]
    crowd.stop()
    before = crowd.faults()
    for commit in count(1):
        subprocess.run(command, check=True)
        assert "public_answer" not in columns(crowd, "Gov Agreement")
        ended = die_before(crowd, commit)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        done = crowd.bench("migrate")
        assert done.returncode == 0, done.stderr
        assert "public_answer" in columns(crowd, "Gov Agreement")
        assert "legal_basis" in columns(crowd, "Gov Unit")
    assert commit > 3
    assert crowd.faults() == before == []
    crowd.start()
    report = crowd.reports[0]
    assert crowd.act(report["token"], report["name"], "Submit").status == 200


def test_people_are_served_while_a_migration_runs_or_is_killed(crowd):
    for commit in (1, 2):
        assert die_before(crowd, commit) == -signal.SIGKILL
        report = crowd.reports[commit]
        assert crowd.act(report["token"], report["name"], "Submit").status == 200
    assert crowd.bench("migrate").returncode == 0
    assert crowd.faults() == []
