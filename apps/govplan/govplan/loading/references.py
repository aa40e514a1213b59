"""Records others refer to, by code or by name, each kind read once for a whole file."""

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from govplan.typed import Unreadable

_SEVERAL = 3


class References:
    """What there is of each kind, and what the file itself is about to make."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._coming: dict[str, set[str]] = {}

    def expect(self, doctype: str, names: Iterable[str]) -> None:
        """Records of the file, to which its rows may refer before they are there."""
        self._coming.setdefault(doctype, set()).update(names)

    def known(self, doctype: str, written: str) -> str:
        """The name of the record meant; empty when there is none."""
        try:
            return self.resolve(doctype, written)
        except Unreadable:
            return ""

    def resolve(self, doctype: str, written: str, within: str = "") -> str:
        """The name of the record meant; `within` is put before a code that needs it.

        Raises Unreadable with the nearest there is.
        """
        if not written:
            return ""
        coming = self._coming.get(doctype, set())
        for name in (f"{within}{written}", f"{within}{written.upper()}", written, written.upper()):
            if name in coming:
                return name
        return self._of(doctype).resolve(written, within, coming)

    def _of(self, doctype: str) -> "_Known":
        if doctype not in self._known:
            self._known[doctype] = _Known(doctype)
        return self._known[doctype]


class _Known:
    """The records of one kind by code and by title."""

    def __init__(self, doctype: str) -> None:
        self.doctype = doctype
        self.titles: dict[str, str] = {}
        self._by_text: dict[str, list[str]] = {}
        self._by_name: dict[str, str] = {}
        for name, title in _rows_of(doctype):
            self.titles[name] = title
            self._by_name.setdefault(_alike(name), name)
            _plan, _colon, code = name.rpartition(":")
            for text in {*map(_alike, (title, code, _(name), _(name, "es")))} - {""}:
                self._by_text.setdefault(text, []).append(name)

    def resolve(self, written: str, within: str, coming: set[str]) -> str:
        for name in (f"{within}{written}", written):
            if name in self.titles:
                return name
        for name in (f"{within}{written}", written):
            if _alike(name) in self._by_name:
                return self._by_name[_alike(name)]
        called = self._by_text.get(_alike(written), [])
        if len(called) > 1:
            words = _("Several are called “{0}”: write the code, one of {1}.")
            raise Unreadable(words.format(written, ", ".join(sorted(called)[:_SEVERAL])))
        if called:
            return called[0]
        raise Unreadable(self._words(written, within, coming))

    def _words(self, written: str, within: str, coming: set[str]) -> str:
        near = self._nearest(written, within, coming)
        if near:
            return _("“{0}” does not exist. Did you mean {1}?").format(written, near)
        return _("“{0}” does not exist. Create it first or correct it.").format(written)

    def _nearest(self, written: str, within: str, coming: set[str]) -> str:
        """The code, and the title it goes by, of what is most alike."""
        by_text = {_alike(name.removeprefix(within)): name for name in (*self.titles, *coming)}
        by_text |= {_alike(title): name for name, title in self.titles.items() if title}
        close = difflib.get_close_matches(_alike(written), by_text, n=1, cutoff=0.6)
        if not close:
            return ""
        name = by_text[close[0]]
        title = _(self.titles.get(name, ""))
        shown = name.removeprefix(within)
        return f"“{shown}” ({title})" if title and title != _(name) else f"“{_(shown)}”"


def _alike(words: str) -> str:
    """Words without case, accents and surplus blanks; marks stay, as 1.11 is not 11.1."""
    apart = unicodedata.normalize("NFD", " ".join(words.split()).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _rows_of(doctype: str) -> list[tuple[str, str]]:
    title: Any = frappe.get_meta(doctype).title_field or "name"
    rows = frappe.get_all(doctype, fields=["name", title], order_by="name asc", limit=0)
    return [(str(row.name), str(row.get(title) or "")) for row in rows]
