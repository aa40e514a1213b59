"""The frozen content of an edition as a file: the very bytes its hash is taken from."""

from collections.abc import Mapping

from govplan.domain.chain import canonical_json

MEDIA_TYPE = "application/json"


def write(content: Mapping[str, object]) -> bytes:
    """Canonical JSON in UTF-8."""
    return canonical_json(content)
