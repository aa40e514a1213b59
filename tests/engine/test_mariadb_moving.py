"""The demo town moves from SQLite to MariaDB and back: equal exports, byte-equal editions."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(sys.executable).parent / "bench"
DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


@pytest.fixture(scope="module")
def bench(tmp_path_factory, common_config):
    """Runs a bench command in a folder of sites of its own."""
    folder = tmp_path_factory.mktemp("moving")
    (folder / "apps.txt").write_text("frappe\ngovplan\n")
    (folder / "common_site_config.json").write_text(json.dumps(common_config))

    def run(*arguments: object) -> None:
        command = [str(BENCH), "--sites-path", str(folder), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_there_and_back_again_nothing_has_changed(bench, tmp_path):
    bench("new-site", "first", "--db-type", "sqlite", "--install-app", "govplan")
    bench("--site", "first", "govplan-demo", "--from", DEMO)
    bench("--site", "first", "govplan-export", tmp_path / "first", "--logins")
    for site, kind, before in (("second", "mariadb", "first"), ("third", "sqlite", "second")):
        bench("new-site", site, "--db-type", kind, "--install-app", "govplan")
        bench("--site", site, "govplan-import-site", tmp_path / before)
        bench("--site", site, "govplan-export", tmp_path / site, "--logins")
    first = content(tmp_path / "first")
    assert content(tmp_path / "second") == first
    assert content(tmp_path / "third") == first
    editions = [name for name in first if name.startswith("files/") and name.endswith(".zip")]
    assert len(editions) > 10
