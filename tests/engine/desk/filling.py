"""A person at the back office: opens forms, fills them in, sends them."""

from html.parser import HTMLParser

import frappe


class Filler:
    """Opens pages as whoever logged in with `browser`; `page` is the last one as text."""

    def __init__(self, browser):
        # Forms carry the token; a header would hide one that does not.
        browser.headers.pop("X-Frappe-CSRF-Token", None)
        self.browser = browser
        self.page = ""

    def open(self, path):
        answer = self.browser.get(f"/app{path}")
        self.page = answer.get_data(as_text=True)
        return answer

    def send(self, path, **typed):
        """Open a form and send it as it is but for what was typed; None leaves an input out."""
        opened = self.open(path)
        assert opened.status_code == 200, self.page
        return self.send_again(path, **typed)

    def send_again(self, path, **typed):
        """Send the form on the page one sees."""
        data = {**inputs_of(self.page), **typed}
        return self.post(path, {name: value for name, value in data.items() if value is not None})

    def post(self, path, data):
        """Send what one likes, ours or not; the token is the right one unless it is given."""
        data = {"csrf_token": self.token(), **data}
        answer = self.browser.post(f"/app{path.partition('?')[0]}", data=data)
        self.page = answer.get_data(as_text=True)
        return answer

    def token(self):
        home = self.browser.get("/app").get_data(as_text=True)
        return home.partition('name="csrf_token" value="')[2].partition('"')[0]

    def fault(self, name):
        """What a field of the page says is wrong with it, '' when nothing."""
        return self.page.partition(f'id="{name}-error">')[2].partition("</p>")[0]


def stored(name, doctype="Ct Form"):
    """A record as it is stored now."""
    frappe.db.rollback()
    return frappe.get_doc(doctype, name)


def inputs_of(page):
    """What a browser would send of the record's form if nothing were typed, by name."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = {}
        self.inside = self.template = False
        self.area = self.select = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("class") == "sheet"
        elif tag == "template":
            self.template = True
        elif self.inside and not self.template:
            self._control(tag, given)

    def _control(self, tag, given):
        name = given.get("name")
        if tag == "input" and given["type"] != "file":
            if given["type"] != "checkbox" or "checked" in given:
                self._add(name, given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.found[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and self._is_chosen(given):
            self.found[self.select] = given["value"]

    def _is_chosen(self, given):
        return "selected" in given or self.select not in self.found

    def _add(self, name, value):
        known = self.found.get(name)
        if name.endswith("-rows"):
            self.found[name] = [*(known or []), value]
        else:
            self.found[name] = value

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.found[self.area] = self.found[self.area].removeprefix("\n")
            self.area = None
        self.template &= tag != "template"
        self.inside &= tag != "form"
        self.select = None if tag == "select" else self.select
