"""The people of the demo town at the browser."""

from playwright.sync_api import Page

PASSWORD = "demo-govplan-2026"
ADMIN_PASSWORD = "the-key-to-the-town-2026"


def log_in(page: Page, who: str, password: str = PASSWORD) -> None:
    """From the staff area's door to its first page."""
    page.goto("/gestion")
    fill_login(page, who, password)


def fill_login(page: Page, who: str, password: str = PASSWORD) -> None:
    """Fill the form of the log-in page and send it."""
    page.fill("input[name=usr]", f"{who}@sanjacinto.example")
    page.fill("input[name=pwd]", password)
    with page.expect_navigation():
        page.click("button[type=submit]")


def press(page: Page, button: str) -> None:
    """Press a button that sends a form, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def box(page: Page, indicator: str, field: str):
    """A box of a line, found by the line's title."""
    return page.locator(f"section[aria-label='{indicator}'] [name^='{field}__']")


def prove(page: Page):
    """The fields that prove the whole report, unfolded."""
    whole = page.locator("#evidence__todo")
    if not whole.locator("input[type=url]").is_visible():
        whole.locator("summary").click()
    return whole
