"""The portal as files: what guests are served, whole, and nothing else."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import frappe
import pytest
import town as towns
from frappe.utils import get_url
from publishing import month_with_one_approved_report, on_publication_day
from town import acting, open_month

from govplan.errors import Refused
from govplan.portal import static_site
from govplan.transparency import publication

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.early]


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def january(town):
    period = month_with_one_approved_report(town)
    with on_publication_day(town):
        publication.publish_period(period)
    return period


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "portal"


def file_of(folder, address):
    path = folder / unquote(address).strip("/")
    return path / "index.html" if path.is_dir() else path


class Hrefs(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}


def hrefs(page):
    paths = (urlsplit(link) for link in Hrefs(page.read_text("utf-8")).found)
    return {one.path for one in paths if one.path.startswith("/") and not one.netloc}


def test_every_link_of_the_portal_leads_to_a_file(january, folder):
    made = static_site.export(folder, staff_door=False)
    assert made.broken == []
    pages = list(folder.rglob("*.html"))
    assert len(pages) >= len(made.pages) > 10
    links = set().union(*map(hrefs, pages))
    assert {"/unidades", "/transparencia", "/assets/govplan/css/base.css"} <= links
    assert any(link.startswith("/files/") for link in links)
    assert [link for link in links if not file_of(folder, link).is_file()] == []


def test_a_page_is_what_the_server_sends_to_a_guest(january, folder, browser, pytestconfig):
    made = static_site.export(folder)
    guest = browser()
    # On a bench the web server in front hands out what was uploaded.
    uploads = () if pytestconfig.getoption("--sites") else made.files
    for address in (*made.pages, *uploads):
        if address != "/404":
            sent = guest.get(unquote(address), base_url=get_url())
            assert sent.status_code == 200, address
            assert file_of(folder, address).read_bytes() == sent.get_data(), address


def test_a_page_shows_no_trace_of_the_one_before_or_of_whoever_exports(january, folder):
    static_site.export(folder)
    assert frappe.session.user == "Administrator"
    whole = "".join(page.read_text("utf-8") for page in folder.rglob("*.html"))
    assert "Administrator" not in whole
    assert "csrf" not in whole


def test_what_nobody_published_is_in_no_file(town, january, folder):
    open_month(town, 2)
    public = frappe.get_doc({"doctype": "File", "file_name": "loose.txt", "content": "loose leaf"})
    private = frappe.get_doc(
        {"doctype": "File", "file_name": "own.txt", "content": "own notes", "is_private": 1}
    )
    public.insert()
    private.insert()
    static_site.export(folder)
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not (folder / "transparencia" / str(town.year) / "2").exists()
    assert b"loose leaf" not in written
    assert b"own notes" not in written
    assert not (folder / "private").exists()
    assert not (folder / "gestion").exists()


def test_only_an_export_without_server_hides_the_staff_door(january, folder):
    static_site.export(folder)
    assert "/gestion" in hrefs(folder / "index.html")
    static_site.export(folder, staff_door=False)
    assert "/gestion" not in hrefs(folder / "index.html")


def test_no_link_leads_out_of_the_folder():
    links = (
        "/a/../b",
        "/planes/%2e%2e%2f%2e%2e%2fx",
        "//other.example/x",
        "https://other.example/x",
    )
    assert static_site.links_of(
        "".join(f'<a href="{link}">x</a>' for link in (*links, "/planes/b"))
    ) == ["/planes/b"]


def test_another_export_takes_the_place_of_the_one_before_in_one_step(town, january, folder):
    static_site.export(folder)
    first = folder.resolve()
    with acting(town.people["officer"], town.day(2, 26)):
        edition = frappe.db.get_value("Gov Edition", {"format": "OPEN", "period": january})
        publication.withdraw(edition, "It named a neighbour")
    static_site.export(folder)
    assert folder.is_symlink()
    assert folder.resolve() != first
    assert first.is_dir()
    assert "It named a neighbour" in "".join(p.read_text("utf-8") for p in folder.rglob("*.html"))
    static_site.export(folder)
    assert not first.exists()


def test_a_folder_with_something_else_is_refused_and_left_alone(folder):
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match="something else"):
        static_site.export(folder)
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_an_export_that_fails_leaves_the_one_before(january, folder, monkeypatch):
    static_site.export(folder)
    before = folder.resolve()
    monkeypatch.setattr(static_site, "page_for_guests", lambda address: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        static_site.export(folder)
    assert folder.resolve() == before
    assert list(folder.parent.glob(".portal.[0-9]*")) == [before]


def test_publishing_has_the_files_written_where_the_site_names_a_folder(town, folder, monkeypatch):
    monkeypatch.setitem(frappe.local.conf, static_site.FOLDER_KEY, str(folder))
    period = month_with_one_approved_report(town)
    frappe.db.commit()  # what waits for it is of before
    asked = []
    monkeypatch.setattr(frappe, "enqueue", lambda method, **options: asked.append(method))
    with on_publication_day(town):
        publication.publish_period(period)
    assert set(asked) == {"govplan.portal.static_site.refresh"}
    frappe.get_attr(asked[0])()
    assert (folder / "transparencia" / str(town.year) / "1" / "index.html").is_file()
    monkeypatch.delitem(frappe.local.conf, static_site.FOLDER_KEY)
    asked.clear()
    static_site.refresh_later()
    assert asked == []
