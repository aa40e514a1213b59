"""Text a spreadsheet would run as a formula, made harmless in CSV and read back unharmed."""

import re

# An apostrophe is what spreadsheets themselves use for "this is text". Those already there count
# too, so that guarding can always be undone.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(text: str) -> str:
    """The text with an apostrophe before it when it starts with = + - @ or a tab."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """What was given to `guard`."""
    return text[1:] if _GUARDED.match(text) else text
