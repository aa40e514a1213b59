"""A file on its way: mapped, checked, loaded once, on record with who and when; by whom it may."""

import io
import json

import frappe
import pytest
import sheets_to_load as sheets
import town as towns
from openpyxl import load_workbook
from test_spanish import missing

from govplan.api.loading import download, download_faults, download_template
from govplan.errors import BadEvidence, BadRecord, LogIsClosed, WrongState
from govplan.loading import imports, mappings
from govplan.loading.files import read_file
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, load

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    made = towns.build()
    with towns.acting(made.people["planner"], made.day(1, 6)):
        yield made


def rows(town, *codes: str, kind: str = "Oficina") -> list[list[object]]:
    return [["Código", "Nombre", "Clase"], *([town.code(c), f"Unidad {c}", kind] for c in codes)]


def brought(town, *codes: str, **more):
    return imports.bring("units", "unidades.xlsx", sheets.xlsx(rows(town, *codes, **more)))


def test_a_small_file_is_checked_and_loaded_at_once_and_stays_on_record(town):
    doc = brought(town, "A", "B")
    assert (doc.state, doc.row_count, len(doc.sha256)) == ("Uploaded", 2, 64)
    checked = imports.begin(doc, Mode.TRY)
    assert (checked.state, checked.created_count) == ("Checked", 2)
    assert not frappe.db.exists("Gov Unit", town.code("A"))
    done = imports.begin(checked, Mode.WHOLE)
    assert (done.state, done.done_by) == ("Loaded", town.people["planner"])
    assert frappe.db.exists("Gov Unit", town.code("A"))
    with pytest.raises(WrongState):
        imports.begin(done, Mode.WHOLE)
    with pytest.raises(LogIsClosed):
        done.delete()


def test_the_name_of_another_kinds_columns_is_not_taken_over(town):
    name = f"Hoja {town.tag}"
    imports.say(brought(town, "A"), {0: "code", 1: "unit_name", 2: "kind"}, keep_as=name)
    poas = imports.bring("poas", "poa.xlsx", sheets.xlsx(rows(town, "A")))
    with pytest.raises(BadRecord):
        imports.say(poas, {0: "unit"}, keep_as=name)
    assert frappe.db.get_value(mappings.MAPPING, name, "kind") == "units"


def test_the_file_is_private_and_cannot_be_taken_from_under_a_load(town):
    content = sheets.xlsx(rows(town, "A"))
    doc = imports.bring("units", "unidades.xlsx", content)
    file = frappe.get_doc("File", {"attached_to_name": doc.name})
    assert file.is_private
    assert not file.has_permission("delete")
    assert imports.content_of(doc) == content


def test_a_file_is_read_by_its_content_and_its_name_never_leads_elsewhere(town):
    content = sheets.csv_text(rows(town, "A"))
    doc = imports.bring("units", "..\\..\\etc/../unidades.xlsx", content)
    assert doc.file_name == "unidades.xlsx"
    assert doc.file.startswith("/private/files/unidades") and doc.file.endswith(".csv")
    with pytest.raises(BadEvidence) as refusal:
        imports.bring("units", "unidades.xlsx", b"%PDF-1.4")
    assert refusal.value.faults[0].field == "file"


def test_a_mapping_kept_by_name_is_offered_for_the_next_file_like_it(town):
    odd = [["Cod. interno", "Cómo se llama", "Qué es"], [town.code("A"), "A", "Oficina"]]
    first = imports.bring("units", "a.csv", sheets.csv_text(odd))
    assert imports.mapping_of(first).keys == {}
    name = f"Hoja de {town.tag}"
    said = imports.say(first, {0: "code", 1: "unit_name", 2: "kind"}, keep_as=name)
    assert (said.mapping, mappings.names("units")[-1:]) == (name, [name])
    odd[1][0] = town.code("B")
    odd[0].append("Nueva de este año")
    second = imports.bring("units", "b.csv", sheets.csv_text(odd))
    assert second.mapping == name
    assert imports.mapping_of(second).keys == {0: "code", 1: "unit_name", 2: "kind"}
    assert imports.begin(second, Mode.WHOLE).state == "Loaded"


