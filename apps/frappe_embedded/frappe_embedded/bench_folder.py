"""Where the folder of the sites is."""

import os
from pathlib import Path

SITES_PATH = "SITES_PATH"


def find_sites_path() -> str:
    """The folder of the sites: as SITES_PATH tells, here, or in `sites` here or above."""
    told = os.environ.get(SITES_PATH)
    if told:
        return told
    here = Path.cwd()
    for folder in (here, *(place / "sites" for place in (here, *here.parents))):
        if (folder / "apps.txt").is_file():
            return str(folder)
    return str(here)
