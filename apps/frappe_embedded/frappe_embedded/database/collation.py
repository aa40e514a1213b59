"""Text as MariaDB's utf8mb4_unicode_ci compares it: without case, accents or trailing spaces."""

import re
import unicodedata
from functools import lru_cache

NAME = "UNICODE_CI"


def fold(text: str) -> str:
    """The form of `text` in which equal means equal to MariaDB."""
    if text.isascii():
        return text.lower().rstrip(" ")
    return _fold_unicode(text)


@lru_cache(maxsize=8192)
def _fold_unicode(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.casefold().rstrip(" ")


def compare(left: str, right: str) -> int:
    """-1, 0 or 1, as a SQLite collation must answer."""
    if left == right:
        return 0
    left, right = fold(left), fold(right)
    return (left > right) - (left < right)


def like(pattern: object, text: object, escape: str = "\\") -> int | None:
    """SQL's LIKE on folded text; None when either side is NULL."""
    if pattern is None or text is None:
        return None
    return int(_pattern(str(pattern), escape).fullmatch(_unpadded(str(text))) is not None)


def _unpadded(text: str) -> str:
    # LIKE, unlike =, counts trailing spaces.
    return fold(text + ".")[:-1]


@lru_cache(maxsize=1024)
def _pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(fold(next(letters, escape))))
        elif letter in "%_":
            parts.append(".*" if letter == "%" else ".")
        else:
            parts.append(re.escape(_unpadded(letter)))
    return re.compile("".join(parts), re.DOTALL)


def regexp(pattern: object, text: object) -> int | None:
    """SQL's REGEXP on folded text; None when either side is NULL."""
    if pattern is None or text is None:
        return None
    return int(re.search(str(pattern), fold(str(text)), re.IGNORECASE) is not None)
