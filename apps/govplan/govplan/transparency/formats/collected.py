"""What a builder hands over: the content to be frozen, and what it rests on."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Coverage:
    """How many units should be in a publication and how many have approved data in it."""

    units: int = 0
    with_data: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collected:
    """Content as it will be frozen; `rests_on` names the approved records, (DocType, name).

    `evidence_files` are the private files behind the content's public evidence, by SHA-256.
    """

    content: dict[str, Any]
    rests_on: tuple[tuple[str, str], ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    evidence_files: dict[str, str] = field(default_factory=dict)
