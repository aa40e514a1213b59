"""Opens and closes a site: its configuration, its database, who acts on it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import context
from .bench_folder import find_sites_path
from .cache import announce_change as announce_change
from .cache import notice_changes
from .context import local
from .databases import open_database
from .errors import IncorrectSitePath
from .values import _dict
from .watchers import watch

SITE_CONFIG = "site_config.json"
COMMON_CONFIG = "common_site_config.json"
ADMINISTRATOR = "Administrator"
FOLDERS = ("public/files", "private/files", "private/backups", "locks", "logs")


def init(
    site: str, sites_path: str | Path | None = None, new_site: bool = False, force: bool = False
) -> None:
    """Make `site` the site of this thread. Raises IncorrectSitePath when there is none.

    Does nothing when it is the site already, unless `force`. `new_site` skips the check. Without
    `sites_path` the folder is looked for as `bench` does.
    """
    folder = context.resolved(sites_path or find_sites_path())
    if context.is_open() and not force and (local.site, local.sites_path) == (site, folder):
        return
    if not new_site and not is_site(folder, site):
        raise IncorrectSitePath(f"There is no site {site!r} in {folder}")
    if context.is_open():
        destroy()
    context.reset(site, folder, read_config(folder, os.path.join(folder, site)))
    local.lang = local.conf.get("lang") or "en"
    if not new_site:
        notice_changes()


def connect(site: str | None = None, set_admin_as_user: bool = True) -> None:
    """Open the database of the site; act as Administrator unless told not to."""
    if site:
        init(site, getattr(local, "sites_path", None))
    if local.db is None:
        watch()
        local.db = open_database(local.conf, local.site_path)
    if set_admin_as_user:
        set_user(ADMINISTRATOR)


def destroy() -> None:
    """Undo what is pending, give the connection back, forget the site."""
    if context.is_open() and local.db is not None:
        local.db.close()
    context.release()


@contextmanager
def open_site(site: str, sites_path: str | Path, user: str = ADMINISTRATOR) -> Iterator[None]:
    """The site for the length of a block; what the block did not commit is undone."""
    init(site, sites_path, force=True)
    try:
        connect(set_admin_as_user=False)
        set_user(user)
        yield
    finally:
        destroy()


def set_user(username: str) -> None:
    """Act as `username` from now on."""
    local.session.update(user=username, sid=username, data=_dict())
    local.user = None
    local.cache = {}
    local.form_dict = _dict()
    local.role_permissions = {}
    local.session_obj = None


def is_site(sites_path: str | Path, site: str) -> bool:
    """True when there is a site of that name; a name that leads elsewhere is none."""
    return site == os.path.basename(site) and os.path.isfile(
        os.path.join(sites_path, site, SITE_CONFIG)
    )


def get_sites(sites_path: str | Path | None = None) -> list[str]:
    """The names of the sites of a bench."""
    folder = Path(sites_path or local.sites_path)
    return sorted(path.parent.name for path in folder.glob(f"*/{SITE_CONFIG}"))


def read_config(sites_path: str | Path, site_path: str | Path | None = None) -> _dict:
    """What all sites share, with what this one sets over it."""
    conf = _dict(_read(os.path.join(sites_path, COMMON_CONFIG)))
    if site_path is not None:
        conf.update(_read(os.path.join(site_path, SITE_CONFIG)))
    return conf


def own_config(site_path: str | Path) -> dict[str, Any]:
    """What a site sets for itself."""
    return dict(_read(os.path.join(site_path, SITE_CONFIG)))


def get_conf(site: str | None = None) -> _dict:
    """The configuration of the open site."""
    conf: _dict = local.conf
    return conf


def update_site_config(key: str, value: Any) -> None:
    """Set one key of the site's own configuration; None removes it."""
    path = Path(local.site_path, SITE_CONFIG)
    changed = dict(_read(path))
    changed[key] = value
    write_config(path, {name: kept for name, kept in changed.items() if kept is not None})
    local.conf = read_config(local.sites_path, local.site_path)


def write_config(path: Path, values: dict[str, Any]) -> None:
    """Replace a configuration file in one step."""
    draft = path.with_suffix(".json.new")
    draft.unlink(missing_ok=True)
    # Nobody else reads the secrets in it, not even while it is written.
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", "utf-8")
    draft.replace(path)


def make_folders(place: Path) -> None:
    """The folders of a new site; what is private is for the account that serves it alone."""
    for part in FOLDERS:
        (place / part).mkdir(parents=True)
    (place / "private").chmod(0o700)


def _read(path: str | Path) -> dict[str, Any]:
    try:
        changed = os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return {}
    return _parse(str(path), changed)


@lru_cache(maxsize=256)
def _parse(path: str, _changed: int) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(Path(path).read_text("utf-8") or "{}")
    return parsed
