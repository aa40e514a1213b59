"""Each pack in a site of its own: what its source says is counted there, and is on its portal."""

import html
import json
import re
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import bench, free_port, make_folder, served

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PACKS = sorted(folder.parent.name for folder in FIXTURES.glob("*/pack.json"))


class LoadedPack:
    """A pack on a site that is served."""

    def __init__(self, name: str, folder: Path, address: str) -> None:
        self.says = json.loads((FIXTURES / name / "pack.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.address = address

    def records(self, doctype: str, field: str = "name") -> list[Any]:
        asked = {"doctype": doctype, "pluck": field, "limit": 0}
        told = bench(
            self.folder,
            *("--site", "pack", "execute", "frappe.get_all", "--kwargs", json.dumps(asked)),
        )
        return json.loads(told)

    def read(self, page: str) -> str:
        """The words of a public page."""
        with urllib.request.urlopen(self.address + page, timeout=20) as answer:
            marked = answer.read().decode()
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", marked)).split())


@pytest.fixture(scope="module", params=PACKS)
def pack(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    common_config: dict[str, Any],
) -> Iterator[LoadedPack]:
    folder = tmp_path_factory.mktemp("pack-sites")
    make_folder(folder, common_config)
    bench(folder, "new-site", "pack", "--install-app", "govplan")
    bench(folder, "--site", "pack", "govplan-pack", request.param)
    with served(folder, "pack", free_port()) as address:
        yield LoadedPack(request.param, folder, address)


def test_it_holds_what_its_source_counts(pack):
    counted = {doctype: len(pack.records(doctype)) for doctype in pack.says["counts"]}
    assert counted == pack.says["counts"]
    if "levels" in pack.says:
        assert Counter(pack.records("Gov Plan Node", "level_name")) == pack.says["levels"]


def test_its_facts_are_on_the_portal(pack):
    missing = [
        (fact["page"], words)
        for fact in pack.says["facts"]
        for page in [pack.read(fact["page"])]
        for words in fact["says"]
        if words not in page
    ]
    assert missing == []


def test_the_first_page_leads_to_what_is_published_before_any_month(pack):
    home = pack.read("/")
    assert "Todavía no hay publicaciones" not in home
    plans = pack.records("Gov Plan", "plan_name")
    assert [name for name in plans if name not in home] == []
