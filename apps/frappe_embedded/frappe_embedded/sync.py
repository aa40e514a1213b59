"""The JSON files of an app become DocTypes, roles and other records of the site."""

import json
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from .context import local
from .deletion import delete_doc
from .doctype_checks import check_doctypes
from .documents import get_doc
from .errors import ValidationError
from .hooks import app_folder, get_installed_apps, get_module_list
from .messages import throw
from .meta import get_controller
from .schema import changed, sync_doctype
from .text import scrub
from .translate import _
from .values import _dict, cint

# What a module folder may hold besides DocTypes, in the order it is read. DocTypes the site does
# not have (reports and workspaces belong to Frappe's Desk) are passed over.
KINDS = ("report", "print_format", "notification", "workspace", "custom_field", "property_setter")
IMPORT_FLAGS = ("ignore_validate", "ignore_links", "ignore_mandatory", "ignore_permissions")


def sync_app(app: str, force: bool = False) -> list[str]:
    """Bring the site up to the files of one app; the names of the DocTypes that changed."""
    definitions = list(read_doctypes(app))
    new = definitions if force else changed(definitions)
    if new:
        _require_sound(app, definitions)
    for one in new:
        sync_doctype(one, force=True)
    add_roles(definitions)
    names = [str(one["name"]) for one in new]
    for name in names:
        _run_on_doctype_update(name)
    for row in read_documents(app):
        import_newer(row, force)
    return names


def _require_sound(app: str, definitions: list[dict[str, Any]]) -> None:
    others = [one for known in get_installed_apps() if known != app for one in read_doctypes(known)]
    problems = [str(problem) for problem in check_doctypes([*others, *definitions])]
    if problems:
        throw(_("{0} cannot be installed: {1}").format(app, "\n".join(problems)), ValidationError)


def sync_modules(app: str) -> None:
    """One Module Def for each line of modules.txt."""
    for module in get_module_list(app):
        if not local.db.exists("Module Def", module):
            row = {"doctype": "Module Def", "module_name": module, "app_name": app}
            # Written by install and migrate, from the app's files.
            get_doc(row).insert(ignore_permissions=True)


def read_doctypes(app: str) -> Iterator[dict[str, Any]]:
    """The descriptions in `<module>/doctype/<name>/<name>.json`, as `sync_doctype` takes them."""
    for path in _files(app, "doctype"):
        yield _read(path)


def read_documents(app: str) -> Iterator[_dict]:
    """The records in the module folders of the other kinds."""
    for kind in KINDS:
        for path in _files(app, kind):
            yield _dict(_read(path))


def _files(app: str, kind: str) -> Iterator[Path]:
    for module in get_module_list(app):
        for folder in sorted((app_folder(app) / scrub(module) / kind).glob("*/")):
            path = folder / f"{folder.name}.json"
            if path.is_file():
                yield path


def _read(path: Path) -> dict[str, Any]:
    return json.loads(_text(str(path), path.stat().st_mtime_ns))  # type: ignore[no-any-return] # JSON


@lru_cache(maxsize=512)
def _text(path: str, _changed: int) -> str:
    return Path(path).read_text("utf-8")


def add_roles(definitions: Iterable[dict[str, Any]]) -> None:
    """Create the roles the permission rows name, so that they exist before any fixture."""
    named = {row["role"] for one in definitions for row in one.get("permissions") or ()}
    if not named:
        return
    known = set(local.db.sql("select name from `tabRole`", pluck=True))
    for role in sorted(named - known):
        add_role(role)


def add_role(role: str, desk_access: int = 1) -> None:
    """Create a role."""
    row = {"doctype": "Role", "role_name": role, "desk_access": desk_access, "is_custom": 0}
    # Written by install and migrate, from the app's files.
    get_doc(row).insert(ignore_permissions=True)


def _run_on_doctype_update(doctype: str) -> None:
    update = getattr(sys.modules[get_controller(doctype).__module__], "on_doctype_update", None)
    if update:
        update()


def import_newer(row: _dict, force: bool = False) -> bool:
    """Import a record when the file's `modified` is later than the site's; True when imported."""
    if not local.db.exists("DocType", row.doctype):
        return False
    stored = local.db.get_value(row.doctype, row.name, "modified")
    if stored and not force and str(row.modified or "") <= str(stored):
        return False
    import_doc(row)
    return True


def import_doc(row: dict[str, Any], validate: bool = False) -> None:
    """Replace a record by the one in a file. Only with `validate` do its own checks run."""
    local.flags.in_import = True
    try:
        if local.db.exists(row["doctype"], row["name"]):
            _delete_quietly(row["doctype"], row["name"])
        doc = get_doc(row)
        # What an app ships is not checked against the rights of whoever runs the command, and its
        # links may point to records of files read later.
        flags = ("ignore_links", "ignore_permissions") if validate else IMPORT_FLAGS
        doc.flags.update({flag: True for flag in (*flags, "ignore_version")})
        doc.insert()
    finally:
        local.flags.in_import = False


def _delete_quietly(doctype: str, name: str) -> None:
    # It is inserted again at once, so nothing that links to it is left hanging.
    delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)


def remove_orphans(apps: Iterable[str]) -> list[str]:
    """Forget DocTypes whose files are gone; their tables keep the data. The names forgotten."""
    shipped = {one["name"] for app in apps for one in read_doctypes(app)}
    rows = local.db.sql("select name, custom from tabDocType", as_dict=True)
    orphans = [row.name for row in rows if not cint(row.custom) and row.name not in shipped]
    for name in orphans:
        local.db.sql("delete from tabDocType where name = %s", (name,))
    return orphans
