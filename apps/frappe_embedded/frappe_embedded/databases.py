"""Which class is behind `frappe.db` for a site."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from .errors import NotSupported
from .records import Records

DEFAULT_DATABASE = "sqlite"
_CLASSES = {"sqlite": "SQLite", "mariadb": "MariaDB"}


@lru_cache
def database_kind(db_type: str | None) -> type[Records]:
    """The class behind `frappe.db` for a `db_type` of site_config.json.

    Raises NotSupported for kinds the engine lacks, or when the driver is not installed.
    """
    name = db_type or DEFAULT_DATABASE
    if name not in _CLASSES:
        raise NotSupported(f"db_type {name!r} is not supported; use {' or '.join(_CLASSES)}")
    try:  # the driver of a database that no site here uses need not be there
        module = import_module(f".database.{name}", __package__)
    except ImportError as problem:
        raise NotSupported(
            f"The driver is not installed ({problem}): pip install 'frappe-embedded[{name}]'"
        ) from problem
    made: type[Records] = type(f"{name}_records", (Records, getattr(module, _CLASSES[name])), {})
    return made


def open_database(conf: Mapping[str, Any], site_path: str | Path) -> Records:
    """The database that a site's configuration names; connected to when it is first used."""
    kind: Any = database_kind(conf.get("db_type"))
    opened: Records = kind.of_site(conf, _folder(site_path))
    return opened


@lru_cache(maxsize=64)
def _folder(site_path: str | Path) -> Path:
    return Path(site_path)


def root_account(conf: Mapping[str, Any]) -> dict[str, str] | None:
    """Who may make databases, as the configuration of all sites names them; None when nobody."""
    if not conf.get("root_login"):
        return None
    return {"user": conf["root_login"], "password": conf.get("root_password") or ""}
