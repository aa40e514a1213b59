"""A real mail server, with and without TLS, and a site whose outbox is emptied afterwards."""

import ssl

import frappe
import pytest
import trustme
from mailing import CONFIG, configure
from services.postbox import postbox

from frappe_embedded.context import local
from frappe_embedded.site import update_site_config


@pytest.fixture
def outside_tests(ct):
    """Mail leaves; afterwards the outbox and the configuration are as before."""
    local.flags.in_test = False
    yield ct
    frappe.db.rollback()
    for doctype in ("Email Queue", "Email Account"):
        for name in frappe.get_all(doctype, pluck="name"):
            frappe.delete_doc(doctype, name, force=True)
    frappe.db.commit()
    for key in (*CONFIG, "auto_email_id", "email_sender_name", "mute_emails", "host_name"):
        update_site_config(key, None)


@pytest.fixture
def box(outside_tests):
    with postbox() as server:
        configure(server.port)
        yield server


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate authority of our own, and where its certificate lies."""
    made = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


@pytest.fixture
def certified(authority):
    """A server's side of TLS, for 127.0.0.1."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority[0].issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", authority[1])
