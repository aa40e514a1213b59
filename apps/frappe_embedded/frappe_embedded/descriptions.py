"""A fault in what an app describes (DocTypes, hooks), found at start-up under a stable code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault: what is wrong, and what to do about it."""

    code: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message} {self.hint}"