def test_one_meaning_belongs_to_one_column(town):
    doc = brought(town, "A")
    with pytest.raises(BadRecord) as refusal:
        imports.say(doc, {0: "code", 1: "code"})
    assert [fault.field for fault in refusal.value.faults] == ["column_0", "column_1"]


def test_headings_may_be_looked_for_in_another_row(town):
    content = sheets.xlsx(rows(town, "A"), above=[["Código", "Nombre", "Clase", "Siglas"]])
    doc = imports.bring("units", "a.xlsx", content)
    assert doc.heading_row == 1
    assert imports.look_again(doc, doc.sheet, 2, "").heading_row == 2


def test_what_a_load_says_of_itself_is_not_written_by_hand(town):
    doc = brought(town, "A")
    doc = frappe.get_doc("Gov Import", doc.name)
    doc.state = "Loaded"
    with pytest.raises(LogIsClosed):
        doc.save()
    made = frappe.get_doc({"doctype": "Gov Import", "kind": "units", "state": "Loaded"})
    with pytest.raises(LogIsClosed):
        made.insert()


def test_a_run_that_dies_leaves_nothing_and_can_begin_again(town):
    doc = brought(town, *(f"N{at}" for at in range(60)))
    frappe.db.savepoint("job")

    def die(done: int, total: int) -> None:
        if done:
            raise MemoryError

    sheet = read_file(imports.content_of(doc))[0]
    with pytest.raises(MemoryError):
        load(KINDS["units"], sheet, imports.mapping_of(doc), Mode.WHOLE, progress=die)
    frappe.db.rollback(save_point="job")  # as the framework does with a job that fails
    assert not frappe.db.exists("Gov Unit", town.code("N0"))
    doc.state = "Working"
    doc.flags.written_by_load = True
    doc.save()
    assert not imports.is_alive(doc)
    assert imports.stop(doc).state == "Stopped"
    assert imports.begin(doc, Mode.WHOLE).created_count == 60


def test_work_that_was_done_is_not_done_twice(town):
    done = imports.begin(brought(town, "A"), Mode.WHOLE)
    stamp = done.modified
    assert str(imports.work(done.name).modified) == str(stamp)


def test_faults_are_taken_away_with_the_rows_of_the_file(town):
    doc = imports.begin(brought(town, "A", "B", kind="Cosa rara"), Mode.WHOLE)
    assert (doc.state, doc.fault_count) == ("Checked", 2)
    download_faults(doc.name, "xlsx")
    sheet = load_workbook(io.BytesIO(frappe.response["filecontent"])).active
    assert [(row[1], row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (2, "C"),
        (3, "C"),
    ]
    assert json.loads(doc.report)["faults"][0]["row"] == 2


def test_the_empty_form_has_every_column_and_a_sheet_of_help(town):
    for kind in KINDS:
        download_template(kind, "xlsx")
        book = load_workbook(io.BytesIO(frappe.response["filecontent"]))
        headings = [cell.value for cell in book.worksheets[0][1]]
        helped = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
        assert headings == helped
        assert len(set(headings)) == len(headings)


def test_only_planners_bring_files_and_auditors_read_what_came_of_them(town):
    doc = brought(town, "A")
    with towns.acting(town.people["auditor"]):
        assert frappe.get_doc("Gov Import", doc.name).has_permission("read")
        download("units", "csv")
        with pytest.raises(frappe.PermissionError):
            imports.begin(doc, Mode.WHOLE)
    for part in ("director", "coordinator", "mayor", "officer", "promoter", "auditor"):
        with towns.acting(town.people[part]), pytest.raises(frappe.PermissionError):
            brought(town, "Z")
    for part in ("director", "officer"):
        with towns.acting(town.people[part]), pytest.raises(frappe.PermissionError):
            download("units", "csv")


def test_every_heading_of_a_kind_has_its_spanish():
    labels = {column.label for kind in KINDS.values() for column in kind.columns().all}
    told = {word for kind in KINDS.values() for word in (kind.title, kind.about)}
    assert missing(labels | told) == []


def test_a_file_refused_as_a_whole_still_tells_its_rows(town):
    content = sheets.csv_text([["Nombre", "Clase"], *([f"U {at}", "Oficina"] for at in range(400))])
    doc = imports.bring("units", "a.csv", content)
    refused = imports.work(imports.begin(doc, Mode.TRY).name)
    assert (refused.fault_count, refused.row_count) == (1, 400)
