"""Each thread has its own values, and a proxy is as good as the value it stands for."""

import threading

import pytest

from frappe_embedded.ambient import Local, LocalProxy


@pytest.fixture
def local():
    return Local()


def proxy(local, value):
    local.value = value
    return LocalProxy(local, "value")


def test_a_thread_sees_nothing_of_another(local):
    local.value = 1
    seen = []
    thread = threading.Thread(target=lambda: seen.append(hasattr(local, "value")))
    thread.start()
    thread.join()
    assert seen == [False]
    assert dict(local) == {"value": 1}


def test_what_is_released_is_gone(local):
    local.value = 1
    local.__release_local__()
    assert not hasattr(local, "value")


def test_a_proxy_follows_its_value(local):
    town = proxy(local, {"name": "Sucre"})
    town["year"] = 2026
    assert local.value == town == {"name": "Sucre", "year": 2026}
    assert ("name" in town, len(town), sorted(town), bool(town)) == (
        True, 2, ["name", "year"], True,
    )  # fmt: skip
    assert isinstance(town, dict)
    assert repr(town) == repr(local.value)
    local.value = "es"
    assert town == "es"
    assert (town + "-EC", "lang " + town, f"{town}", hash(town)) == (
        "es-EC", "lang es", "es", hash("es"),
    )  # fmt: skip
    assert "es".startswith(str(town))
    assert town.upper() == "ES"


def test_a_proxy_of_nothing_is_false_and_says_what_to_do(local):
    nothing = LocalProxy(local, "value")
    assert not nothing
    assert repr(nothing) == "None"
    assert not isinstance(nothing, dict)
    with pytest.raises(RuntimeError, match=r"frappe\.init"):
        _ = nothing.name
