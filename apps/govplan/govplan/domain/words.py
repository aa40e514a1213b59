"""The base of every closed list of choices."""

from enum import Enum


class Word(str, Enum):
    """A choice whose value is the English word kept in records and used as translation source."""

    def __str__(self) -> str:
        return str.__str__(self)
