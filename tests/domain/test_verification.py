"""Editions of a town, checked as a stranger would who has only the download."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govplan
from govplan.domain import packages, verification
from govplan.domain.chain import chain_hash, content_hash
from govplan.domain.manifest import (
    MANIFEST_NAME,
    ManifestError,
    build_manifest,
    is_safe_name,
    read_manifest,
)
from govplan.domain.packages import PackageError
from govplan.domain.verification import FileProblem, Finding, verify_folder, verify_zip
from govplan.domain.verify import SENTENCES, main

FILES = {
    "Conjunto de datos.csv": "Unidad,Meta\r\nObras Públicas,80 %\r\n".encode(),
    "Metadatos.csv": b"FECHA,31/10/2021\r\n",
    "pdf/matriz.pdf": bytes(range(256)) * 300,
    "vacío.txt": b"",
}


def edition(files=FILES, **changes):
    return build_manifest(
        **{
            "format": "EC a4",
            "period": "2021-10",
            "number": 1,
            "files": files,
            "made_at": datetime(2021, 11, 12, 9, 30, tzinfo=timezone.utc),
            "decisions": ["DEC-0001"],
            **changes,
        }
    )


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "edición"
    for name, content in {**FILES, MANIFEST_NAME: edition().to_bytes()}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "edición.zip"
    path.write_bytes(zipped([*FILES.items(), (MANIFEST_NAME, edition().to_bytes())]))
    return path


def problems(findings):
    return [(finding.file, finding.problem) for finding in findings]


def test_an_edition_as_published_is_intact(folder, archive):
    assert verify_folder(folder) == verify_zip(archive) == []
    assert verify_folder(folder, edition().hash.upper()) == []


def test_a_changed_byte_names_the_file_and_both_hashes(folder):
    (folder / "Metadatos.csv").write_bytes(b"FECHA,30/10/2021\r\n")
    [finding] = verify_folder(folder)
    assert (finding.file, finding.problem) == ("Metadatos.csv", FileProblem.WRONG_HASH)
    assert finding.expected == edition().files[1].sha256 != finding.found


def test_missing_extra_and_shortened_files_are_each_told(folder):
    (folder / "Metadatos.csv").unlink()
    (folder / "otro.csv").write_bytes(b"x")
    (folder / "Conjunto de datos.csv").write_bytes(b"")
    size = str(len(FILES["Conjunto de datos.csv"]))
    assert verify_folder(folder)[0] == Finding(
        "Conjunto de datos.csv", FileProblem.WRONG_SIZE, size, "0"
    )
    assert problems(verify_folder(folder))[1:] == [
        ("Metadatos.csv", FileProblem.MISSING),
        ("otro.csv", FileProblem.EXTRA),
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*FILES, MANIFEST_NAME]), st.integers(0), st.integers(1, 255))
def test_any_byte_changed_in_any_file_is_found(folder, name, place, difference):
    path = folder / name
    before = path.read_bytes()
    after = bytearray(before or b"\0")
    after[place % len(after)] ^= difference
    path.write_bytes(after)
    found = problems(verify_folder(folder))
    path.write_bytes(before)
    assert [file for file, _ in found][:1] == [name]


def test_no_byte_changed_in_a_zip_breaks_the_verifier_or_hides_a_change(archive):
    whole, dice = archive.read_bytes(), random.Random(8)
    for _ in range(400):
        changed = bytearray(whole)
        changed[dice.randrange(len(whole))] ^= dice.randrange(1, 256)
        archive.write_bytes(changed)
        try:
            intact = verify_zip(archive) == []
        except PackageError:
            continue
        if intact:
            with zipfile.ZipFile(archive) as kept:
                assert {name: kept.read(name) for name in FILES} == FILES


def test_a_manifest_rewritten_to_fit_is_caught_by_the_published_hash(folder):
    forged = {**FILES, "Metadatos.csv": b"FECHA,30/10/2021\r\n"}
    (folder / "Metadatos.csv").write_bytes(forged["Metadatos.csv"])
    (folder / MANIFEST_NAME).write_bytes(edition(forged).to_bytes())
    assert verify_folder(folder) == []
    assert problems(verify_folder(folder, edition().hash)) == [
        (MANIFEST_NAME, FileProblem.OTHER_MANIFEST)
    ]


def test_a_manifest_that_names_another_predecessor_breaks_the_chain(folder):
    told = json.loads(edition().to_bytes())
    told["previous"] = "a" * 64
    (folder / MANIFEST_NAME).write_text(
        json.dumps(told, sort_keys=True, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    assert problems(verify_folder(folder)) == [(MANIFEST_NAME, FileProblem.WRONG_CHAIN_HASH)]


def test_a_correction_rests_on_the_manifest_it_replaces():
    first = edition()
    second = edition({"Metadatos.csv": b"corregido"}, number=2, previous=first.hash)
    body = {key: value for key, value in vars(second).items() if key != "chain_hash"}
    body["files"] = [vars(entry) for entry in second.files]
    assert second.chain_hash == chain_hash(first.hash, content_hash(body))
    assert read_manifest(second.to_bytes()) == second


def test_the_order_in_which_files_are_given_does_not_change_the_manifest():
    assert edition(dict(reversed(FILES.items()))).to_bytes() == edition().to_bytes()


def test_without_a_manifest_nothing_can_be_vouched_for(folder):
    (folder / MANIFEST_NAME).unlink()
    assert verify_folder(folder) == [Finding(MANIFEST_NAME, FileProblem.NO_MANIFEST)]


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.pop("number"),
        lambda told: told.update(extra=1),
        lambda told: told.update(number="1"),
        lambda told: told.update(number=True),
        lambda told: told.update(previous="no"),
        lambda told: told.update(decisions=[1]),
        lambda told: told.update(format="\ud800"),
        lambda told: told.update(files=["a"]),
        lambda told: told["files"][0].update(name="../../etc/passwd"),
        lambda told: told["files"][0].update(name="METADATOS.CSV"),
        lambda told: told["files"][0].update(sha256="no"),
        lambda told: told["files"][0].update(bytes=-1),
    ],
)
def test_a_manifest_of_another_shape_is_unreadable(folder, change):
    told = json.loads(edition().to_bytes())
    change(told)
    (folder / MANIFEST_NAME).write_text(json.dumps(told))
    [finding] = verify_folder(folder)
    assert finding.problem is FileProblem.UNREADABLE_MANIFEST


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 200_000, b"NaN"])
def test_bytes_that_are_no_manifest_are_unreadable(content):
    with pytest.raises(ManifestError):
        read_manifest(content)


@pytest.mark.parametrize(
    "name",
    ["", "/a", "../a", "a/../b", "a//b", "./a", "a\\b", "C:a", "a\nb", "a" * 201, "Manifest.json"],
)
def test_a_name_that_could_leave_its_folder_is_not_safe(name):
    assert not is_safe_name(name)
    with pytest.raises(ManifestError):
        edition({name: b""})


def test_a_long_name_with_accents_and_folders_is_safe():
    assert is_safe_name("año 2021/" + "a" * 191)


def test_a_manifest_needs_a_time_with_its_zone():
    with pytest.raises(ManifestError):
        edition(made_at=datetime(2021, 11, 12))


def test_a_link_is_never_followed(folder, tmp_path):
    secret = tmp_path / "Metadatos.csv"
    secret.write_bytes(FILES["Metadatos.csv"])
    (folder / "Metadatos.csv").unlink()
    (folder / "Metadatos.csv").symlink_to(secret)
    (folder / "carpeta").symlink_to(tmp_path)
    os.mkfifo(folder / "tubo")
    told = problems(verify_folder(folder))
    assert [file for file, _ in told] == ["Metadatos.csv", "carpeta", "tubo"]


def test_a_device_under_a_listed_name_is_not_read(tmp_path):
    (tmp_path / MANIFEST_NAME).write_bytes(edition({"tubo": b""}).to_bytes())
    os.mkfifo(tmp_path / "tubo")
    assert problems(verify_folder(tmp_path)) == [("tubo", FileProblem.UNREADABLE)]


def test_a_zip_with_a_path_outside_writes_nothing_and_is_told(tmp_path):
    path = tmp_path / "e.zip"
    entries = [*FILES.items(), (MANIFEST_NAME, edition().to_bytes()), ("../fuera.txt", b"x")]
    path.write_bytes(zipped(entries))
    assert problems(verify_zip(path)) == [("../fuera.txt", FileProblem.EXTRA)]
    assert list(tmp_path.parent.glob("fuera.txt")) == []


@pytest.mark.filterwarnings("ignore:Duplicate name")  # the ZIP under test is wrong on purpose
def test_a_zip_that_holds_a_file_twice_is_told(tmp_path):
    path = tmp_path / "e.zip"
    entries = [("Metadatos.csv", b"otro"), *FILES.items(), (MANIFEST_NAME, edition().to_bytes())]
    path.write_bytes(zipped(entries))
    assert problems(verify_zip(path)) == [("Metadatos.csv", FileProblem.DUPLICATE)]


def test_a_zip_bomb_under_a_listed_name_is_not_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "e.zip"
    bomb = {**FILES, "Metadatos.csv": b"\0" * 50_000_000}
    path.write_bytes(zipped([*bomb.items(), (MANIFEST_NAME, edition().to_bytes())]))
    assert problems(verify_zip(path)) == [("Metadatos.csv", FileProblem.WRONG_SIZE)]
    monkeypatch.setattr(packages, "MAX_TOTAL_BYTES", 40_000_000)
    with pytest.raises(PackageError):
        verify_zip(path)


def test_a_manifest_too_large_to_be_one_is_not_read(folder, monkeypatch):
    size = len(edition().to_bytes())
    monkeypatch.setattr(verification, "MAX_MANIFEST_BYTES", size)
    assert verify_folder(folder) == []
    monkeypatch.setattr(verification, "MAX_MANIFEST_BYTES", size - 1)
    assert problems(verify_folder(folder)) == [(MANIFEST_NAME, FileProblem.UNREADABLE_MANIFEST)]


def test_a_zip_of_too_many_files_is_refused(tmp_path):
    path = tmp_path / "e.zip"
    path.write_bytes(zipped((str(number), b"") for number in range(packages.MAX_FILES + 1)))
    with pytest.raises(PackageError):
        verify_zip(path)


def test_a_file_packed_in_an_unusual_way_is_not_read(tmp_path):
    path = tmp_path / "e.zip"
    entries = [*FILES.items(), (MANIFEST_NAME, edition().to_bytes())]
    path.write_bytes(zipped(entries, zipfile.ZIP_LZMA))
    assert problems(verify_zip(path)) == [(MANIFEST_NAME, FileProblem.UNREADABLE_MANIFEST)]


def test_the_command_says_in_spanish_that_all_is_well(folder, archive, capsys):
    assert main([str(folder)]) == main([str(archive), edition().hash]) == 0
    told = capsys.readouterr().out
    assert "Edición: EC a4, período 2021-10, número 1." in told
    assert edition().hash in told
    assert "CORRECTO: archivos revisados: 4" in told


def test_the_command_names_the_wrong_file(folder, capsys):
    (folder / "Metadatos.csv").write_bytes(b"FECHA,30/10/2021\r\n")
    assert main([str(folder)]) == 1
    assert "Metadatos.csv: el contenido no es el publicado." in capsys.readouterr().out


def test_a_file_name_cannot_steer_the_terminal(folder, capsys):
    (folder / "a\x1b[2Jb").write_bytes(b"")
    assert main([str(folder)]) == 1
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert r"a\x1b[2Jb: este archivo no figura" in told


def test_the_command_refuses_what_it_cannot_check(tmp_path, capsys):
    (tmp_path / "no.zip").write_bytes(b"PK")
    refused = [
        [],
        ["--help"],
        ["a", "b", "c"],
        [str(tmp_path / "nada")],
        [str(tmp_path / "no.zip")],
    ]
    assert [main(arguments) for arguments in [*refused, [str(tmp_path), "abc"]]] == [2] * 6
    told = capsys.readouterr().out
    assert "Uso:" in told
    assert "No existe:" in told
    assert "No se puede leer como carpeta ni como ZIP:" in told
    assert "64 dígitos" in told


def test_every_problem_has_its_sentence():
    assert set(SENTENCES) == set(FileProblem)


def test_the_command_runs_with_the_standard_library_alone(folder):
    root = Path(govplan.__file__).parent.parent
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import runpy; sys.argv[1:] = "
    code += f"[{str(folder)!r}]; runpy.run_module('govplan.domain.verify', run_name='__main__')"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "CORRECTO" in ran.stdout
