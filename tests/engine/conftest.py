"""Sites for the tests of the engine: one only a database, one that has the app in `apps/ctapp`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import desk_town
import frappe
import pytest
from services.redis import Redis

from frappe_embedded import context
from frappe_embedded.cache import forget_site
from frappe_embedded.context import local
from frappe_embedded.databases import database_kind, open_database, root_account
from frappe_embedded.records import Records
from frappe_embedded.schema import create_core_tables, sync_doctype
from frappe_embedded.site import connect, destroy, init
from frappe_embedded.testing import make_site
from frappe_embedded.values import _dict
from frappe_embedded.wsgi import Application

KEEPER, STRANGER = "keeper@ct.example", "stranger@ct.example"
MOMENT = "2026-01-02 03:04:05.000006"

ROW = {
    "name": "Ct Row",
    "module": "Core",
    "istable": 1,
    "custom": 1,
    "fields": [
        {"fieldname": "label", "fieldtype": "Data"},
        {"fieldname": "value", "fieldtype": "Float"},
    ],
}
UNIT = {
    "name": "Ct Unit",
    "module": "Core",
    "is_tree": 1,
    "custom": 1,
    "autoname": "field:title",
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "unique": 1},
        {"fieldname": "parent_ct_unit", "fieldtype": "Link", "options": "Ct Unit"},
        {"fieldname": "acronym", "fieldtype": "Data"},
        {"fieldname": "opened", "fieldtype": "Date"},
        {"fieldname": "seen", "fieldtype": "Datetime"},
        {"fieldname": "hour", "fieldtype": "Time"},
        {"fieldname": "budget", "fieldtype": "Currency"},
        {"fieldname": "staff", "fieldtype": "Int"},
        {"fieldname": "active", "fieldtype": "Check", "default": "1"},
        {"fieldname": "rows", "fieldtype": "Table", "options": "Ct Row"},
        {"fieldname": "lft", "fieldtype": "Int"},
        {"fieldname": "rgt", "fieldtype": "Int"},
    ],
}
SETTINGS = {
    "name": "Ct Settings",
    "module": "Core",
    "issingle": 1,
    "custom": 1,
    "fields": [
        {"fieldname": "town", "fieldtype": "Data"},
        {"fieldname": "days", "fieldtype": "Int"},
        {"fieldname": "since", "fieldtype": "Date"},
    ],
}


@pytest.fixture
def db(tmp_path: Path, common_config: dict[str, Any]) -> Iterator[Records]:
    """A database with three DocTypes; the site that was open comes back afterwards."""
    outside = dict(local)
    (tmp_path / "bare").mkdir()
    conf = _dict(common_config)
    conf |= database_kind(conf.db_type).new_account(tmp_path)
    context.reset("bare", tmp_path, conf)
    local.session.user = "planner@example.org"
    local.db = opened = open_database(conf, local.site_path)
    opened.provide(root_account(conf))
    create_core_tables()
    for definition in (ROW, UNIT, SETTINGS):
        sync_doctype(definition)
    opened.commit()
    yield opened
    opened.rollback()
    opened.clear(replace=True)
    opened.close()
    opened.forget_connections()
    forget_site("bare")
    context.release()
    for name, value in outside.items():
        setattr(local, name, value)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis; who uses it finds it empty after `empty()`."""
    with Redis() as server:
        yield server


@pytest.fixture
def town(db: Records) -> Records:
    """Three units: Alcaldía with Obras and Ñuble below it."""
    columns = [
        "name", "title", "parent_ct_unit", "acronym", "opened", "seen", "hour", "budget", "staff",
        "active", "lft", "rgt", "owner", "creation", "modified",
    ]  # fmt: skip
    stamps = ("planner@example.org", MOMENT)
    rows = [
        ("Alcaldía", "Alcaldía", None, "ALC", "2026-01-05", "2026-01-05 23:30", "8:00", 10.5, 3,
         1, 1, 6, *stamps, "2026-01-03 00:00:00.000000"),
        ("Obras", "Obras", "Alcaldía", "", None, None, None, 0, 0, 0, 2, 3, *stamps, MOMENT),
        ("Ñuble", "Ñuble", "Alcaldía", None, "2026-02-01", "2026-01-06", None, "1.25", 7,
         1, 4, 5, *stamps, "2026-01-04 00:00:00.000000"),
    ]  # fmt: skip
    db.bulk_insert("Ct Unit", columns, rows)
    db.commit()
    return db


