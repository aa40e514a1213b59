"""Files in and out by request."""

import io
import urllib.parse

import frappe
import pytest


def message(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json["message"]


def upload(browser, name="plan.pdf", content=b"%PDF-1.4 x", **form):
    data = {"file": (io.BytesIO(content), name), **form}
    return browser.post("/api/method/upload_file", data=data)


@pytest.fixture
def upright(ct):
    """Files uploaded by a test are deleted."""
    yield
    for name in frappe.get_all("File", {"file_name": ("like", "%plan%")}, pluck="name"):
        frappe.delete_doc("File", name, force=True)
    frappe.db.commit()


def test_a_private_file_is_for_who_may_read_its_record(keeper, stranger, guest, thing, upright):
    thing("Gate")
    sent = upload(keeper, is_private=1, doctype="Ct Thing", docname="Gate")
    file = message(sent)
    assert (file["attached_to_name"], file["is_private"]) == ("Gate", 1)
    url = file["file_url"]
    assert keeper.get(url).data == b"%PDF-1.4 x"
    assert "sandbox" in keeper.get(url).headers["Content-Security-Policy"]
    for browser, path in ((guest, url), (stranger, url), (keeper, "/private/files/no.pdf")):
        assert browser.get(path).status_code == 403


def test_attaching_asks_for_write_on_the_record(stranger, guest, thing, upright):
    thing("Gate")
    for browser in (stranger, guest):
        assert upload(browser, doctype="Ct Thing", docname="Gate").status_code == 403
    assert upload(guest).status_code == 403
    assert frappe.db.count("File", {"attached_to_name": "Gate"}) == 0


def test_a_public_file_cannot_act_in_the_site_s_name(keeper, guest, upright):
    url = message(upload(keeper, "plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))[
        "file_url"
    ]
    sent = guest.get(url)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]


ACTIVE = {
    "plan.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "plan.html": b"<script>alert(1)</script>",
    "plan.js": b"alert(1)",
    "plan.css": b"body{}",
    "plan.xml": b"<x/>",
    "plan.xhtml": b"<x/>",
    "plan.mht": b"MIME-Version: 1.0",
    "plan": b"<script>alert(1)</script>",
    "plan.svg.": b"<svg/>",
    "plan.svgz": b"\x1f\x8b",
}


@pytest.mark.parametrize(("name", "content"), ACTIVE.items())
def test_what_a_browser_might_run_is_only_downloaded_and_has_no_type(
    keeper, guest, upright, name, content
):
    for private in (0, 1):
        url = message(upload(keeper, name, content, is_private=private))["file_url"]
        sent = (keeper if private else guest).get(urllib.parse.quote(url))
        assert sent.headers["Content-Type"] == "application/octet-stream"
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_an_image_that_is_a_script_too_is_sent_as_an_image(keeper, guest, upright):
    url = message(upload(keeper, "plan.gif", b"GIF89a/*\0*/=1;alert(1)"))["file_url"]
    sent = guest.get(url)
    assert (sent.headers["Content-Type"], sent.headers["X-Content-Type-Options"]) == (
        "image/gif",
        "nosniff",
    )
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../site_config.json",
        "/files/..%2f..%2fsite_config.json",
        "/files/%00",
        "/files//etc/passwd",
        "/private/files/../../site_config.json",
        "/private/backups/x",
    ],
)
def test_no_path_leads_out_of_the_files(keeper, path):
    assert keeper.get(path).status_code in (403, 404)


def test_website_users_send_only_documents(stranger, upright):
    refused = upload(stranger, "plan.exe", b"MZ")
    assert refused.status_code == 417
    assert upload(stranger, "plan.pdf").status_code == 200


def test_an_empty_file_is_no_file(keeper):
    refused = upload(keeper, content=b"")
    assert (refused.status_code, refused.json["_error_message"]) == (417, "The file is empty.")


def test_a_file_is_downloaded_by_its_address(keeper, guest, upright):
    url = message(upload(keeper, is_private=1))["file_url"]
    path = f"/api/method/download_file?file_url={url}"
    assert keeper.get(path).headers["Content-Disposition"].startswith("attachment")
    assert guest.get(path).status_code == 403
