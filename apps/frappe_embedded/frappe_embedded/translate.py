"""The words a person reads: source text in English, looked up in the csv files of the apps."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from .cache import memory
from .context import local
from .text import strip_html

MEMORY = "translations"

# Filled by `hooks`, which knows the installed apps: the csv files of a language, weakest first.
files_of: list[Callable[[str], Iterable[Path]]] = []


def _(msg: str, lang: str | None = None, context: str | None = None) -> str:
    """`msg` in `lang` (this request's when not given); `msg` itself when nobody translated it.

    Surrounding blanks and HTML do not count when looking up. Format the result, not the source.
    """
    language = lang or getattr(local, "lang", None) or "en"
    if language == "en" and context is None and not has_translations("en"):
        return msg
    words = get_all_translations(language)
    source = msg.strip() if isinstance(msg, str) else str(msg)
    for text in (source, strip_html(source).strip()):
        found = (context and words.get(f"{text}:{context}")) or words.get(text)
        if found:
            return found
    return msg


class LazyTranslation(str):
    """A source text that is translated when it is shown, not when the module is read."""

    lang: str | None
    context: str | None

    def __new__(
        cls, msg: str, lang: str | None = None, context: str | None = None
    ) -> "LazyTranslation":
        made = super().__new__(cls, msg)
        made.lang, made.context = lang, context
        return made

    def __str__(self) -> str:
        return _(self[:], self.lang, self.context)

    def format(self, *args: object, **kwargs: object) -> str:
        """The translated text with its places filled."""
        return str(self).format(*args, **kwargs)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def _lt(msg: str, lang: str | None = None, context: str | None = None) -> LazyTranslation:
    """`msg`, translated each time it is turned into text."""
    return LazyTranslation(msg, lang, context)


def has_translations(lang: str) -> bool:
    """True when some app translates into `lang`."""
    return bool(get_all_translations(lang))


def get_all_translations(lang: str) -> dict[str, str]:
    """Source to translation for `lang`, its parent language (`es` of `es-EC`) filling the gaps."""
    known = memory(MEMORY)
    if lang not in known:
        parent = get_parent_language(lang)
        words = dict(get_all_translations(parent)) if parent else {}
        for path in (path for find in files_of for path in find(lang)):
            words.update(read_csv(path))
        known[lang] = words
    found: dict[str, str] = known[lang]
    return found


def read_csv(path: Path) -> dict[str, str]:
    """The rows `source,translation[,context]` of one file; the context is part of the key."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 2 and row[1]]
    return {_source_key(row): row[1] for row in rows}


def _source_key(row: list[str]) -> str:
    context = row[2].strip() if len(row) > 2 else ""
    return f"{row[0].strip()}:{context}" if context else row[0].strip()


def get_parent_language(lang: str) -> str | None:
    """`es` of `es-EC`, None when there is nothing above."""
    for sign in ("-", "_"):
        if sign in lang:
            return lang.split(sign)[0]
    return None


def best_language(wanted: Iterable[str | None]) -> str | None:
    """The first of `wanted` some app translates into, English included; None when there is none."""
    for lang in wanted:
        if lang and (lang == "en" or get_parent_language(lang) == "en" or has_translations(lang)):
            return lang
    return None
