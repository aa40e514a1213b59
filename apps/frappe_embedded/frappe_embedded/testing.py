"""For tests: sites that live in a temporary folder, somebody to act as, Frappe's test cases."""

import unittest
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from . import events, hooks
from .context import local
from .documents import get_doc
from .install import install_app, new_site
from .site import ADMINISTRATOR, COMMON_CONFIG, write_config
from .site import set_user as act_as

# Filled by a run of tests that has servers of its own.
shared_config: dict[str, Any] = {}


def make_site(
    folder: Path,
    site: str = "test.site",
    apps: Sequence[str] = (),
    config: dict[str, Any] | None = None,
) -> None:
    """A new site in `folder` with `apps`, open as Administrator, `frappe.flags.in_test` set.

    What the sites of the folder share is `shared_config` with `config` over it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_config(folder / COMMON_CONFIG, {**shared_config, **(config or {})})
    (folder / "apps.txt").write_text("\n".join(["frappe", *apps]) + "\n", "utf-8")
    new_site(site, folder, admin_password="admin")
    for app in apps:
        install_app(app)
    local.flags.in_test = True


@contextmanager
def set_user(user: str) -> Iterator[None]:
    """Act as `user` for the length of a block."""
    before = local.session.user
    act_as(user)
    try:
        yield
    finally:
        act_as(before)


@contextmanager
def change_settings(
    doctype: str, settings: dict[str, Any] | None = None, **kwargs: Any
) -> Iterator[None]:
    """Values of a Single for the length of a block."""
    wanted = {**(settings or {}), **kwargs}
    before = {key: get_doc(doctype).get(key) for key in wanted}
    get_doc(doctype).update(wanted).save()
    try:
        yield
    finally:
        get_doc(doctype).update(before).save()


@contextmanager
def patch_hooks(overridden: dict[str, Any]) -> Iterator[None]:
    """Values of hooks for the length of a block."""
    declared = hooks.get_hooks()
    events.forget_functions()
    try:
        with patch.dict(declared, overridden):
            yield
    finally:
        events.forget_functions()


class UnitTestCase(unittest.TestCase):
    """A test case with Frappe's helpers."""

    set_user = staticmethod(set_user)
    change_settings = staticmethod(change_settings)
    patch_hooks = staticmethod(patch_hooks)

    def assertDocumentEqual(self, expected: Any, actual: Any) -> None:
        """Every value of `expected` is the same in `actual`."""
        values = expected if isinstance(expected, dict) else expected.as_dict()
        for key, value in values.items():
            self.assertEqual(value, actual.get(key), key)

    @contextmanager
    def assertQueryCount(self, count: int) -> Iterator[None]:
        """The block takes at most `count` statements."""
        before = local.db.statement_count
        yield
        self.assertLessEqual(local.db.statement_count - before, count)


class IntegrationTestCase(UnitTestCase):
    """Undoes at the end of the class what its tests wrote; they see each other's rows."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        local.flags.in_test = True
        act_as(ADMINISTRATOR)
        cls.addClassCleanup(local.db.rollback)


FrappeTestCase = IntegrationTestCase
