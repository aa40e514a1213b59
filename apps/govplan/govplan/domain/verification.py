"""Check a downloaded edition against its manifest, with nothing but the download."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govplan.domain.manifest import (
    MANIFEST_NAME,
    FileEntry,
    Manifest,
    ManifestError,
    read_manifest,
)
from govplan.domain.packages import Package, UnreadableFile, open_package
from govplan.domain.words import Word

MAX_MANIFEST_BYTES = 16 * 1024**2


class FileProblem(Word):
    """What may be wrong with a file of an edition."""

    MISSING = "Missing file"
    EXTRA = "Extra file"
    DUPLICATE = "Duplicate file"
    UNREADABLE = "Unreadable file"
    WRONG_SIZE = "Wrong size"
    WRONG_HASH = "Wrong hash"
    NO_MANIFEST = "No manifest"
    UNREADABLE_MANIFEST = "Unreadable manifest"
    ALTERED_MANIFEST = "Altered manifest"
    WRONG_CHAIN_HASH = "Wrong chain hash"
    OTHER_MANIFEST = "Not the published manifest"


@dataclass(frozen=True)
class Finding:
    """A problem of one file, with what the manifest expects and what is there."""

    file: str
    problem: FileProblem
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Examination:
    """What was found, and the manifest and its hash unless it could not be read."""

    findings: list[Finding]
    manifest: Manifest | None = None
    manifest_hash: str | None = None


def examine(path: Path, published_hash: str | None = None) -> Examination:
    """Check the folder or ZIP at `path`. Raises PackageError when it cannot be opened.

    The manifest vouches for the files; `published_hash`, the manifest's own hash as the portal
    shows it, vouches for the manifest.
    """
    with open_package(path) as package:
        if MANIFEST_NAME not in package.names():
            return Examination([Finding(MANIFEST_NAME, FileProblem.NO_MANIFEST)])
        try:
            content = _manifest_bytes(package)
            manifest = read_manifest(content)
        except ManifestError as error:
            problem = FileProblem.UNREADABLE_MANIFEST
            return Examination([Finding(MANIFEST_NAME, problem, found=str(error))])
        digest = hashlib.sha256(content).hexdigest()
        findings = [
            *_of_manifest(manifest, digest, published_hash),
            *_of_files(manifest, package),
        ]
        return Examination(findings, manifest, digest)


def verify_folder(path: Path, published_hash: str | None = None) -> list[Finding]:
    """What is wrong with an edition unpacked in a folder; empty when nothing is."""
    return examine(path, published_hash).findings


def verify_zip(path: Path, published_hash: str | None = None) -> list[Finding]:
    """What is wrong with an edition's ZIP, which is not unpacked; empty when nothing is."""
    return examine(path, published_hash).findings


def _manifest_bytes(package: Package) -> bytes:
    if package.size(MANIFEST_NAME) > MAX_MANIFEST_BYTES:
        raise ManifestError(f"larger than {MAX_MANIFEST_BYTES} bytes")
    try:
        return b"".join(package.chunks(MANIFEST_NAME))
    except UnreadableFile as error:
        raise ManifestError("cannot be read") from error


def _of_manifest(manifest: Manifest, digest: str, published: str | None) -> Iterator[Finding]:
    if digest != manifest.hash:
        yield Finding(MANIFEST_NAME, FileProblem.ALTERED_MANIFEST, manifest.hash, digest)
    chained = manifest.expected_chain_hash
    if manifest.chain_hash != chained:
        problem = FileProblem.WRONG_CHAIN_HASH
        yield Finding(MANIFEST_NAME, problem, chained, manifest.chain_hash)
    if published is not None and published.lower() != digest:
        yield Finding(MANIFEST_NAME, FileProblem.OTHER_MANIFEST, published.lower(), digest)


def _of_files(manifest: Manifest, package: Package) -> Iterator[Finding]:
    present = Counter(package.names())
    listed = {entry.name for entry in manifest.files}
    for entry in manifest.files:
        if entry.name in present:
            yield from _of_file(entry, package)
        else:
            yield Finding(entry.name, FileProblem.MISSING, expected=entry.sha256)
    for name, times in sorted(present.items()):
        if times > 1:
            yield Finding(name, FileProblem.DUPLICATE, "1", str(times))
        if name not in listed and name != MANIFEST_NAME:
            yield Finding(name, FileProblem.EXTRA)


def _of_file(entry: FileEntry, package: Package) -> Iterator[Finding]:
    size = package.size(entry.name)
    if size != entry.bytes:
        yield Finding(entry.name, FileProblem.WRONG_SIZE, str(entry.bytes), str(size))
        return
    try:
        digest = _digest(package, entry.name)
    except UnreadableFile:
        yield Finding(entry.name, FileProblem.UNREADABLE, expected=entry.sha256)
        return
    if digest != entry.sha256:
        yield Finding(entry.name, FileProblem.WRONG_HASH, entry.sha256, digest)


def _digest(package: Package, name: str) -> str:
    digest = hashlib.sha256()
    for chunk in package.chunks(name):
        digest.update(chunk)
    return digest.hexdigest()
