"""Where the demo town is described, and reading it."""

import json
from pathlib import Path
from typing import Any

import govplan

# In a checkout the town lies beside the apps; elsewhere the command is told where.
FIXTURES = Path(govplan.__file__).resolve().parents[3] / "fixtures"
TOWN = FIXTURES / "demo"


class TownFiles:
    """The files of a town's folder, each read once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or TOWN
        self._read: dict[str, Any] = {}

    @property
    def exists(self) -> bool:
        """Whether the folder holds a town."""
        return self.has("settings")

    def has(self, name: str) -> bool:
        """Whether the town comes with `<name>.json`."""
        return (self.folder / f"{name}.json").is_file()

    def listed(self, name: str) -> list[Any]:
        """The content of `<name>.json`; nothing where the town comes without it."""
        return self[name] if self.has(name) else []

    def __getitem__(self, name: str) -> Any:
        """The content of `<name>.json`. Raises FileNotFoundError."""
        if name not in self._read:
            text = (self.folder / f"{name}.json").read_text(encoding="utf-8")
            self._read[name] = json.loads(text)
        return self._read[name]
