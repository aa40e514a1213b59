"""`frappe.cache`, in this process or in Redis (sections 3.6 and 13.2)."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def key():
    yield "ct_cache"
    frappe.cache.delete_value("ct_cache")
    frappe.cache.delete_value("ct_hash")


def next_request():
    frappe.local.cache = {}


def test_values_come_back_with_their_types(key):
    frappe.cache.set_value(key, {"town": "Ñuble", "units": [1, 2.5, None]})
    next_request()
    assert frappe.cache.get_value(key) == {"town": "Ñuble", "units": [1, 2.5, None]}
    frappe.cache.delete_value(key)
    assert frappe.cache.get_value(key) is None


def test_a_generator_fills_what_is_missing_once(key):
    asked = []
    assert frappe.cache.get_value(key, generator=lambda: asked.append(1) or "made") == "made"
    next_request()
    assert frappe.cache.get_value(key, generator=lambda: asked.append(1) or "again") == "made"
    assert asked == [1]


def test_what_a_request_found_missing_stays_missing_for_it_with_a_generator_too(key):
    assert frappe.cache.get_value(key) is None
    assert frappe.cache.get_value(key, generator=lambda: "made") is None
    next_request()
    assert frappe.cache.get_value(key, generator=lambda: "made") == "made"


def test_a_value_of_one_user_is_not_anothers(key):
    frappe.cache.set_value(key, "mine", user="ct.ana@example.com")
    next_request()
    assert frappe.cache.get_value(key, user="ct.ana@example.com") == "mine"
    assert frappe.cache.get_value(key, user="ct.beto@example.com") is None
    frappe.cache.delete_value(key, user="ct.ana@example.com")


def test_hashes_keep_values_under_names(key):
    frappe.cache.hset("ct_hash", "a", {"n": 1})
    next_request()
    assert frappe.cache.hget("ct_hash", "a") == {"n": 1}
    assert frappe.cache.hget("ct_hash", "b", generator=lambda: 2) == 2
    frappe.cache.hdel("ct_hash", "a")
    next_request()
    assert frappe.cache.hget("ct_hash", "a") is None


def test_keys_are_deleted_by_their_beginning(key):
    frappe.cache.set_value("ct_cache_one", 1)
    frappe.cache.set_value("ct_cache_two", 2)
    frappe.cache.delete_keys("ct_cache")
    next_request()
    assert frappe.cache.get_value("ct_cache_one") is None
    assert frappe.cache.get_value("ct_cache_two") is None
