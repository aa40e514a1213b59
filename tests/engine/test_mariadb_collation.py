"""`collation` against the server: each letter it promises, alone, in words, and in order."""

import itertools
import unicodedata

import pytest

from frappe_embedded.context import local
from frappe_embedded.database.collation import compare, fold, key, like
from frappe_embedded.database.mariadb import COLLATION

# What the README promises: Latin letters with their accents, digits, marks, and what people paste.
RANGES = {
    "ASCII": range(1, 0x80),
    "Latin-1": range(0x80, 0x100),
    "Latin Extended-A": range(0x100, 0x180),
    "combining accents": range(0x300, 0x358),
    "Vietnamese and Welsh letters": range(0x1E00, 0x1E9A),
    "punctuation": range(0x2000, 0x2028),
    "more punctuation": range(0x2028, 0x203B),
    "superscripts": range(0x2070, 0x207F),
    "subscripts": range(0x2080, 0x208F),
    "euro, numero, trade mark, minus": [0x20AC, 0x2116, 0x2122, 0x2212],
    "fractions and Roman numerals": range(0x2153, 0x2180),
    "ligatures": range(0xFB00, 0xFB07),
}
LETTERS = [
    chr(code)
    for codes in RANGES.values()
    for code in codes
    if unicodedata.category(chr(code)) != "Cn"
]
WORDS = [
    "", " ", "a", "a ", "A\u00a0", "a\t", "a\nb", "a b", "ab", "a-b", "año", "Ano", "ANUAL",
    "Zapata", "ñandú", "nandu", "straße", "STRASSE", "œuvre", "oeuvre", "ﬁn", "fin", "n\u0303o",
    "ño", "x\u200by", "xy", "nº 1", "no 1", "1ª", "1a", "m²", "m2", "½", "1⁄2", "“a”", '"a"',
    "a–b", "a—b", "¿qué?", "¡ya!", "50%", "50", "5", "10", "2", "REP-2026-0001",
    "REP_2026_0001", "rep 2026", "S/.", "$ 5", "€ 5", "(a)", "[a]", "😀", "🎉", "a😀", "a中",
    "æ", "ae", "az", "ø", "o", "oz", "đ", "d", "þ", "z", "…", "...",
]  # fmt: skip


@pytest.fixture
def server(site):
    return local.db


def weights(db, letters):
    """The server's weights of each letter, as text that sorts as they do."""
    found = {}
    for start in range(0, len(letters), 100):
        part = letters[start : start + 100]
        columns = ", ".join(
            [f"HEX(WEIGHT_STRING(CONVERT(%s USING utf8mb4) COLLATE {COLLATION}))"] * len(part)
        )
        found.update(zip(part, db.sql(f"SELECT {columns}", part)[0], strict=True))
    return found


def test_letters_are_equal_exactly_when_the_server_says_so(server):
    told = weights(server, LETTERS)
    bare = sorted({part for letter in LETTERS for part in fold(f"{letter}.")[:-1]})
    parts = weights(server, bare)
    # A letter weighs what those that stand for it weigh, and no two of these weigh the same.
    differing = [
        letter
        for letter in LETTERS
        if told[letter] != "".join(parts[part] for part in fold(f"{letter}.")[:-1])
    ]
    assert differing == []
    assert len(set(parts.values())) == len(parts)


@pytest.mark.parametrize("name", ["ASCII", "Latin-1", "Latin Extended-A", "punctuation"])
def test_letters_sort_as_on_the_server(server, name):
    told = weights(server, [*map(chr, RANGES[name]), *map(chr, RANGES["ASCII"])])
    ours = sorted(told, key=lambda letter: (key(f"{letter}."), letter))
    assert ours == sorted(told, key=lambda letter: (told[letter] + told["."], letter))


def test_words_compare_as_on_the_server(server):
    pairs = list(itertools.product(WORDS, WORDS))
    differing = []
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        columns = ", ".join(["STRCMP(%s, %s)"] * len(part))
        told = server.sql(f"SELECT {columns}", [word for pair in part for word in pair])[0]
        ours = [compare(*pair) for pair in part]
        differing += [
            (*pair, x, y) for pair, x, y in zip(part, ours, told, strict=True) if x != int(y)
        ]
    assert differing == []


def test_patterns_find_what_they_find_on_the_server(server):
    patterns = [
        *WORDS,
        "%a%",
        "a_b",
        "_",
        "__",
        "%ñ%",
        "stra_e",
        "%e",
        "5\\%",
        "50\\%",
        "n_o",
        "x_y",
    ]
    pairs = list(itertools.product(patterns, WORDS))
    differing = []
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        columns = ", ".join(["%s LIKE %s"] * len(part))
        values = [word for pattern, text in part for word in (text, pattern)]
        told = server.sql(f"SELECT {columns}", values)[0]
        differing += [pair for pair, x in zip(part, told, strict=True) if like(*pair) != int(x)]
    assert differing == []
