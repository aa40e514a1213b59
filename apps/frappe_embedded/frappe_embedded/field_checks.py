"""What an administrator may make of fields, so that the records of the site stay usable."""

import re
from collections.abc import Iterable
from typing import Any, NoReturn

from .context import local
from .dates import get_datetime, getdate
from .doctype_checks import RESERVED
from .errors import ValidationError
from .fieldtypes import CHILD_FIELDS, KINDS, LAYOUT_TYPES, NUMERIC_KINDS, TABLE_TYPES
from .messages import throw
from .meta import Field, Meta, exists_doctype, get_controller, get_meta
from .translate import _
from .values import cint, cstr, is_empty

LONGEST_NAME = 64
LONGEST_TEXT = 1000
HIGHEST_LEVEL = 9
# What describes records, roles and the site itself: the engine reads these before it can be told.
FIXED = frozenset((
    "DocType", "DocField", "DocPerm", "Custom Field", "Custom DocPerm", "Property Setter",
    "Has Role", "Role", "Module Def", "Patch Log", "Version", "Deleted Document",
))  # fmt: skip
# A field may become another type of its group: what is stored stays readable.
_GROUPS = (
    frozenset(("Float", "Currency", "Percent")),
    frozenset(("Data", "Select", "Small Text", "Text", "Long Text", "Barcode", "Autocomplete")),
    frozenset(("Small Text", "Text", "Long Text", "Code", "Text Editor", "Markdown Editor",
               "HTML Editor")),
    frozenset(("Attach", "Attach Image")),
    frozenset(TABLE_TYPES),
    frozenset(LAYOUT_TYPES),
)  # fmt: skip
_DAYS = ("today", "now")
_INDEXED_TYPES = ("Data", "Int", "Date", "Datetime")


def refuse(message: str, *places: Any) -> NoReturn:
    """Raise ValidationError with `message`, its places filled."""
    throw(message.format(*places), ValidationError)


def require_customisable(doctype: str) -> Meta:
    """The description of a DocType a site may change. Raises ValidationError for any other."""
    if not exists_doctype(doctype):
        refuse(_("There is no kind of record called {0}."), doctype)
    if doctype in FIXED:
        refuse(_("{0} describes the site itself and cannot be changed."), _(doctype))
    return get_meta(doctype)


