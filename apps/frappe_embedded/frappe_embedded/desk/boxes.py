"""One field of a record as its form draws it, and who may see and write it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import permissions
from ..context import current_user
from ..formats import format_value
from ..meta import Field
from ..text import clean_html, unscrub
from ..translate import _
from ..values import cint, cstr, is_empty
from . import fields, links

_SAFE_ADDRESSES = ("/files/", "/private/files/", "https://", "http://")
_MARKUP = ("Text Editor", "HTML Editor")
_INPUT_TYPES = {"Date": "date", "Datetime": "datetime-local", "Time": "time"}
_DATA_TYPES = {"Phone": "tel", "URL": "url"}
_KEYBOARDS = {"Int": "numeric", "Float": "decimal", "Currency": "decimal", "Percent": "decimal"}
_TALL = ("Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code", "JSON")


@dataclass(frozen=True)
class Rights:
    """What the user may see and write of one document in the state it is in."""

    read_levels: frozenset[int]
    write_levels: frozenset[int]
    may_write: bool
    is_new: bool
    is_submitted: bool

    @classmethod
    def over(cls, doc: Any) -> "Rights":
        """Ask the permissions of a loaded document, or of a new one."""
        held = permissions.rights_of(doc.meta, current_user())
        needed = ["create"] if doc.is_new() else ["write"]
        needed += ["submit"] if doc.docstatus.is_submitted() else []
        return cls(
            held.read_levels | {0},
            held.write_levels | {0},
            not doc.docstatus.is_cancelled() and all(doc.has_permission(one) for one in needed),
            bool(doc.is_new()),
            doc.docstatus.is_submitted(),
        )

    def see(self, df: Field) -> bool:
        """True for a field that is drawn for this user."""
        return not cint(df.hidden) and cint(df.permlevel) in self.read_levels

    def write(self, df: Field, is_new_row: bool = False) -> bool:
        """True for a field whose posted value is taken. `is_new_row`: of a row not stored yet."""
        if not (self.may_write and self.see(df)) or cint(df.permlevel) not in self.write_levels:
            return False
        if cint(df.read_only) or df.is_virtual or df.fieldtype in ("Read Only", "Image"):
            return False
        if cint(df.set_only_once) and not (self.is_new or is_new_row):
            return False
        return not self.is_submitted or bool(cint(df.allow_on_submit))


@dataclass
class Box:
    """One field as it is drawn. `text` is what its input holds, `shown` what is read instead."""

    field: Field
    name: str
    draw: str
    text: str
    shown: str
    editable: bool
    error: str = ""
    stored: str = ""
    row: str = ""
    choices: list[tuple[str, str]] | None = None
    offers: list[links.Choice] | None = None
    doctype: str = ""
    # Where the kind of record a Dynamic Link names is written.
    doctype_in: str = ""
    list_id: str = ""
    address: str = ""

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return label_of(self.field)

    @property
    def description(self) -> str:
        """What the description says about the field."""
        return _(self.field.description) if self.field.description else ""

    @property
    def required(self) -> bool:
        """True when it must not be left empty."""
        return bool(cint(self.field.reqd)) and self.editable

    @property
    def described_by(self) -> str:
        """The ids of what explains the input: description, error, what is stored meanwhile."""
        parts = (("help", self.description), ("error", self.error), ("stored", self.stored))
        return " ".join(f"{self.name}-{part}" for part, text in parts if text)

    @property
    def input_type(self) -> str:
        """The type of the HTML input."""
        by_options = _DATA_TYPES.get(self.field.options or "", "text")
        return _INPUT_TYPES.get(self.field.fieldtype) or (
            by_options if self.field.fieldtype == "Data" else "text"
        )

    @property
    def keyboard(self) -> str:
        """The keyboard a telephone shows; those of figures have no minus sign."""
        if not cint(self.field.non_negative):
            return ""
        return _KEYBOARDS.get(self.field.fieldtype, "")

    @property
    def lines(self) -> int:
        """The height of a text area."""
        if self.row:
            return 2
        return 6 if self.field.fieldtype in _TALL else 3

    @property
    def is_markup(self) -> bool:
        """True when `shown` is HTML, cleaned."""
        return self.field.fieldtype in _MARKUP


@dataclass
class Typed:
    """What a form sent, to draw it again: texts and errors by input name."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    # What is stored where somebody else changed it meanwhile.
    stored: dict[str, str] = field(default_factory=dict)


