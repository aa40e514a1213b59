"""How often a door may be used."""

import threading

import frappe
import pytest
import time_machine
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from frappe_embedded.rate_limits import rate_limit
from frappe_embedded.text import generate_hash


@pytest.fixture
def ask(ct):
    """Call a door as a request from an address, with the arguments of a form."""

    def call(door, address="10.0.0.1", method="POST", **form):
        builder = EnvironBuilder(method=method, environ_base={"REMOTE_ADDR": address})
        frappe.local.request = Request(builder.get_environ())
        frappe.local.form_dict = frappe._dict(form)
        return door(**form)

    return call


def limited(**options):
    name = generate_hash()

    def opened(**form):
        return "open"

    opened.__qualname__ = name
    return rate_limit(**options)(opened)


def test_a_door_closes_after_its_limit_and_opens_in_the_next_window(ask):
    opened = limited(limit=2, seconds=60)
    with time_machine.travel("2026-01-01 00:00:00", tick=False) as clock:
        assert [ask(opened), ask(opened)] == ["open", "open"]
        with pytest.raises(frappe.RateLimitExceededError):
            ask(opened)
        assert ask(opened, address="10.0.0.2") == "open"
        clock.shift(61)
        assert ask(opened) == "open"


def test_threads_count_together(ask):
    opened = limited(limit=50, seconds=3600, ip_based=False)
    site = frappe.local.site, frappe.local.sites_path
    outcomes = []

    def call():
        frappe.init(*site)
        builder = EnvironBuilder(method="POST")
        frappe.local.request = Request(builder.get_environ())
        for _time in range(25):
            try:
                outcomes.append(opened())
            except frappe.RateLimitExceededError:
                outcomes.append("closed")
        frappe.destroy()

    threads = [threading.Thread(target=call) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("open") == 50


def test_who_is_refused_is_told_when_to_come_back(ask):
    opened = limited(limit=0, seconds=60)
    with time_machine.travel("2026-01-01 00:00:20+00:00", tick=False):
        with pytest.raises(frappe.RateLimitExceededError):
            ask(opened)
        assert frappe.flags.retry_after == 40


def test_a_key_of_the_form_is_counted_by_itself(ask):
    opened = limited(key="event", limit=1, ip_based=False)
    assert ask(opened, event="a") == "open"
    assert ask(opened, event="b") == "open"
    with pytest.raises(frappe.RateLimitExceededError):
        ask(opened, address="10.0.0.9", event="a")


def test_only_the_named_methods_count(ask):
    opened = limited(limit=1, methods=["POST"])
    for _time in range(3):
        assert ask(opened, method="GET") == "open"
    assert ask(opened) == "open"
    with pytest.raises(frappe.RateLimitExceededError):
        ask(opened)


def test_outside_a_request_nothing_is_counted(ct):
    opened = limited(limit=0)
    assert opened() == "open"
