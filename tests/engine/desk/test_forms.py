"""The form of a record in the back office, through the site's door."""

import re

import form_doctypes
import frappe
import pytest


class Desk:
    """A person at the back office: opens forms, fills them in, sends them."""

    def __init__(self, browser):
        self.browser = browser

    def open(self, path):
        answer = self.browser.get(f"/app{path}")
        self.page = answer.get_data(as_text=True)
        return answer

    def send(self, path, **typed):
        """Open a form and send it with what it holds, changed by `typed`; None leaves one out."""
        opened = self.open(path)
        assert opened.status_code == 200, self.page
        filled = {**inputs_of(self.page), **typed}
        data = {name: value for name, value in filled.items() if value is not None}
        return self.post(path, **data)

    def post(self, path, **data):
        """Send a form as somebody may who does not use ours; the token is the right one."""
        data.setdefault("csrf_token", self.token())
        answer = self.browser.post(f"/app{path.partition('?')[0]}", data=data)
        self.page = answer.get_data(as_text=True)
        return answer

    def token(self):
        page = self.browser.get("/app").get_data(as_text=True)
        return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


def inputs_of(page):
    """What a browser would send of the main form if nothing were typed."""
    form = page.partition('<form class="sheet"')[2].partition("</form>")[0]
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "type"))
        value = re.search(r'value="([^"]*)"', tag)
        if kind.group(1) in ("file", "checkbox") and "checked" not in tag:
            continue
        found.setdefault(name.group(1), []).append(unescape(value.group(1) if value else ""))
    for name, text in re.findall(r'<textarea id="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    for name, inner in re.findall(r'<select id="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        first = re.search(r'<option value="([^"]*)"', inner)
        found[name] = unescape((chosen or first).group(1))
    return found


def unescape(text):
    import html

    return html.unescape(text)


@pytest.fixture
def desk(ct, visit):
    form_doctypes.make()

    def of(who="Administrator"):
        browser = visit()
        known = who == "Administrator"
        browser.login(
            who if known else f"{who}@ct.example", "admin" if known else form_doctypes.PASSWORD
        )
        return Desk(browser)

    return of

def test_x(desk):
    d = desk()
    print(d.open("/ct-form/new").status_code, d.page)
    assert 0
