"""A site moves whole: what is exported, wiped and imported again is what it was, byte for byte."""

import hashlib
import json
from pathlib import Path

import frappe
import pytest
import town as towns
from publishing import month_with_one_approved_report, on_publication_day

from govplan.errors import Refused
from govplan.moving.attachments import in_site, is_place, place_of
from govplan.moving.exporting import export_site
from govplan.moving.importing import NotTheSame, import_site
from govplan.moving.tables import has_work, tables
from govplan.transparency import publication

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.early]


@pytest.fixture
def town():
    """A town with a published month; publishing commits, so it stays in a year of its own."""
    made = towns.build()
    january = month_with_one_approved_report(made)
    with on_publication_day(made):
        publication.publish_period(january)
    return made


@pytest.fixture
def export(town, tmp_path) -> Path:
    export_site(tmp_path / "moved")
    return tmp_path / "moved"


def wipe() -> None:
    """The site as it was after its installation; undone with the test's transaction."""
    for table in tables():
        table.replace([])
    frappe.clear_cache()
    assert not has_work()


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def rewrite(folder: Path, table: str, change) -> None:
    """Change the rows of a table and make the manifest agree, as a forger would."""
    listed = manifest(folder)
    part = listed["tables"][table]
    path = folder / part["path"]
    rows = change([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    part["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(listed), "utf-8")


def test_what_comes_back_is_what_went_byte_for_byte(export, tmp_path):
    wipe()
    import_site(export)
    export_site(tmp_path / "again")
    assert content(tmp_path / "again") == content(export)


def test_names_stamps_and_decisions_stay_as_they_were(export):
    before = frappe.get_all("Gov Decision", fields=["*"], order_by="name asc")
    wipe()
    import_site(export)
    assert frappe.get_all("Gov Decision", fields=["*"], order_by="name asc") == before
    assert len(before) > 2


def test_the_next_record_gets_the_next_number(export):
    counters = {row["name"]: row["current"] for row in tables()[-1].read()}
    wipe()
    import_site(export)
    assert {row["name"]: row["current"] for row in tables()[-1].read()} == counters
    assert any(name.startswith("PH-") for name in counters)


def test_lost_files_come_back(export):
    url = frappe.db.get_value(
        "File", {"attached_to_doctype": "Gov Edition", "file_name": ["like", "%.csv"]}, "file_url"
    )
    path = in_site(place_of(url))
    was = path.read_bytes()
    wipe()
    path.unlink()
    import_site(export)
    assert path.read_bytes() == was


def test_more_text_than_a_server_takes_at_once_arrives():
    versions = next(table for table in tables() if table.name == "Version")
    about = {"ref_doctype": "Gov Unit", "docname": "X", "data": "ñ" * 1_000_000}
    row = {**dict.fromkeys(versions.columns), "docstatus": 0, "idx": 0, **about}
    versions.replace({**row, "name": f"heavy-{number}"} for number in range(20))
    assert [len(row["data"]) for row in versions.read()] == [1_000_000] * 20


def test_the_same_site_gives_the_same_bytes(export, tmp_path):
    export_site(tmp_path / "again")
    assert content(tmp_path / "again") == content(export)


def test_importing_what_is_there_changes_nothing(export):
    assert import_site(export) is None


def test_a_site_with_work_of_its_own_is_left_alone(town, export):
    frappe.db.set_value("Gov Unit", town.works, "acronym", "OTHER")
    with pytest.raises(Refused, match="has records already"):
        import_site(export)


def test_a_changed_byte_is_named_and_nothing_is_written(export):
    path = export / "records" / "gov_unit.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"name"', b'"nane"', 1))
    wipe()
    with pytest.raises(NotTheSame, match=r"records/gov_unit\.jsonl: the content has changed"):
        import_site(export)
    assert not has_work()


def test_a_missing_file_is_named(export):
    (export / "records" / "gov_poa.jsonl").unlink()
    with pytest.raises(NotTheSame, match=r"records/gov_poa\.jsonl: the file is missing"):
        import_site(export)


def test_what_did_not_arrive_as_sent_is_named(export):
    rewrite(export, "Gov Territory", lambda rows: [{**row, "ghost": 1} for row in rows])
    path = in_site(place_of(frappe.db.get_value("File", {"is_private": 0}, "file_url")))
    was = path.read_bytes()
    wipe()
    path.unlink()
    with pytest.raises(NotTheSame, match="Gov Territory"):
        import_site(export)
    assert not path.exists()
    path.write_bytes(was)


@pytest.mark.parametrize(
    "place",
    ["../../site_config.json", "private/files/../../site_config.json", "site_config.json", "a/b/c"],
)
def test_a_file_can_only_arrive_among_the_files(export, place):
    listed = manifest(export)
    part = next(iter(listed["files"].values()))
    listed["files"] = {place: part}
    (export / "manifest.json").write_text(json.dumps(listed), "utf-8")
    with pytest.raises(NotTheSame, match="may not lie there"):
        import_site(export)
    assert not is_place(place)


def test_a_folder_that_is_no_export_is_refused(tmp_path):
    for text in (None, "not json", "[]", '{"kind": "other", "form": 1}'):
        if text is not None:
            (tmp_path / "manifest.json").write_text(text, "utf-8")
        with pytest.raises(Refused, match="not a folder made by govplan-export"):
            import_site(tmp_path)


def test_a_folder_with_something_in_it_is_not_overwritten(town, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Refused, match="has something in it"):
        export_site(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_secrets_stay_behind_unless_the_logins_are_asked_for(town, tmp_path):
    hashes = [row["password"] for row in tables(with_logins=True)[-1].read()]
    assert hashes
    export_site(tmp_path / "open")
    export_site(tmp_path / "full", with_logins=True)
    open_text = "".join(path.read_text("utf-8") for path in (tmp_path / "open").rglob("*.jsonl"))
    full_text = "".join(path.read_text("utf-8") for path in (tmp_path / "full").rglob("*.jsonl"))
    assert not any(one in open_text for one in hashes)
    assert all(one in full_text for one in hashes)
    assert "api_secret" not in full_text


def test_a_file_whose_content_is_lost_is_told(town, tmp_path):
    doc = frappe.get_doc(
        {"doctype": "File", "file_name": "lost.txt", "content": "lost", "is_private": 1}
    ).insert()
    place = place_of(doc.file_url)
    in_site(place).unlink()
    made = export_site(tmp_path / "moved")
    assert made.missing == [place]
