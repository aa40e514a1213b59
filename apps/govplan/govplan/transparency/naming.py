"""The names of editions."""

from govplan.transparency.packaging import slug


def edition_name(format_code: str, key: str, number: int) -> str:
    """`EC-a4-2021-10-E1`: the format, what it is of, and its number."""
    return f"{format_code}-{slug(key)}-E{number}"
