"""Text as MariaDB's utf8mb4_unicode_ci compares it: without case, accents or trailing spaces.

Alike for Latin letters, digits and punctuation (tests/engine/test_mariadb_collation.py says which);
other scripts compare by their letters without marks, and sort by code point.
"""

import re
import unicodedata
from functools import lru_cache

NAME = "UNICODE_CI"

# What sorts by other than its code point, the least first. The last line is letters and digits.
_ORDER = (
    "\t\n\x0b\x0c\r\x85\u2028\u2029 `´^¯‾¨¸_‗\xad-\u2010\u2012–—―,;:!¡?¿.·'‘’‚‛‹›\"“”„‟«»()[]{}§¶©®"
    "@*/\u2044\\&#%‰†‡•‣‧′°+±÷×<=>¬|¦‖~\u2212¤¢$£¥€"
    "0123456789aæbcdđðefghħiıjklłmnŋoøpqĸrstŧuvwxyzþ"
)
_RANKS = {letter: chr(rank) for rank, letter in enumerate(_ORDER)}
_PAD = _RANKS[" "]
# Marks that stand alone, and what is told apart although Unicode takes it to pieces.
_WHOLE = frozenset("´¨¯¸‗‾")
_MARKS = ("Mn", "Me")
_BEYOND = "\uffff"  # for all letters beyond the first 65,536: emoji are all alike, and last


class _Folded(dict[int, str]):
    """The letters that stand for a letter, found when first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _folded(chr(code))
        return found


class _Ranked(dict[int, str]):
    """The signs that sort as a letter does, found when first asked for."""

    def __missing__(self, code: int) -> str:
        bare = _folded(chr(code))
        self[code] = found = "".join(_RANKS.get(c) or chr(0x100 + ord(c)) for c in bare)
        return found


class _Single(dict[int, str]):
    """The one letter that stands for a letter, found when first asked for."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = letter if letter > "\uffff" else _folded(letter)
        self[code] = found = bare if len(bare) == 1 else letter.lower() if bare else "\0"
        return found


def _folded(letter: str) -> str:
    if letter > "\uffff":
        return _BEYOND
    if letter in _WHOLE:
        return letter
    if letter not in _RANKS and unicodedata.category(letter) in ("Cc", "Cf", *_MARKS):
        return ""
    letters = unicodedata.normalize("NFKD", letter)
    bare = "".join(part for part in letters if unicodedata.category(part) not in _MARKS)
    return bare.casefold().replace("œ", "oe")


_FOLDED, _RANKED, _SINGLE = _Folded(), _Ranked(), _Single()
_ASCII_RANKS = bytes(ord(_RANKED[code] or "\0") for code in range(128)) + bytes(128)
_ASCII_IGNORED = bytes(code for code in range(128) if not _RANKED[code])


def fold(text: str) -> str:
    """The form of `text` in which equal means equal to MariaDB."""
    if text.isascii() and text.isprintable():
        return text.lower().rstrip(" ")
    return _fold_unicode(text)


@lru_cache(maxsize=8192)
def _fold_unicode(text: str) -> str:
    return text.translate(_FOLDED).rstrip(" ")


def key(text: str) -> str:
    """What texts sort by."""
    if text.isascii():
        ranks = text.encode().translate(_ASCII_RANKS, _ASCII_IGNORED).decode("latin-1")
    else:
        ranks = _ranks(text)
    # As if blanks went on for ever: a line end sorts before nothing.
    return ranks.rstrip(_PAD) + _PAD


@lru_cache(maxsize=8192)
def _ranks(text: str) -> str:
    return text.translate(_RANKED)


def compare(left: str, right: str) -> int:
    """-1, 0 or 1, as a SQLite collation must answer."""
    if left == right:
        return 0
    left, right = key(left), key(right)
    return (left > right) - (left < right)


def like(pattern: object, text: object, escape: str = "\\") -> int | None:
    """SQL's LIKE on folded text; None when either side is NULL."""
    if pattern is None or text is None:
        return None
    return int(_pattern(str(pattern), escape).fullmatch(_singly(str(text))) is not None)


def _singly(text: str) -> str:
    # LIKE compares letter by letter: it counts trailing spaces, and takes nothing to pieces.
    return text.lower() if text.isascii() and text.isprintable() else text.translate(_SINGLE)


@lru_cache(maxsize=1024)
def _pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(_singly(next(letters, escape))))
        elif letter in "%_":
            parts.append(".*" if letter == "%" else ".")
        else:
            parts.append(re.escape(_singly(letter)))
    return re.compile("".join(parts), re.DOTALL)


def regexp(pattern: object, text: object) -> int | None:
    """SQL's REGEXP on folded text; None when either side is NULL."""
    if pattern is None or text is None:
        return None
    return int(re.search(str(pattern), fold(str(text)), re.IGNORECASE) is not None)
