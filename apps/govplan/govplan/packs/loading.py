"""Fills a new site from a pack and publishes what its source published."""

import frappe
from frappe import _

from govplan.demo.files import FIXTURES, TownFiles
from govplan.demo.organisation import found
from govplan.errors import BadRecord, WrongState, refuse
from govplan.packs.plan import draft
from govplan.transparency.a4.importer import carry_out, plan_import
from govplan.transparency.a4.reader import read_matrix
from govplan.transparency.publication import publish_organisation, publish_period


def packs() -> list[str]:
    """The names of the packs that come with this checkout."""
    return sorted(folder.parent.name for folder in FIXTURES.glob("*/pack.json"))


def files_of(name: str) -> TownFiles:
    """A pack's files. Raises BadRecord when there is no such pack."""
    if name not in packs():
        message = _("There is no pack “{0}”. There are: {1}.")
        refuse(message.format(name, ", ".join(packs())), BadRecord)
    return TownFiles(FIXTURES / name)


def load(files: TownFiles) -> None:
    """Everything the pack has, published. Raises WrongState on a site that has units.

    What its source had decided comes in as an import that names the pack.
    """
    if frappe.db.count("Gov Unit"):
        refuse(_("This site already has units. Make a new site for the pack."), WrongState)
    pack = files["pack"]
    frappe.flags.govplan_import = f"pack {pack['name']}"
    found(files)
    if files.has("plan"):
        draft(files["plan"]).submit()
    if "matrix" in pack:
        _import_matrix(files, pack)
    publish_organisation()
    frappe.db.commit()


def _import_matrix(files: TownFiles, pack: dict[str, str]) -> None:
    source = files.folder / f"{pack['matrix']}.csv"
    carry_out(plan_import(read_matrix(source.name, source.read_bytes())), f"a4 {source.name}")
    publish_period(pack["period"])
