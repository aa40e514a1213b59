"""Pages of apps: found, framed, cached, posted to, refused, sent elsewhere."""

import io
import re

import frappe
import pytest

HTML = {"Accept": "text/html"}


def body(response):
    return response.get_data(as_text=True)


@pytest.fixture
def guest(visit):
    return visit()


@pytest.fixture
def ana(ct, visit):
    """A browser that is logged in as somebody without a role."""
    if not frappe.db.exists("User", "ana@ct.example"):
        row = {"doctype": "User", "email": "ana@ct.example", "first_name": "Ana"}
        frappe.get_doc({**row, "send_welcome_email": 0}).insert()
        frappe.get_module("frappe_embedded.passwords").update_password("ana@ct.example", "sesame")
    browser = visit()
    assert browser.login("ana@ct.example", "sesame").status_code == 200
    return browser


# Finding a page


@pytest.mark.parametrize(
    ("path", "shows"),
    [
        ("/plain", "Plain, Ciudad Ejemplo"),
        ("/plain/", "Plain"),
        ("/plain.html", "Plain"),
        ("/", "Plain"),
        ("/marked", "<td>1</td>"),
        ("/things/saw", "saw/"),
        ("/years/2026", "/year/2026"),
        ("/feed.xml", "<rss>feed.xml</rss>"),
    ],
)
def test_an_address_finds_its_page(guest, path, shows):
    response = guest.get(path)
    assert response.status_code == 200
    assert shows in body(response)


@pytest.mark.parametrize("path", ["/Plain", "/feed", "/plain.py", "/years/soon", "/../hooks.py"])
def test_an_address_that_has_nothing_says_so(guest, path):
    response = guest.get(path)
    assert response.status_code == 404
    assert "<h1>" in body(response)


def test_the_kind_of_a_file_follows_its_name(guest):
    assert guest.get("/feed.xml").mimetype == "application/xml"
    assert guest.get("/dot.png").mimetype == "image/png"
    assert guest.get("/plain").mimetype == "text/html"


def test_redirects_keep_the_query_only_when_they_say_so(guest):
    old = guest.get("/old?x=1")
    assert (old.status_code, old.headers["Location"]) == (301, "/plain")
    assert "no-store" in old.headers["Cache-Control"]
    was = guest.get("/was/here")
    assert (was.status_code, was.headers["Location"]) == (302, "/is/here")
    assert guest.get("/kept?x=1").headers["Location"] == "/plain?x=1"


# Making a page


def test_a_bare_page_has_no_frame_and_an_extending_one_has(guest):
    assert "<html" not in body(guest.get("/plain"))
    assert "<html" in body(guest.get("/framed"))


def test_base_template_map_frames_a_bare_page_and_its_heading_is_the_title(guest):
    page = body(guest.get("/wrapped"))
    assert "<title>Wrapped up</title>" in page
    assert page.index("<main") < page.index("<h1>Wrapped up")


def test_front_matter_wins_over_the_module(guest):
    assert "<p>From the front</p>" in body(guest.get("/front"))


def test_templates_escape_nothing_by_themselves_and_show_what_is_undefined(guest):
    assert body(guest.get("/words")).split() == [
        "{{", "name_of_nobody", "}}", "ay!", "BE", "7", "<b>raw</b>",
    ]  # fmt: skip


def test_published_records_are_pages(ct, guest):
    article = {"doctype": "Ct Article", "title": "The Square", "published": 1}
    doc = frappe.get_doc(article).insert()
    assert doc.route == "articles/the-square"
    assert "<h1>The Square</h1>" in body(guest.get("/articles/the-square"))
    assert "/articles/the-square" in body(guest.get("/sitemap.xml"))
    doc.published = 0
    doc.save()
    assert guest.get("/articles/the-square").status_code == 404
    doc.delete()
    frappe.db.commit()


def test_the_sitemap_lists_who_asks_for_it(guest):
    listed = re.findall(r"<loc>(.*?)</loc>", body(guest.get("/sitemap.xml")))
    assert [one.rsplit("/", 1)[-1] for one in listed] == ["about-us"]
    assert "sitemap.xml" in body(guest.get("/robots.txt"))


# Remembering a page


def test_what_a_guest_saw_is_kept_for_guests(ct, guest, ana):
    log = frappe.get_module("ctapp.log")
    frappe.clear_website_cache()
    log.seen.clear()
    guest.get("/plain")
    guest.get("/plain")
    assert log.seen.count("plain") == 1
    guest.get("/plain?year=2025")
    ana.get("/plain")
    assert log.seen.count("plain") == 3
    frappe.clear_website_cache("plain")
    guest.get("/plain")
    assert log.seen.count("plain") == 4


