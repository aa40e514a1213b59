"""A new site, and an app on a site."""

import importlib.util
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import context, patches, scheduler, sync
from .cache import forget_site
from .context import local
from .databases import DEFAULT_DATABASE, database_kind, open_database, root_account
from .documents import get_doc
from .errors import ValidationError
from .fixtures import sync_customizations, sync_fixtures
from .hooks import (
    ENGINE_APP,
    check_hooks,
    get_attr,
    get_hooks,
    get_installed_apps,
    package_of,
    run_hooks,
    set_installed_apps,
)
from .messages import throw
from .passwords import update_password
from .schema import create_core_tables
from .site import (
    ADMINISTRATOR,
    SITE_CONFIG,
    announce_change,
    connect,
    destroy,
    init,
    is_site,
    make_folders,
    read_config,
    write_config,
)
from .translate import _

STANDARD_ROLES = {"Administrator": 1, "System Manager": 1, "Desk User": 1, "All": 0, "Guest": 0}
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português"}


def new_site(
    site: str,
    sites_path: str | Path,
    admin_password: str | None = None,
    config: Mapping[str, Any] | None = None,
    force: bool = False,
    root: Mapping[str, str] | None = None,
) -> None:
    """Make a site with the engine's own DocTypes and open it as Administrator.

    `root` is the `user` and `password` by which a server makes the site's database; without, and
    without `root_login` in the common configuration, the one in `config` is used. It is built aside
    and put in place in one step, so a failure leaves nothing. Raises ValidationError when it
    exists, unless `force`, which replaces it with all its data.
    """
    if site != Path(site).name or site.startswith("."):
        raise ValidationError(f"{site!r} cannot be the name of a site")
    place = Path(sites_path, site)
    if is_site(sites_path, site) and not force:
        raise ValidationError(f"The site {site} exists already")
    draft = f".{site}.new"
    shutil.rmtree(Path(sites_path, draft), ignore_errors=True)
    try:
        _write_config(site, draft, sites_path, config or {})
        _build(draft, sites_path, admin_password, root, force)
        _close(draft, sites_path)
    except BaseException:  # whatever it was, nothing half made stays; it is raised again
        _abandon(draft, sites_path)
        shutil.rmtree(Path(sites_path, draft), ignore_errors=True)
        raise
    _close(site, sites_path)
    shutil.rmtree(place, ignore_errors=True)
    Path(sites_path, draft).rename(place)
    init(site, sites_path)
    connect()


def _close(site: str, sites_path: str | Path) -> None:
    """Let go of a site's files, so that they can be moved."""
    destroy()
    forget_site(site)
    path = Path(sites_path, site)
    if is_site(sites_path, site):
        open_database(read_config(Path(sites_path), path), path).forget_connections()


def _abandon(site: str, sites_path: str | Path) -> None:
    # Not another site that was open before this one was.
    prepared = context.is_open() and local.site == site and local.db is not None
    if prepared:
        local.db.rollback()
        local.db.clear(replace=True)
    _close(site, sites_path)


def _write_config(site: str, draft: str, sites_path: str | Path, config: Mapping[str, Any]) -> None:
    folder = Path(sites_path, draft)
    make_folders(folder)
    kind = config.get("db_type") or read_config(Path(sites_path)).get("db_type")
    own = database_kind(kind).new_account(Path(sites_path, site).resolve())
    given = {key: value for key, value in config.items() if value is not None}
    key = secrets.token_urlsafe(32)
    values = {"db_type": kind or DEFAULT_DATABASE, "encryption_key": key, **own, **given}
    write_config(folder / SITE_CONFIG, values)


def _build(
    site: str,
    sites_path: str | Path,
    admin_password: str | None,
    root: Mapping[str, str] | None,
    replace: bool,
) -> None:
    init(site, sites_path, force=True)
    database = open_database(local.conf, local.site_path)
    database.provide(root or root_account(local.conf))
    database.clear(replace=replace)
    database.close()
    connect()
    create_core_tables()
    local.flags.in_install = ENGINE_APP
    sync.sync_app(ENGINE_APP)
    set_installed_apps([ENGINE_APP])
    sync.sync_modules(ENGINE_APP)
    _add_first_records()
    update_password(ADMINISTRATOR, admin_password or secrets.token_urlsafe(12))
    patches.record(*patches.read_patches(ENGINE_APP).all)
    scheduler.sync_jobs()
    local.db.set_single_value("System Settings", "enable_scheduler", 1)
    local.db.commit()


def _add_first_records() -> None:
    known = set(local.db.sql("select name from `tabRole`", pluck=True))
    for role, desk_access in STANDARD_ROLES.items():
        if role not in known:
            sync.add_role(role, desk_access)
    for code, name in LANGUAGES.items():
        _insert({"doctype": "Language", "language_code": code, "language_name": name, "enabled": 1})
    for user, role in ((ADMINISTRATOR, "Administrator"), ("Guest", "Guest")):
        row: dict[str, Any] = {"doctype": "User", "name": user, "first_name": user, "enabled": 1}
        row |= {"email": f"{user.lower()}@example.com", "roles": [{"role": role}]}
        _insert(row)


def _insert(row: dict[str, object]) -> None:
    # There is nobody yet whose rights could be checked.
    get_doc(row).insert(ignore_permissions=True, set_name=row.get("name"))


def install_app(name: str, verbose: bool = False, force: bool = False) -> bool:
    """Put an app on the open site; False when it is there already and `force` is not given.

    Raises ImportError when the app cannot be imported, ValidationError for what is wrong in it.
    """
    if name in get_installed_apps() and not force:
        return False
    if importlib.util.find_spec(package_of(name)) is None:
        raise ImportError(f"App {name} is not importable from this environment")
    local.flags.in_install = name
    try:
        _install(name, force)
    finally:
        local.flags.in_install = False
        announce_change()
    return True


def _install(name: str, force: bool) -> None:
    _require_sound_hooks(name)
    for app in get_hooks("required_apps", app_name=name):
        install_app(app.rsplit("/", 1)[-1])
    for path in get_hooks("before_install", app_name=name):
        if get_attr(path)() is False:
            return
    run_hooks("before_app_install", name)
    _add_app(name)
    sync.sync_modules(name)
    sync.sync_app(name, force=force)
    new = [line for line in patches.read_patches(name).all if line not in patches.executed()]
    patches.record(*new)
    _run_own_hooks("after_install", name)
    run_hooks("after_app_install", name)
    scheduler.sync_jobs()
    sync_fixtures(name)
    sync_customizations(name)
    _run_own_hooks("after_sync", name)
    local.db.commit()


def _add_app(name: str) -> None:
    # Frappe adds it after its DocTypes; here modules and controllers are looked up through the
    # list. All is one transaction, so nobody sees the difference.
    set_installed_apps(dict.fromkeys([*get_installed_apps(), name]))


def _run_own_hooks(hook: str, app: str) -> None:
    for path in get_hooks(hook, app_name=app):
        get_attr(path)()


def _require_sound_hooks(app: str) -> None:
    problems = [str(problem) for problem in check_hooks(app)]
    if problems:
        throw(_("{0} cannot be installed: {1}").format(app, "\n".join(problems)))