def require_free_name(meta: Meta, fieldname: str) -> None:
    """Raise ValidationError for what is no name of a column, or means something already."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", fieldname) or len(fieldname) > LONGEST_NAME:
        refuse(_("{0} cannot be the name of a field: use small letters, digits and _."), fieldname)
    taken = {*RESERVED, *CHILD_FIELDS}
    if fieldname in taken or hasattr(get_controller(meta.name), fieldname):
        refuse(_("{0} means something else already; choose another name."), fieldname)


def require_compatible(old: str, new: str) -> None:
    """Raise ValidationError when what is stored as one type cannot be read as another."""
    if old != new and not any({old, new} <= group for group in _GROUPS):
        refuse(_("A field of type {0} cannot become {1}."), _(old), _(new))


def check_field(meta: Meta, df: Field) -> None:
    """Raise ValidationError for a field that records of the DocType could not be kept with."""
    if df.fieldtype not in (*KINDS, *TABLE_TYPES, *LAYOUT_TYPES):
        refuse(_("{0} is not a type of field."), df.fieldtype)
    _check_options(meta, df)
    _check_default(df)
    _check_numbers(df)
    _check_index(df)
    _check_fetch(meta, df)
    if cint(df.hidden) and cint(df.reqd) and is_empty(df.default):
        refuse(_("{0} cannot be hidden and mandatory without a default value."), _label(df))


def _label(df: Field) -> str:
    return _(df.label or df.fieldname)


def _check_options(meta: Meta, df: Field) -> None:
    target = cstr(df.options).strip()
    if df.fieldtype == "Link":
        _require_target(df, target, rows=False)
    elif df.fieldtype in TABLE_TYPES:
        _require_target(df, target, rows=True)
    elif df.fieldtype == "Dynamic Link":
        named = meta.get_field(target)
        if named is None or named.fieldtype not in ("Link", "Select", "Data"):
            refuse(_("{0}: the options must name the field with the kind of record."), _label(df))
    elif df.fieldtype == "Select" and not target:
        refuse(_("{0}: write the options, one in a line."), _label(df))


def _require_target(df: Field, target: str, rows: bool) -> None:
    if not exists_doctype(target):
        refuse(_("{0}: the options must name a kind of record, and {1} is none."), _label(df),
               target or "–")  # fmt: skip
    if bool(get_meta(target).istable) != rows:
        wanted = _("{0}: {1} has no rows of its own.") if rows else _("{0}: {1} are only rows.")
        refuse(wanted, _label(df), _(target))


def _check_default(df: Field) -> None:
    default = cstr(df.default).strip()
    if not default or default.startswith((":", "eval:")):
        return
    if df.fieldtype == "Select" and default not in df.select_options:
        refuse(_("{0}: the default value is not one of the options."), _label(df))
    if df.fieldtype == "Check" and default not in ("0", "1"):
        refuse(_("{0}: the default value must be 0 or 1."), _label(df))
    if not _is_readable(df, default):
        refuse(_("{0}: the default value cannot be read."), _label(df))


def _is_readable(df: Field, default: str) -> bool:
    readers: dict[str, Any] = {"int": int, "float": float, "date": getdate,
                               "datetime": get_datetime}  # fmt: skip
    reader = readers.get(df.kind or "")
    if reader is None or (df.kind in ("date", "datetime") and default.lower() in _DAYS):
        return True
    try:
        reader(default)
    except (ValueError, ValidationError):
        return False
    return True


def _check_numbers(df: Field) -> None:
    if not is_empty(df.precision) and not re.fullmatch(r"[0-9]", cstr(df.precision)):
        refuse(_("{0}: the precision is a number from 0 to 9."), _label(df))
    if not 0 <= cint(df.length) <= LONGEST_TEXT:
        refuse(_("{0}: the length is a number from 0 to {1}."), _label(df), LONGEST_TEXT)
    if not 0 <= cint(df.permlevel) <= HIGHEST_LEVEL:
        refuse(_("{0}: the permission level is a number from 0 to 9."), _label(df))


def _check_index(df: Field) -> None:
    short = df.kind == "identifier" or df.fieldtype in _INDEXED_TYPES
    if (cint(df.unique) or cint(df.search_index)) and not short:
        refuse(_("{0}: a field of type {1} cannot be unique or indexed."), _label(df),
               _(df.fieldtype))  # fmt: skip
    if cint(df.unique) and KINDS.get(df.fieldtype) in NUMERIC_KINDS:
        refuse(_("{0}: a number cannot be unique, because nothing counts as 0."), _label(df))


def _check_fetch(meta: Meta, df: Field) -> None:
    if not df.fetch_from:
        return
    link, _dot, source = cstr(df.fetch_from).partition(".")
    target = meta.get_field(link)
    known = target is not None and target.fieldtype == "Link" and exists_doctype(target.options)
    if not (known and target and get_meta(target.options).fieldtype(source)):
        refuse(_("{0}: fetch from link_field.field, and {1} is none."), _label(df), df.fetch_from)


def require_no_repeats(doctype: str, df: Field) -> None:
    """Raise ValidationError when stored records have the same value in a field to be unique."""
    if f"tab{doctype}" not in local.db.get_tables() or not local.db.has_column(
        doctype, df.fieldname
    ):
        return
    column = f"`{df.fieldname}`"
    rows = local.db.sql(
        f"SELECT {column} FROM `tab{doctype}` WHERE IFNULL({column}, '') != '' "  # noqa: S608 - names from descriptions
        f"GROUP BY {column} HAVING COUNT(*) > 1 LIMIT 1"
    )
    if rows:
        refuse(_("{0} cannot be unique: several records have {1}."), _label(df), rows[0][0])


def missing_options(before: Field, after: Iterable[str]) -> list[str]:
    """The options a Select would lose."""
    kept = set(after)
    return [option for option in before.select_options if option and option not in kept]