def test_a_host_somebody_invents_is_not_shown_to_others(guest):
    path = "/sitemap.xml"
    for host in ("evil.example", "ct.site", "ct.site"):
        said = body(guest.get(path, base_url=f"http://{host}"))
        assert f"http://{host}/" in said and ("evil" in said) is (host == "evil.example")
    for host in ("evil.example", "ct.site"):
        assert ("evil" in body(guest.get("/plain", base_url=f"http://{host}"))) is False
    assert "https://ct.site" not in body(guest.get("/framed"))
    guest.get("/framed", base_url="https://ct.site")
    assert "https://ct.site" not in body(guest.get("/framed"))


def test_a_page_that_says_no_cache_is_made_anew(guest):
    assert "no-store" in guest.get("/words").headers["Cache-Control"]
    assert "no-store" in guest.get("/things/saw").headers["Cache-Control"]


# Posting to a page


def test_a_form_is_kept_and_sends_the_reader_on(ct, guest):
    proof = (io.BytesIO(b"12345"), "proof.pdf")
    response = guest.post("/form", data={"title": "Bench", "proof": proof})
    assert (response.status_code, response.headers["Location"]) == (303, "/plain")
    assert frappe.db.get_default("ct_form") == "Bench"
    assert frappe.db.get_default("ct_proof") == "proof.pdf:5"
    frappe.delete_doc("Ct Thing", "Bench")
    frappe.db.commit()


def test_a_refused_form_answers_417_shows_what_was_typed_and_keeps_nothing(ct, guest):
    frappe.db.set_default("ct_form", "before")
    response = guest.post("/form", data={"title": "mud"})
    assert response.status_code == 417
    assert "No colour of this town mud" in body(response)
    assert frappe.db.get_default("ct_form") == "before"


def test_a_page_that_is_only_read_writes_nothing(ct, guest):
    frappe.db.set_default("ct_error_page", "before")
    assert guest.get("/error-of?kind=PermissionError").status_code == 403
    assert frappe.db.get_default("ct_error_page") == "before"


def test_a_posted_page_that_fails_is_undone(ct, guest):
    frappe.db.set_default("ct_error_page", "before")
    assert guest.post("/error-of", data={"kind": "ValidationError"}).status_code == 417
    assert frappe.db.get_default("ct_error_page") == "before"


def test_a_session_asks_for_its_token_before_any_page_showed_it(ct, ana):
    del ana.headers["X-Frappe-CSRF-Token"]
    for path in ("/form", "/api/resource/Ct Thing", "/api/method/ctapp.api.write", "/login"):
        for sent in ({}, {"csrf_token": "0" * 64}, {"csrf_token": "ñ"}):
            assert ana.post(path, data=sent).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        assert ana.send(method, "/api/resource/Ct Thing/x").status_code == 400


def test_the_token_of_another_session_does_not_do(ct, ana, visit):
    before = ana.headers["X-Frappe-CSRF-Token"]
    other = visit()
    other.login("ana@ct.example", "sesame")
    other.headers["X-Frappe-CSRF-Token"] = before
    assert other.post("/form", data={"title": "mud"}).status_code == 400


def test_the_token_of_a_session_survives_the_page_that_asked_for_it(ct, ana):
    del ana.headers["X-Frappe-CSRF-Token"]
    token = re.search(r"\w{64}", body(ana.get("/form")))[0]
    assert token in body(ana.get("/form"))
    frappe.get_doc("User", "ana@ct.example").update({"language": "es"}).save()
    refused = ana.post("/form", data={"title": "mud"}, headers=HTML)
    assert refused.status_code == 400
    assert "Este formulario ya no es válido" in body(refused)
    assert ana.post("/form", data={"title": "mud", "csrf_token": token}).status_code == 417
    sent = {"X-Frappe-CSRF-Token": token}
    assert ana.post("/form", data={"title": "mud"}, headers=sent).status_code == 417


# Errors


