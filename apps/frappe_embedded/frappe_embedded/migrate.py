"""Brings a site up to the apps' files: patches, DocTypes, jobs, fixtures, hooks."""

from . import patches, scheduler, sync
from .context import local
from .fixtures import sync_customizations, sync_fixtures
from .hooks import clear_hooks, get_installed_apps, run_hooks
from .locks import filelock
from .schema import create_core_tables
from .site import announce_change


def migrate(lock_timeout: float = 1.0) -> list[str]:
    """Bring the open site up to its apps; the names of the DocTypes that changed.

    Running it again changes nothing, and after an interruption it goes on where it stopped. Raises
    LockTimeoutError when another process migrates the site.
    """
    with filelock("bench_migrate", timeout=lock_timeout):
        local.flags.in_migrate = True
        try:
            return _migrate()
        finally:
            local.flags.in_migrate = False
            announce_change()


def _migrate() -> list[str]:
    clear_hooks()
    create_core_tables()
    local.db.commit()
    apps = get_installed_apps()
    run_hooks("before_migrate")
    lists = [patches.read_patches(app) for app in apps]
    patches.run_patches([line for one in lists for line in one.pre_model_sync])
    changed = [name for app in apps for name in _sync(app)]
    local.db.commit()
    patches.run_patches([line for one in lists for line in one.post_model_sync])
    scheduler.sync_jobs()
    for app in apps:
        sync_fixtures(app)
        sync_customizations(app)
        local.db.commit()
    sync.remove_orphans(apps)
    local.db.commit()
    run_hooks("after_migrate")
    local.db.commit()
    return changed


def _sync(app: str) -> list[str]:
    sync.sync_modules(app)
    return sync.sync_app(app)
