"""A folder made by `govplan-export` into a new site, whole or not at all."""

import os
import shutil
from pathlib import Path

import frappe
from frappe import _

from govplan.errors import Refused
from govplan.moving import manifest as manifests
from govplan.moving.attachments import in_site
from govplan.moving.manifest import Manifest
from govplan.moving.portable import STAMPS
from govplan.moving.tables import Table, has_work, tables

LOGINS = "Logins"


class NotTheSame(Refused):
    """The export is damaged, or what arrived is not what was sent."""


def import_site(folder: Path) -> Manifest | None:
    """Put an export into the open site, in the caller's transaction; None when it is there already.

    Nothing is computed anew and no record's methods run: names, stamps, versions and hashes stay
    as they were. Before it answers, every table is read back and compared with the manifest.
    Raises Refused when the site has work of its own, NotTheSame naming what differs.
    """
    made = manifests.read(folder)
    if found := manifests.faults(folder, made):
        raise NotTheSame("\n".join(found))
    if has_work():
        if not _differing(made):
            return None
        raise Refused(_("This site has records already. Import into a newly made site."))
    _add_custom_fields(folder, made)
    for table in _tables(made):
        if part := made.tables.get(table.name):
            table.replace(manifests.rows_of(folder, part))
    frappe.clear_cache()
    if differing := _differing(made):
        told = _("These tables are not as they were exported: {0}. Nothing was kept.")
        raise NotTheSame(told.format(", ".join(differing)))
    # Last: no rollback takes a file back.
    _copy_files(folder, made)
    return made


def _tables(made: Manifest) -> list[Table]:
    return tables(with_logins=LOGINS in made.tables)


def _differing(made: Manifest) -> list[str]:
    """The tables whose content is not the manifest's; one the site lacks differs too."""
    here = {table.name: table for table in _tables(made)}
    return [
        name
        for name, part in made.tables.items()
        if name not in here or manifests.rows_digest(here[name].read()) != part.sha256
    ]


def _add_custom_fields(folder: Path, made: Manifest) -> None:
    """The columns that somebody added must be there before the rows that fill them."""
    if not (part := made.tables.get("Custom Field")):
        return
    for row in manifests.rows_of(folder, part):
        if not frappe.db.exists("Custom Field", row["name"]):
            values = {key: value for key, value in row.items() if key not in STAMPS}
            frappe.get_doc({"doctype": "Custom Field", **values}).insert()


def _copy_files(folder: Path, made: Manifest) -> None:
    for place, part in made.files.items():
        target = in_site(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name[:200]}.partial")
        shutil.copyfile(folder / part.path, draft)
        os.replace(draft, target)