@pytest.mark.parametrize(
    ("kind", "status", "shows"),
    [
        ("PermissionError", 403, "/login?redirect-to=/error-of"),
        ("PageDoesNotExistError", 404, "<h1>"),
        ("DoesNotExistError", 404, "<h1>"),
        ("ValidationError", 417, "told to"),
        ("NoSuchThing", 500, "Something went wrong"),
    ],
)
def test_an_error_becomes_a_page(guest, kind, status, shows):
    response = guest.get(f"/error-of?kind={kind}")
    assert response.status_code == status
    assert shows in body(response)
    assert "Traceback" not in body(response)


def test_a_crash_is_written_down_without_its_own_writes(ct, guest):
    before = frappe.db.count("Error Log")
    assert guest.post("/error-of", data={"kind": "NoSuchThing"}).status_code == 500
    assert frappe.db.count("Error Log") == before + 1
    logged = frappe.get_last_doc("Error Log", {"method": ["like", "POST /error-of%"]})
    assert "ZeroDivisionError" in logged.error


# Logging in and out


def test_the_log_in_page_works_without_scripts(ct, guest, ana, visit):
    assert "<script" not in body(guest.get("/login"))
    response = guest.post("/login", data={"usr": "ana@ct.example", "pwd": "sesame"})
    assert (response.status_code, response.headers["Location"]) == (303, "/plain")
    assert guest.get("/me").status_code == 200
    target = {"usr": "ana@ct.example", "pwd": "sesame", "redirect-to": "/things/saw"}
    assert visit().post("/login", data=target).headers["Location"] == "/things/saw"


ELSEWHERE = (
    "https://x.example", "//x.example", "/\\x.example", "x", "/.//x.example", "/a/..//x.example",
    "/%2e//x.example", "/%5cx.example", "/a\r\nLocation: x", "/%0d%0ax", "javascript:alert(1)",
    "/\t/x.example", " //x.example",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_log_in_page_leads_nowhere_else(guest, ana, target):
    data = {"usr": "ana@ct.example", "pwd": "sesame", "redirect-to": target}
    assert guest.post("/login", data=data).headers["Location"] == "/plain"


def test_the_log_in_page_leads_back_to_where_one_was(visit, ana):
    for target in ("/things/saw", "/a/b/?x=//y&z=1", "/a%20b/c"):
        data = {"usr": "ana@ct.example", "pwd": "sesame", "redirect-to": target}
        assert visit().post("/login", data=data).headers["Location"] == target


def test_a_wrong_password_keeps_the_name_and_says_so(guest):
    response = guest.post("/login", data={"usr": "<b>ana", "pwd": "wrong"})
    assert response.status_code == 401
    assert "Invalid login credentials" in body(response)
    assert 'value="&lt;b&gt;ana"' in body(response)


def test_the_log_in_page_speaks_the_readers_language(guest):
    page = body(guest.get("/login", headers={"Accept-Language": "es-EC,es;q=0.9"}))
    assert '<html lang="es' in page
    assert "Contraseña" in page


def test_logging_out_takes_a_post(ct, ana):
    assert ana.get("/logout").status_code == 200
    token = re.search(r'name="csrf_token" value="(\w+)"', body(ana.get("/logout")))[1]
    assert ana.get("/me").status_code == 200
    assert ana.post("/logout", data={"csrf_token": token}).status_code == 303
    assert ana.get("/me").headers["Location"] == "/login?redirect-to=/me"


def test_a_home_page_follows_the_role(ct, ana):
    user = frappe.get_doc("User", "ana@ct.example")
    user.append("roles", {"role": "Ct Keeper"})
    user.save()
    data = {"usr": "ana@ct.example", "pwd": "sesame"}
    assert ana.post("/login", data=data).headers["Location"] == "/keepers"
    user.roles = []
    user.save()
    frappe.db.commit()


# Files


def test_an_apps_public_files_are_sent_and_kept_by_browsers(guest):
    response = guest.get("/assets/ctapp/ct.css")
    assert (response.status_code, response.mimetype) == (200, "text/css")
    again = guest.get("/assets/ctapp/ct.css", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_an_icon_if_an_app_has_one(ct, guest, tmp_path, monkeypatch):
    assert guest.get("/favicon.ico").status_code == 204
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "favicon.ico").write_bytes(b"icon")
    monkeypatch.setattr("frappe_embedded.static.app_folder", lambda app: tmp_path)
    assert guest.get("/favicon.ico").data == b"icon"


@pytest.mark.parametrize("path", ["/assets/ctapp/../hooks.py", "/assets/ctapp/", "/assets/no/x"])
def test_nothing_else_of_an_app_is_sent(guest, path):
    assert guest.get(path).status_code == 404