@contextmanager
def apart() -> Iterator[None]:
    """Another site may be opened inside; the one that was open comes back."""
    outside = dict(local)
    context.release()
    yield
    destroy()
    for name, value in outside.items():
        setattr(local, name, value)


@pytest.fixture
def apart_from() -> Iterator[None]:
    """The test opens sites of its own."""
    with apart():
        yield


@pytest.fixture(scope="session")
def apart_module() -> Callable[[], AbstractContextManager[None]]:
    """For fixtures that open sites of their own: `with apart_module():`."""
    return apart


@pytest.fixture(scope="session")
def ct_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of sites with one, `ct.site`, that has ctapp installed."""
    folder = tmp_path_factory.mktemp("ct")
    sys.path.insert(0, str(Path(__file__).parent / "apps"))
    with apart():
        make_site(folder, "ct.site", apps=["ctapp"])
    yield folder
    sys.path.remove(str(Path(__file__).parent / "apps"))


@pytest.fixture
def ct(ct_sites: Path) -> Iterator[str]:
    """The site with ctapp, open as Administrator; what the test does not commit is undone."""
    with apart():
        init("ct.site", ct_sites)
        connect()
        local.flags.in_test = True
        yield "ct.site"


@pytest.fixture
def visit(ct: str, ct_sites: Path, browser_of: type) -> Callable[[], object]:
    """Makes browsers of the site with ctapp."""
    application = Application(ct_sites, ct)
    return lambda: browser_of(application, ct, frappe)


# The back office


@pytest.fixture(scope="session")
def desk_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of sites with one, `desk.site`, that has the little town hall of `desk_town`."""
    folder = tmp_path_factory.mktemp("desk")
    with apart():
        make_site(folder, "desk.site")
        desk_town.furnish()
        local.db.commit()
    yield folder


@pytest.fixture
def desk(desk_sites: Path) -> Iterator[str]:
    """The site with the little town hall, open as Administrator."""
    with apart():
        init("desk.site", desk_sites)
        connect()
        local.flags.in_test = True
        yield "desk.site"


@pytest.fixture
def person(desk: str, desk_sites: Path, browser_of: type) -> Callable[[str], object]:
    """Makes browsers in which somebody of the town hall is logged in."""
    application = Application(desk_sites, desk)

    def logged_in(who: str) -> object:
        browser = browser_of(application, desk, frappe)
        name = who if who == "Administrator" else f"{who}@desk.example"
        assert browser.login(name, desk_town.PASSWORD).status_code == 200
        return browser

    return logged_in


@pytest.fixture
def people(ct: str) -> None:
    """A keeper of things, and somebody without a role; committed."""
    for email, roles in ((KEEPER, [{"role": "Ct Keeper"}]), (STRANGER, [])):
        if not frappe.db.exists("User", email):
            row = {"doctype": "User", "email": email, "first_name": email[:4], "roles": roles}
            frappe.get_doc({**row, "send_welcome_email": 0}).insert()
            frappe.get_module("frappe_embedded.passwords").update_password(email, "sesame")
    frappe.db.commit()


@pytest.fixture
def guest(visit: Callable[[], object]) -> object:
    """A browser of nobody in particular."""
    return visit()


@pytest.fixture
def keeper(people: None, visit: Callable[[], Any]) -> Any:
    """A browser of somebody who keeps things."""
    browser = visit()
    assert browser.login(KEEPER, "sesame").status_code == 200
    return browser


@pytest.fixture
def stranger(people: None, visit: Callable[[], Any]) -> Any:
    """A browser of somebody without a role."""
    browser = visit()
    assert browser.login(STRANGER, "sesame").status_code == 200
    return browser


@pytest.fixture
def thing(ct: str) -> Iterator[Callable[..., Any]]:
    """Make a thing that is gone when the test ends."""
    made = []

    def make(title, **more):
        made.append(title)
        frappe.delete_doc("Ct Thing", title)
        return frappe.get_doc({"doctype": "Ct Thing", "title": title, **more}).insert()

    yield make
    frappe.db.rollback()
    for title in made:
        frappe.delete_doc("Ct Thing", title)
    frappe.db.commit()
