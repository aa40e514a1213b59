"""Whose word is taken on who asks and how."""

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from frappe_embedded import proxy


@pytest.fixture
def asked(ct):
    """A request from a peer with headers, as the request of the moment."""

    def make(peer, **headers):
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        builder = EnvironBuilder(headers=named, environ_base={"REMOTE_ADDR": peer})
        frappe.local.request = Request(builder.get_environ())
        proxy.note_https(frappe.local.request)
        return frappe.local.request

    yield make
    frappe.local.conf.pop("trusted_proxies", None)


def test_a_proxy_on_this_machine_is_trusted_and_others_are_not(asked):
    for peer, seen in (("127.0.0.1", "203.0.113.9"), ("::1", "203.0.113.9"), ("10.0.0.5",) * 2):
        request = asked(peer, X_Forwarded_For="6.6.6.6, 203.0.113.9", X_Forwarded_Proto="https")
        assert proxy.request_ip() == seen
        assert (request.scheme == "https") is (seen != peer)


def test_a_unix_socket_is_of_this_machine(asked):
    asked("", X_Forwarded_For="203.0.113.9")
    assert proxy.request_ip() == "203.0.113.9"


def test_the_configuration_names_the_proxies_instead(asked):
    frappe.local.conf["trusted_proxies"] = ["10.0.0.0/24"]
    asked("10.0.0.5", X_Forwarded_For="203.0.113.9")
    assert proxy.request_ip() == "203.0.113.9"
    assert asked("127.0.0.1", X_Forwarded_Proto="https").scheme == "http"
    asked("127.0.0.1", X_Forwarded_For="203.0.113.9")
    assert proxy.request_ip() == "127.0.0.1"


def test_what_is_no_address_is_not_believed(asked):
    asked("127.0.0.1", X_Forwarded_For="<script>")
    assert proxy.request_ip() == "127.0.0.1"


def test_what_a_proxy_passes_on_is_not_of_this_machine(asked):
    assert proxy.is_of_this_machine(asked("127.0.0.1"))
    assert not proxy.is_of_this_machine(asked("127.0.0.1", X_Forwarded_For="203.0.113.9"))
    assert not proxy.is_of_this_machine(asked("10.0.0.5"))
