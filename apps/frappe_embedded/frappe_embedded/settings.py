"""System Settings as the lower layers read them: by name, None when there is no site open."""

from typing import Any

from .context import local


def system_setting(fieldname: str) -> Any:
    """The value of a field of System Settings; None when empty or when no database is open."""
    db = getattr(local, "db", None)
    return db.get_system_setting(fieldname) if db is not None else None
