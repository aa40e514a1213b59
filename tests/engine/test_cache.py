"""What is remembered, for whom, for how long, and when it is forgotten."""

import time

import pytest
import time_machine

from frappe_embedded import cache as module
from frappe_embedded import context
from frappe_embedded.cache import (
    announce_change,
    cache,
    forget,
    forget_site,
    memory,
    redis_cache,
    request_cache,
    site_cache,
)
from frappe_embedded.context import local


@pytest.fixture
def bare(request, tmp_path):
    """A site without a database, unless the test asks for one."""
    if "db" in request.fixturenames:
        yield request.getfixturevalue("db")
        return
    outside = dict(local)
    (tmp_path / "bare").mkdir()
    context.reset("bare", tmp_path)
    local.session.user = "planner@example.org"
    yield
    forget_site("bare")
    context.release()
    for name, value in outside.items():
        setattr(local, name, value)


@pytest.fixture(params=["memory", "redis"], autouse=True)
def store(request, bare):
    """Every test on what keeps values in the process, and on Redis."""
    if request.param == "redis":
        server = request.getfixturevalue("redis_server")
        server.empty()
        local.conf.redis_cache = server.url
    return request.param


@pytest.fixture
def clock(store):
    """The time, to be shifted; a Redis has its own."""
    if store == "memory":
        with time_machine.travel(0, tick=False) as clock:
            yield clock.shift
    else:
        yield time.sleep


def next_request():
    local.cache, local.request_cache = {}, {}


def test_values_by_key_and_user():
    cache.set_value("k", {"a": [1]})
    cache.set_value("k", 2, user="ana")
    next_request()
    assert cache().get_value("k") == {"a": [1]}
    assert cache.get_value("k", user="ana") == 2
    cache.delete_value("k")
    assert not cache.exists("k")
    assert cache.exists("k", user="ana")


def test_what_was_stored_cannot_be_changed_from_outside():
    value = [1]
    cache.set_value("k", value)
    value.append(2)
    next_request()
    cache.get_value("k").append(3)
    next_request()
    assert cache.get_value("k") == [1]


def test_a_generator_fills_the_gap_once():
    made = []
    for _turn in range(2):
        next_request()
        assert cache.get_value("k", lambda: made.append(1) or 5) == 5
    assert made == [1]


def test_a_miss_is_remembered_for_the_request():
    assert cache.get_value("k") is None
    assert cache.get_value("k", lambda: 5) is None
    next_request()
    assert cache.get_value("k", lambda: 5) == 5


def test_values_expire(clock):
    cache.set_value("k", 1, expires_in_sec=1)
    cache.set_value("l", 1, expires_in_sec=100)
    clock(1.1)
    assert not cache.exists("k")
    assert cache.exists("l")


def test_keys_are_deleted_by_their_beginning():
    for key in ("a:1", "a:2", "b:1"):
        cache.set_value(key, 1)
    cache.delete_keys("a:")
    cache.delete_value(["b:1", "c"])
    assert not any(cache.exists(key) for key in ("a:1", "a:2", "b:1"))


def test_hashes():
    assert cache.hget("h", "a") is None
    assert cache.hget("h", "a", lambda: 1) == 1
    cache.hset("h", "b", [2])
    assert cache.hgetall("h") == {"a": 1, "b": [2]}
    assert cache.hexists("h", "a")
    cache.hdel("h", "a")
    assert cache.hgetall("h") == {"b": [2]}


def test_lists_sets_and_counters():
    cache.lpush("l", 2)
    cache.lpush("l", 1)
    assert cache.llen("l") == 2
    assert (cache.rpop("l"), cache.rpop("l"), cache.rpop("l")) == (2, 1, None)
    cache.sadd("s", 1, 2)
    assert cache.smembers("s") == {1, 2}
    assert (cache.incrby("n"), cache.incrby("n", 4)) == (1, 5)


def test_another_site_remembers_other_things(store):
    cache.set_value("k", 1)
    memory("x")["k"] = 1
    local.site = "other"
    next_request()
    assert cache.hgetall("k") == {}
    assert cache.get_value("k") is None
    assert memory("x") == {}
    forget_site("bare")
    local.site = "bare"
    next_request()
    assert (cache.get_value("k") is None) == (store == "memory")
    assert memory("x") == {}


