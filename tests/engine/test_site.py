"""Opening a site, acting on it, closing it."""

import json
import threading

import frappe
import pytest

from frappe_embedded import context
from frappe_embedded.context import local
from frappe_embedded.locks import filelock, lock_path
from frappe_embedded.site import destroy, open_site, update_site_config


def test_a_site_that_is_not_there_is_told(apart_from, ct_sites):
    for name in ("no.site", "../ct", ""):
        with pytest.raises(frappe.IncorrectSitePath):
            frappe.init(name, sites_path=ct_sites)


def test_opening_acts_as_administrator_and_closing_undoes(ct, ct_sites):
    frappe.db.set_default("ct_undone", "x")
    destroy()
    assert not context.is_open()
    frappe.init(ct, sites_path=ct_sites)
    frappe.connect()
    assert frappe.session.user == "Administrator"
    assert frappe.db.get_default("ct_undone") is None


def test_opening_the_open_site_again_keeps_everything(ct, ct_sites):
    frappe.flags.mark = 1
    frappe.init(ct, sites_path=ct_sites)
    assert frappe.flags.mark == 1
    frappe.init(ct, sites_path=ct_sites, force=True)
    assert frappe.flags.mark is None
    frappe.connect()


def test_the_site_s_own_configuration_lies_over_the_common_one(ct, ct_sites):
    common = ct_sites / "common_site_config.json"
    before = common.read_text()
    common.write_text(json.dumps({**json.loads(before), "host_name": "common", "lang": "es"}))
    try:
        update_site_config("host_name", "own")
        assert (frappe.conf.host_name, frappe.conf.lang) == ("own", "es")
        update_site_config("host_name", None)
        assert frappe.conf.host_name == "common"
    finally:
        common.write_text(before)


def test_each_thread_has_its_own_site(ct, ct_sites):
    seen = []

    def other():
        with open_site(ct, ct_sites, "Guest"):
            seen.append(frappe.session.user)
        seen.append(context.is_open())

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == ["Guest", False]
    assert frappe.session.user == "Administrator"


def test_changing_the_user_forgets_what_was_remembered_of_the_other(ct):
    frappe.session.data.csrf_token = "x"
    frappe.form_dict.a = 1
    frappe.set_user("Guest")
    assert (frappe.session.user, frappe.session.data, frappe.form_dict) == ("Guest", {}, {})


def test_a_lock_is_of_the_site_or_of_the_bench(ct, ct_sites):
    assert lock_path("a/b c").parent == ct_sites / ct / "locks"
    assert lock_path("x", is_global=True).parent == ct_sites / "locks"
    with filelock("x"), filelock("x", is_global=True):
        pass


def test_a_lock_is_free_again_after_an_error(ct):
    with pytest.raises(ValueError, match="inside"), filelock("x"):
        raise ValueError("inside")
    with filelock("x", timeout=0.1):
        assert local.site == ct
