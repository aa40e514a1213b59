"""`bench`: the commands, what they answer, and one plain line for what goes wrong."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import frappe
import pytest

from frappe_embedded.cli import bench, find_sites_path, main, other_frappes
from frappe_embedded.site import update_site_config

BENCH = Path(sys.executable).parent / "bench"


@pytest.fixture
def run(ct, ct_sites, capsys, monkeypatch):
    """Run `bench` in this process; (exit code, output, errors)."""
    monkeypatch.setenv("SITES_PATH", str(ct_sites))
    monkeypatch.setattr("frappe_embedded.cli.other_frappes", list)
    frappe.db.commit()

    def run_bench(*args):
        with pytest.raises(SystemExit) as end:
            main(list(args))
        told = capsys.readouterr()
        return end.value.code or 0, told.out, told.err

    return run_bench


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_lists_the_commands_of_the_engine_and_of_apps(run):
    code, out, _err = run("--help")
    assert code == 0
    for command in ("new-site", "serve", "restore", "ct-count"):
        assert command in out


def test_a_site_is_made_with_apps_told_about_and_brought_up_to_date(run, apart_from):
    assert run("new-site", "cli.site", "--install-app", "ctapp", "--admin-password", "x")[0] == 0
    assert run("--site", "cli.site", "list-apps")[1] == (
        "frappe 0.1.0\nctapp (not installed as a distribution)\n"
    )
    assert run("--site", "cli.site", "migrate")[1] == "cli.site: up to date (0 DocTypes changed).\n"
    assert run("--site", "cli.site", "ct-count")[1] == "1 things on cli.site\n"
    assert "was installed already" in run("--site", "cli.site", "install-app", "ctapp")[1]
    assert run("--site", "all", "clear-cache")[0] == 0


def test_a_function_runs_and_what_it_wrote_is_kept(run):
    done = run("--site", "ct.site", "execute", "ctapp.jobs.add", "--kwargs",
               '{"to": "ct_cli", "amount": 4}')  # fmt: skip
    assert done[:2] == (0, "4\n")
    frappe.init("ct.site")
    frappe.connect()
    assert frappe.db.get_default("ct_cli") == "4"


def test_commands_of_apps_are_found_with_the_folder_of_the_sites(run, ct_sites, monkeypatch):
    monkeypatch.delenv("SITES_PATH")
    monkeypatch.chdir("/")
    told = run("--sites-path", str(ct_sites), "--site", "ct.site", "ct-count")
    assert told[:2] == (0, "1 things on ct.site\n")


def test_a_site_is_configured(run):
    assert run("--site", "ct.site", "set-config", "ct_text", "1")[0] == 0
    assert run("--site", "ct.site", "set-config", "-p", "ct_list", "[1]")[0] == 0
    frappe.init("ct.site")
    assert (frappe.conf.ct_text, frappe.conf.ct_list) == ("1", [1])
    frappe.connect()


def test_a_worker_runs_the_jobs_of_the_queues_it_is_told(run, ct_sites, redis_server):
    redis_server.empty()
    run("--site", "ct.site", "set-config", "redis_queue", redis_server.url)
    frappe.init("ct.site")
    frappe.connect()
    jobs = [frappe.enqueue("frappe.ping", queue=queue) for queue in ("short", "long")]
    assert "there is no night" in run("--site", "ct.site", "worker", "--queue", "night")[2]
    words = [BENCH, "--sites-path", ct_sites, "--site", "ct.site", "worker", "--burst"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent / "apps")}
    subprocess.run([*words, "--queue", "short,default"], check=True, env=env)
    assert [job.get_status() for job in jobs] == ["finished", "queued"]
    subprocess.run(words, check=True, env=env)
    assert jobs[1].get_status() == "finished"
    update_site_config("redis_queue", None)


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["--site", "no.site", "list-apps"], 2, "There is no site 'no.site'"),
        (["list-apps"], 2, "Name the site"),
        (["new-site", "ct.site"], 1, "exists already"),
        (["--site", "ct.site", "install-app", "nowhere"], 1, "nowhere is not importable"),
        (["--site", "ct.site", "execute", "ctapp.nothing"], 2, "there is no ctapp.nothing"),
        (["--site", "ct.site", "execute", "ctapp.jobs.count", "--args", "{"], 2, "not JSON"),
        (["--site", "ct.site", "restore", "/nowhere.tar.gz"], 2, "No such file"),
        (["--site", "no.site", "serve"], 2, "There is no site 'no.site'"),
        (["--site", "ct.site", "worker"], 1, "redis_queue is not configured"),
        (["--site", "ct.site", "set-config", "-p", "k", "{"], 2, "not JSON"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_what_goes_wrong_is_one_line(run, args, code, told):
    found, _out, err = run(*args)
    assert found == code
    assert told in err
    assert "Traceback" not in err


def test_a_busy_port_is_told_before_anything_starts(run, port):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", port))
        busy.listen()
        code, _out, err = run("--site", "ct.site", "serve", "--port", str(port))
    assert code == 2
    assert err.count("\n") == 1
    assert f"127.0.0.1:{port}" in err and "--port" in err


def test_a_folder_nobody_may_write_to_is_told(run, monkeypatch, tmp_path):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", str(tmp_path / ".x.site.new"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    code, _out, err = run("new-site", "x.site")
    assert (code, err.count("\n")) == (2, 1)
    assert "Permission denied" in err


def test_people_are_added_and_the_administrator_gets_a_password(run):
    added = run("--site", "ct.site", "add-user", "luz@ct.example", "--password", "sesame",
                "--first-name", "Luz", "--add-role", "Ct Keeper")  # fmt: skip
    assert added[:2] == (0, "User luz@ct.example can log in.\n")
    assert run("--site", "ct.site", "set-admin-password", "admin")[0] == 0
    frappe.init("ct.site")
    frappe.connect()
    check = frappe.get_module("frappe_embedded.passwords").check_password
    assert check("luz@ct.example", "sesame") == "luz@ct.example"
    assert check("Administrator", "admin") == "Administrator"
    assert frappe.get_roles("luz@ct.example")[0] == "Ct Keeper"


def test_the_sites_are_found_from_where_one_stands(tmp_path, monkeypatch):
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "apps.txt").write_text("frappe\n")
    (tmp_path / "apps" / "deep").mkdir(parents=True)
    monkeypatch.delenv("SITES_PATH", raising=False)
    for place in (tmp_path, tmp_path / "sites", tmp_path / "apps" / "deep"):
        monkeypatch.chdir(place)
        assert find_sites_path() == str(tmp_path / "sites")


def test_it_does_not_run_beside_another_frappe(tmp_path, monkeypatch, capsys):
    assert other_frappes() == []
    (tmp_path / "frappe").mkdir()
    (tmp_path / "frappe" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_nothing_is_imported_that_is_not_run():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, frappe_embedded.cli; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert not {"werkzeug", "jinja2", "gunicorn", "frappe", "sqlite3"}.intersection(loaded)
    assert bench.name == "bench"


def test_the_server_answers_keeps_time_and_stops_when_told(ct, ct_sites, port):
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent / "apps")}
    args = [BENCH, "--sites-path", ct_sites, "--site", ct, "serve", "--port", str(port)]
    server = subprocess.Popen(args, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert _answer(f"http://127.0.0.1:{port}/api/method/ping") == b'{"message":"pong"}'
        assert (ct_sites / "scheduler.lock").exists()
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=30)[0].decode()
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def _answer(url):
    for _try in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.read()
        except OSError:
            time.sleep(0.1)
    return None