def label_of(df: Field) -> str:
    """A field's label in the reader's language."""
    return _(df.label or unscrub(df.fieldname))


def make_box(
    part: Any, df: Field, rights: Rights, typed: Typed, prefix: str = "", is_new_row: bool = False
) -> Box:
    """The box of a field of a document, or of a row whose inputs begin with `prefix`."""
    widget = fields.widget_of(df) or fields.WIDGETS["Read Only"]
    value, name = value_of(part, df), prefix + df.fieldname
    editable = rights.write(df, is_new_row)
    text = widget.show(df, value)
    if editable and widget.draw != "file":
        text = typed.texts.get(name, text)
    box = Box(df, name, widget.draw, text, shown_text(df, value, part), editable)
    box.error, box.stored = typed.errors.get(name, ""), typed.stored.get(name, "")
    if widget.draw == "link":
        _add_link(box, part, value, prefix)
    elif widget.draw == "choice" and editable:
        box.choices = _options(box)
    elif widget.draw == "file":
        box.address = cstr(value) if cstr(value).startswith(_SAFE_ADDRESSES) else ""
    return box


def value_of(part: Any, df: Field) -> Any:
    """The value of a field, worked out for one that is not stored."""
    return getattr(part, df.fieldname, None) if df.is_virtual else part.get(df.fieldname)


def shown_text(df: Field, value: Any, part: Any) -> str:
    """A value as it is read, not typed; a secret never."""
    if df.fieldtype == "Password" or is_empty(value):
        return ""
    if df.fieldtype == "Check":
        return _("Yes") if cint(value) else _("No")
    if df.fieldtype in ("Select", "Read Only"):
        return _(cstr(value))
    if df.fieldtype in _MARKUP:
        return clean_html(cstr(value))
    if df.fieldtype in ("Link", "Dynamic Link"):
        doctype = links.target_of(df, part)
        return links.title_of(doctype, value) if doctype else cstr(value)
    if df.fieldtype == "Rating":
        return f"{fields.WIDGETS['Rating'].show(df, value)} / {fields.stars_of(df)}"
    if df.kind == "text":
        return cstr(value)
    return cstr(format_value(value, df, part))


def _add_link(box: Box, part: Any, value: Any, prefix: str) -> None:
    df = box.field
    box.doctype = links.target_of(df, part) or ""
    if df.fieldtype == "Dynamic Link":
        box.doctype_in = prefix + (df.options or "")
    if box.doctype and not is_empty(value):
        box.address = links.address_of(box.doctype, value)
    if not box.editable:
        return
    box.list_id = f"{box.name}-list"
    if df.fieldtype == "Link" and prefix:
        # The rows of a table share what their boxes offer.
        box.list_id = list_id(prefix.partition("-")[0], df)
        listed = links.words(box.doctype)
        if listed is not None:
            box.choices = _with_current([("", ""), *listed], box.text, box.shown)
    elif box.doctype:
        box.offers = links.first(box.doctype)
        if df.fieldtype == "Link" and links.few(box.doctype) is not None:
            box.choices = _with_current([("", ""), *box.offers], box.text, box.shown)


def list_id(table: str, df: Field) -> str:
    """The id of what the link boxes of one column of a table offer."""
    return f"{table}-{df.fieldname}-list"


def _options(box: Box) -> list[tuple[str, str]]:
    df = box.field
    if df.fieldtype == "Rating":
        stars = fields.stars_of(df)
        listed = [(str(n), f"{n} / {stars}") for n in range(stars + 1)]
    else:
        listed = [(option, _(option) if option else "") for option in df.select_options]
        if "" not in df.select_options and not (cint(df.reqd) and box.text):
            listed.insert(0, ("", ""))
    return _with_current(listed, box.text, box.text)


def _with_current(listed: list[tuple[str, str]], text: str, shown: str) -> list[tuple[str, str]]:
    """What is stored stays a choice even if it would not be offered any more."""
    known = any(value == text for value, _label in listed)
    return listed if known else [*listed, (text, shown or text)]