def test_forgetting_is_repeated_when_the_transaction_ends(db):
    db.begin()
    forget("x")
    memory("x")["k"] = "read by another thread meanwhile"
    db.commit()
    assert memory("x") == {}
    db.begin()
    forget("x")
    memory("x")["k"] = "read before the rollback"
    db.rollback()
    assert memory("x") == {}


def counted(decorate):
    calls = []

    @decorate
    def double(number, plus=0):
        calls.append(number)
        return [number * 2 + plus]

    return double, calls


def test_a_call_is_remembered_for_the_request():
    double, calls = counted(request_cache)
    assert double(2) == double(2) == [4]
    assert double(2, plus=1) == [5]
    assert calls == [2, 2]
    double.clear_cache()
    double(2)
    next_request()
    double(2)
    assert calls == [2] * 4


@pytest.mark.parametrize(
    "decorate", [site_cache, site_cache(), redis_cache, redis_cache(user=True)]
)
def test_a_call_is_remembered_between_requests(decorate):
    double, calls = counted(decorate)
    assert double(2) == [4]
    next_request()
    assert double(2) == [4]
    assert calls == [2]
    double.clear_cache()
    next_request()
    double(2)
    assert calls == [2, 2]


def test_a_remembered_call_may_be_a_users_own():
    double, calls = counted(redis_cache(user=True))
    double(2)
    local.session.user = "ana"
    double(2)
    assert calls == [2, 2]


@pytest.mark.parametrize("decorate", [site_cache(ttl=1), redis_cache(ttl=1)])
def test_a_remembered_call_expires(decorate, clock):
    double, calls = counted(decorate)
    double(2)
    clock(1.1)
    next_request()
    double(2)
    assert calls == [2, 2]


def test_the_oldest_answer_goes_when_there_are_too_many():
    double, calls = counted(site_cache(maxsize=1))
    for number in (1, 2, 1):
        double(number)
    assert calls == [1, 2, 1]
    assert len(memory(f"call:{double.__module__}.{double.__qualname__}")) == 1


def test_outside_a_site_there_is_something_to_remember_in():
    site, mirror = local.site, local.cache
    del local.cache
    try:
        cache.set_value("k", 1)
        assert cache.get_value("k") == 1
    finally:
        local.cache, local.site = mirror, site
    assert module.memory("x") is module.memory("x")


def test_processes_count_together(redis_server, store):
    cache.incrby("n", 2)
    next_request()
    assert cache.get_value("n") == 2
    cache.delete_value("n")
    assert not cache.exists("n")


def test_all_of_a_site_is_dropped_and_nothing_of_another(store):
    for site in ("other", "bare"):
        local.site = site
        next_request()
        cache.set_value("k", site)
        cache.hset("h", "a", site)
    announce_change()
    assert cache.get_value("k") is None
    local.site = "other"
    next_request()
    assert (cache.get_value("k"), cache.hget("h", "a")) == ("other", "other")
    announce_change()


def test_without_its_redis_a_site_remembers_nothing_and_still_counts(redis_server, tmp_path):
    local.conf.redis_cache = f"unix://{tmp_path}/nobody"
    cache.set_value("k", 1)
    next_request()
    assert cache.get_value("k") is None
    next_request()
    assert cache.get_value("k", lambda: 5) == 5
    cache.hset("h", "a", 1)
    cache.lpush("l", 1)
    cache.sadd("s", 1)
    cache.delete_keys("k")
    cache.delete_value("k")
    cache.hdel("h", "a")
    assert (cache.hgetall("h"), cache.hexists("h", "a"), cache.hget("h", "a")) == ({}, False, None)
    assert (cache.llen("l"), cache.rpop("l"), cache.smembers("s")) == (0, None, set())
    assert (cache.incrby("n"), cache.incrby("n")) == (1, 2)


def test_a_redis_that_comes_back_is_used_again(redis_server, monkeypatch):
    monkeypatch.setattr("frappe_embedded.redis_store.REST", 0.0)
    local.conf.redis_cache = redis_server.url
    redis_server.stop()
    cache.set_value("k", 1)
    next_request()
    assert cache.get_value("k") is None
    redis_server.start()
    next_request()
    cache.set_value("k", 2)
    next_request()
    assert cache.get_value("k") == 2
    redis_server.stop()
    redis_server.start()
    cache.set_value("k", 3)
    next_request()
    assert cache.get_value("k") == 3
