"""One site for the whole run: of the embedded engine in a temporary folder, or of a real Frappe.

pytest                                        the engine, on SQLite
pytest --database mariadb                     the engine, on a MariaDB and a Redis of its own
pytest --sites /bench/sites --site town.test  the Frappe of this environment
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from services.mariadb import MariaDB
from services.redis import Redis
from werkzeug.test import Client, TestResponse

ADMINISTRATOR = "Administrator"
DATABASES = ("sqlite", "mariadb")

# A property holds however slow the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=DATABASES)
    parser.addoption("--sites", help="folder of the sites of a real bench")
    parser.addoption("--site", dest="site_name", help="site to test on, `allow_tests` set")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--sites"):
        # A real Frappe's libraries warn of their own age; that is not ours to mend.
        config.addinivalue_line("filterwarnings", "default")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is about one database's own ways lives in files named after it."""
    chosen = config.getoption("--database")
    others = {f"test_{name}" for name in DATABASES if name != chosen}
    return True if collection_path.name.startswith(tuple(others)) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the whole site comes first, while few towns of other tests stand on it."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)


@pytest.fixture(scope="session", autouse=True)
def common_config(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """What common_site_config.json says in every folder of sites of this run."""
    if request.config.getoption("--sites") or request.config.getoption("--database") == "sqlite":
        yield {}
        return
    from frappe_embedded import testing

    with MariaDB() as server, Redis() as redis:
        config = server.config | {"redis_cache": redis.url}
        testing.shared_config.update(config)
        yield config


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    common_config: dict[str, Any],
) -> Iterator[str]:
    """The name of the site, open as Administrator, govplan installed."""
    sites = request.config.getoption("--sites")
    if sites:
        yield from _given_site(sites, request.config.getoption("site_name"))
    else:
        yield from _embedded_site(tmp_path_factory.mktemp("sites"))


def _given_site(sites: str, name: str) -> Iterator[str]:
    import frappe

    os.chdir(sites)
    frappe.init(name, sites_path=os.path.abspath(sites))
    frappe.connect()
    if "govplan" not in frappe.get_installed_apps():
        pytest.exit(f"{name}: install govplan first (bench --site {name} install-app govplan)")
    yield name
    frappe.destroy()


def _embedded_site(folder: Path) -> Iterator[str]:
    from frappe_embedded.site import destroy
    from frappe_embedded.testing import make_site

    make_site(folder, "test.site", apps=["govplan"])
    yield "test.site"
    destroy()


@pytest.fixture(autouse=True)
def clean_site(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that uses the site begins as Administrator with nothing remembered, and is undone."""
    if "site" not in request.fixturenames:
        yield
        return
    import frappe

    name = request.getfixturevalue("site")
    _reset(frappe)
    yield
    if getattr(frappe.local, "site", None) != name or not frappe.local.db:
        pytest.fail("the test left the site closed")
    frappe.db.rollback()
    _reset(frappe)


def _reset(frappe: Any) -> None:
    # A save of the real Frappe appends to the list of what is being saved.
    frappe.local.flags = frappe._dict(in_test=True, currently_saving=[])
    frappe.set_user(ADMINISTRATOR)
    frappe.clear_messages()
    frappe.local.document_cache = {}
    frappe.local.outgoing_email_account = {}
    frappe.local.request_cache.clear()
    frappe.local.response = frappe._dict()
    frappe.local.lang = "en"


class Browser:
    """Sends requests to the site's WSGI application, each in a thread of its own, keeping cookies.

    What the test wrote is committed before, so the request sees it.
    """

    def __init__(self, application: Any, site: str, frappe: Any) -> None:
        self.client = Client(application)
        self.site = site
        self.frappe = frappe
        self.headers: dict[str, str] = {}

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.send("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.send("POST", path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        return self.send("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.send("DELETE", path, **options)

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        self.frappe.db.commit()
        headers = {"X-Frappe-Site-Name": self.site, **self.headers, **options.pop("headers", {})}
        answers: list[TestResponse] = []
        base_url = options.pop("base_url", f"http://{self.site}")
        thread = threading.Thread(
            target=lambda: answers.append(
                self.client.open(
                    path, base_url, method=method, headers=headers, buffered=True, **options
                )
            )
        )
        thread.start()
        thread.join()
        self.frappe.local.document_cache = {}
        return answers[0]

    def login(self, user: str, password: str) -> TestResponse:
        answer = self.post("/api/method/login", data={"usr": user, "pwd": password})
        # The engine asks every session for its token; Frappe those that were shown one.
        if token := answer.json.get("csrf_token"):
            self.headers["X-Frappe-CSRF-Token"] = token
        return answer


@pytest.fixture
def browser_of() -> type[Browser]:
    """Makes a browser of any application: `browser_of(application, site, frappe)`."""
    return Browser


@pytest.fixture
def browser(site: str, request: pytest.FixtureRequest) -> Callable[[], Browser]:
    """Makes browsers: `browser()` is a guest until it logs in."""
    import frappe

    if request.config.getoption("--sites"):
        import frappe.app

        application = frappe.app.application
    else:
        from frappe_embedded.wsgi import Application

        application = Application(frappe.local.sites_path, site)
    return lambda: Browser(application, site, frappe)
