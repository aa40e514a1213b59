"""The demo town on a real server, and headless Chromium with the people of the town in it.

The town's present is the day last month was opened: some units have reported, the others have
not begun. The server's own clock plays no part; the calendar's job is run by the tests.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from people import ADMIN_PASSWORD, fill_login, log_in
from playwright.sync_api import Browser, Page, sync_playwright
from serving import bench, free_port, make_folder, served

CHROMIUM = "/usr/bin/chromium"
CALM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHECKOUT = Path(__file__).resolve().parents[2]


class LiveTown:
    """The served site: its address, its commands, the month that is open."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}"
        self.present = _last_weekday(date.today().replace(day=1))
        self.month = f"{self.present:%Y-%m}"

    def bench(self, *arguments: str) -> str:
        """Run a bench command on the site; what it printed. Fails with its words."""
        return bench(self.folder, *arguments)

    def publish(self) -> None:
        """The calendar's job, on a day after the publication of the open month."""
        self.run("govplan.monitoring.calendar.keep", 25)

    def run(self, job: str, days: int) -> None:
        """A job of the clock, in the morning so many days after the town's present."""
        named = json.dumps({"now": f"{self.present + timedelta(days=days)} 08:00:00"})
        self.bench("--site", "town", "execute", job, "--kwargs", named)

    def report(self, unit: str) -> str:
        """The address of a unit's report of the open month."""
        return f"/gestion/reportes/{unit}-{self.month}"


def _last_weekday(first_of_next: date) -> date:
    """When a month opens; none of the demo town's holidays falls on such a day."""
    day = first_of_next - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - 4))


@pytest.fixture(scope="session")
def town(
    tmp_path_factory: pytest.TempPathFactory, common_config: dict[str, Any]
) -> Iterator[LiveTown]:
    folder, port = tmp_path_factory.mktemp("portal-sites"), free_port()
    make_folder(folder, common_config)
    live = LiveTown(folder, port)
    live.bench("new-site", "town", "--install-app", "govplan")
    files = str(CHECKOUT / "fixtures" / "demo")
    live.bench("--site", "town", "govplan-demo", "--from", files, "--today", str(live.present))
    with served(folder, "town", port):
        yield live


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CALM))
        yield browser
        browser.close()


@pytest.fixture
def visit(town: LiveTown, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody (`directora`, `agua` …; nobody: a guest) in a session of its own.

    At the end no page may have complained on its console.
    """
    contexts = []
    complaints: list[str] = []

    def opened(path: str, who: str = "", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=town.address, viewport={"width": width, "height": 900}, locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: _note(complaints, said))
        if who:
            log_in(page, who)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(complaints: list[str], said: object) -> None:
    kind, text = said.type, said.text  # type: ignore[attr-defined] # playwright's ConsoleMessage
    # A refused form answers 4xx on purpose, and the browser reports each such answer.
    if kind == "error" and "Failed to load resource" not in text:
        complaints.append(text)


@pytest.fixture(scope="session")
def keys(town):
    """The administrator has a password."""
    town.bench("--site", "town", "set-admin-password", ADMIN_PASSWORD)


@pytest.fixture
def desk(keys, visit):
    """Opens a page of the back office as somebody, `administrator` too."""

    def opened(path: str, who: str, width: int) -> Page:
        page = visit(f"/login?redirect-to={path}", width=width)
        if who == "administrator":
            page.fill("input[name=usr]", "Administrator")
            page.fill("input[name=pwd]", ADMIN_PASSWORD)
            with page.expect_navigation():
                page.click("button[type=submit]")
        else:
            fill_login(page, who)
        assert page.url.endswith(path)
        return page

    return opened
