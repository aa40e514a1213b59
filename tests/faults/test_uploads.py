"""Uploads that break off or lie about themselves leave neither a record nor a file."""

import socket

import pytest
from crowds import make_sites

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory, common_config):
    """One town for all of these, since each has to leave nothing behind."""
    made = make_sites(tmp_path_factory.mktemp("uploads") / "sites", common_config, units=1)
    made.start()
    yield made
    made.stop()


def files_on_disk(crowd) -> set[str]:
    return {path.name for path in (crowd.folder / "crowd").glob("*/files/**/*") if path.is_file()}


def attached(crowd, report) -> list[str]:
    filters = f'filters=[["attached_to_name","=","{report["name"]}"]]'
    answer = crowd.ask(report["token"], "GET", f"/api/resource/File?{filters}")
    return [row["name"] for row in answer.json["data"]]


def break_off(crowd, token, body, promised) -> None:
    """Send less than was promised and hang up."""
    head = (
        "POST /api/method/upload_file HTTP/1.1\r\nHost: town\r\n"
        f"Authorization: {token}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {promised}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", crowd.port), timeout=10) as line:
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(10)
        while line.recv(4096):
            pass


def form(report, content) -> bytes:
    head = (
        '--x\r\nContent-Disposition: form-data; name="doctype"\r\n\r\nGov Progress Report\r\n'
        f'--x\r\nContent-Disposition: form-data; name="docname"\r\n\r\n{report["name"]}\r\n'
        '--x\r\nContent-Disposition: form-data; name="is_private"\r\n\r\n1\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="acta.pdf"\r\n\r\n'
    )
    return head.encode() + content


@pytest.mark.parametrize("cut", [30, 200, 420])
def test_an_upload_that_breaks_off_leaves_nothing(crowd, cut):
    report = crowd.reports[0]
    before = files_on_disk(crowd)
    whole = form(report, PDF * 50 + b"\r\n--x--\r\n")
    break_off(crowd, report["token"], whole[:cut], len(whole))
    assert attached(crowd, report) == []
    assert files_on_disk(crowd) == before
    assert crowd.faults() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("acta.pdf", b"<html><script>alert(1)</script></html>"),
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("hoja.xlsx", PDF),
        ("vacio.pdf", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_leaves_nothing(crowd, name, content):
    report = crowd.reports[0]
    before = files_on_disk(crowd)
    answer = crowd.attach(report["token"], report["name"], name, content)
    assert 400 <= answer.status < 500, answer
    assert attached(crowd, report) == []
    assert files_on_disk(crowd) == before


def test_a_body_that_is_no_form_is_a_clear_400(crowd):
    report = crowd.reports[0]
    answer = crowd.ask(
        report["token"], "POST", "/api/method/upload_file", b"\x00\xff", "multipart/form-data"
    )
    assert 400 <= answer.status < 500, answer
