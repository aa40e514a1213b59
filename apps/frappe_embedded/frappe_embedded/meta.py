"""What a DocType is: its fields, permissions and settings, under the site's customisations.

A description is read from its row in tabDocType, once per process; `Meta` and `Field` are shared by
all threads and must not be changed.
"""

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from . import hooks
from .cache import forget, memory
from .context import local
from .errors import DoesNotExistError
from .fieldtypes import (
    CHILD_FIELDS,
    KINDS,
    PARENT_FIELDS,
    STANDARD_FIELDS,
    TABLE_TYPES,
    is_numeric,
)
from .messages import throw
from .text import scrub, unscrub
from .translate import _
from .values import _dict, cint

MEMORY = "meta"
CONTROLLERS = "controllers"

_STANDARD_LABELS = {
    "name": "ID",
    "owner": "Created By",
    "creation": "Created On",
    "modified": "Last Updated On",
    "modified_by": "Last Updated By",
    "docstatus": "Document Status",
    "idx": "Index",
    "parent": "Parent",
    "parenttype": "Parent Type",
    "parentfield": "Parent Field",
}

# Filled by the layer of documents: the classes of DocTypes that have none of their own.
base_classes: dict[str, type] = {}


class Field(_dict):
    """One field. What the description does not say reads as None."""

    __slots__ = ()

    @property
    def kind(self) -> str | None:
        """The kind of column (`fieldtypes.KINDS`), None when it has none."""
        return None if self.is_virtual else KINDS.get(self.fieldtype)

    @property
    def is_table(self) -> bool:
        """True for a table of child rows."""
        return self.fieldtype in TABLE_TYPES

    @property
    def is_numeric(self) -> bool:
        """True when 0 means not set."""
        return is_numeric(self.fieldtype)

    @property
    def select_options(self) -> list[str]:
        """The lines of a Select's options."""
        return [line.strip() for line in (self.options or "").split("\n")]


class Meta:
    """One DocType. Every key of its description is an attribute; missing ones read as None."""

    name: str
    fields: list[Field]
    permissions: list[_dict]

    def __init__(self, definition: dict[str, Any]) -> None:
        self.__dict__.update(definition)
        self.fields = [Field(row) for row in _in_order(definition)]
        self.permissions = [_dict(row) for row in definition.get("permissions") or ()]
        self._by_name = {df.fieldname: df for df in self.fields}

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return None

    def __repr__(self) -> str:
        return f"<Meta {self.name}>"

    def get(self, key: str, filters: Any = None, default: Any = None) -> Any:
        """A setting, or the rows of `fields` and the like whose values equal those in `filters`."""
        value = getattr(self, key, None)
        if isinstance(filters, dict) and isinstance(value, list):
            return [row for row in value if _matches(row, filters)]
        return default if value is None else value

    # Fields

    def get_field(self, fieldname: str) -> Field | None:
        """The field of that name, None when there is none. Standard columns are no fields."""
        return self._by_name.get(fieldname)

    def has_field(self, fieldname: str) -> bool:
        """True when the DocType has the field."""
        return fieldname in self._by_name

    def fieldtype(self, fieldname: str) -> str | None:
        """The type of a field or standard column, None for what has no column here."""
        return self._types.get(fieldname)

    def get_options(self, fieldname: str) -> str | None:
        """The options of a field, None when it has none."""
        field = self._by_name.get(fieldname)
        return field.options if field else None

    def get_label(self, fieldname: str) -> str:
        """The label of a field or standard column, in the source language."""
        field = self._by_name.get(fieldname)
        if field is not None:
            return str(field.label or unscrub(fieldname))
        return _STANDARD_LABELS.get(fieldname) or unscrub(fieldname)

    @cached_property
    def _standard_types(self) -> dict[str, str]:
        types = dict(STANDARD_FIELDS)
        if self.autoname == "autoincrement":
            types["name"] = "Int"
        types.update(dict.fromkeys(CHILD_FIELDS if self.istable else PARENT_FIELDS, "Small Text"))
        if self.istable:
            types.update(parent="Data", parentfield="Data", parenttype="Data")
        if self.track_seen:
            types["_seen"] = "Text"
        return types

    @cached_property
    def _types(self) -> dict[str, str | None]:
        """The field type of every column, None for a field that has none."""
        own = {df.fieldname: str(df.fieldtype) if df.kind else None for df in self.fields}
        return {**self._standard_types, **own}

    @cached_property
    def column_types(self) -> dict[str, str]:
        """Every column of the table with its field type, standard columns first."""
        own = {df.fieldname: df.fieldtype for df in self.fields if df.kind}
        return {**self._standard_types, **own}

    @cached_property
    def valid_columns(self) -> tuple[str, ...]:
        """Every column of the table."""
        return tuple(self.column_types)

    @cached_property
    def numeric_columns(self) -> tuple[tuple[str, str, type], ...]:
        """Columns that hold numbers: name, field type, and the class of their values."""
        kinds = {"int": int, "float": float}
        types = self.column_types.items()
        return tuple((name, t, kinds[KINDS[t]]) for name, t in types if is_numeric(t))

    @cached_property
    def table_fields(self) -> tuple[Field, ...]:
        """The tables of child rows."""
        return tuple(df for df in self.fields if df.is_table)

    @cached_property
    def child_doctypes(self) -> dict[str, str]:
        """The DocType of the rows of each table field."""
        return {df.fieldname: df.options for df in self.table_fields}

    @cached_property
    def link_fields(self) -> tuple[Field, ...]:
        """The Link fields that name a DocType; `[Select]` is none."""
        return tuple(
            df
            for df in self._of_type("Link")
            if df.options and df.options != "[Select]" and not df.is_virtual
        )

    @cached_property
    def dynamic_link_fields(self) -> tuple[Field, ...]:
        """The Dynamic Link fields."""
        return self._of_type("Dynamic Link")

    @cached_property
    def fields_to_fetch(self) -> dict[str, tuple[Field, ...]]:
        """Link field to the fields that copy something from the linked record."""
        found: dict[str, tuple[Field, ...]] = {}
        for df in self.fields:
            if df.fetch_from and "." in df.fetch_from:
                link = df.fetch_from.split(".", 1)[0]
                found[link] = (*found.get(link, ()), df)
        return found

    def get_valid_columns(self) -> list[str]:
        """Every column of the table."""
        return list(self.valid_columns)

    def get_table_fields(self, include_computed: bool = False) -> list[Field]:
        """The tables of child rows."""
        return [df for df in self.table_fields if include_computed or not df.is_virtual]

    def get_link_fields(self) -> list[Field]:
        """The Link fields."""
        return list(self.link_fields)

    def get_high_permlevel_fields(self) -> list[Field]:
        """The fields above permission level 0."""
        return list(self.raised_fields)

    @cached_property
    def raised_fields(self) -> tuple[Field, ...]:
        """The fields of another permission level than 0."""
        return tuple(df for df in self.fields if cint(df.permlevel))

    def _of_type(self, fieldtype: str) -> tuple[Field, ...]:
        return tuple(df for df in self.fields if df.fieldtype == fieldtype)

    # Settings

    def is_nested_set(self) -> bool:
        """True for a tree."""
        return bool(self.is_tree or (self.has_field("lft") and self.has_field("rgt")))

    @cached_property
    def parent_field(self) -> str:
        """The Link of a tree that names the node above."""
        return str(self.nsm_parent_field or f"parent_{scrub(self.name)}")

    def get_title_field(self) -> str:
        """The field a record is shown by; its name when the DocType says nothing."""
        if self.title_field:
            return str(self.title_field)
        return "title" if self.has_field("title") else "name"

    def get_search_fields(self) -> list[str]:
        """The fields people search in, the name among them."""
        named = [part.strip() for part in (self.search_fields or "").split(",") if part.strip()]
        return named if "name" in named else [*named, "name"]

    @cached_property
    def default_order(self) -> str:
        """`sort_field sort_order`, as an ORDER BY takes it; last modified first when not set."""
        field = self.sort_field or "modified"
        if "," in field:
            return str(field)
        return f"{field} {self.sort_order or 'desc'}".lower()


def get_meta(doctype: Any, cached: bool = True) -> Meta:
    """The description of a DocType. Raises DoesNotExistError when the site has none."""
    known: dict[Any, Meta] = memory(MEMORY)
    if cached and doctype in known:
        return known[doctype]
    if isinstance(doctype, Meta):
        return doctype
    known[doctype] = made = _load(doctype)
    return made


def _load(doctype: str) -> Meta:
    definition = stored_definition(doctype)
    if definition is None:
        throw(_("DocType {0} not found").format(doctype), DoesNotExistError)
    meta = Meta(_customised(definition))
    meta.__dict__["special_names"] = _dict()
    return meta


def stored_definition(doctype: str) -> dict[str, Any] | None:
    """The description as the app's file gave it, None when there is no such DocType."""
    rows = local.db.sql(
        "SELECT name, module, custom, definition FROM tabDocType WHERE name = %s", (doctype,)
    )
    if not rows:
        return None
    name, module, custom, definition = rows[0]
    return {**json.loads(definition), "name": name, "module": module, "custom": custom}


def _customised(definition: dict[str, Any]) -> dict[str, Any]:
    name = definition["name"]
    fields = [*_in_order(definition)]
    for row in _overlay("Custom Field", "dt", name):
        _insert_after(fields, {**row, "is_custom_field": 1})
    merged = {**definition, "fields": fields, "field_order": None}
    for row in _overlay("Property Setter", "doc_type", name):
        _set_property(merged, row)
    permissions = _overlay("Custom DocPerm", "parent", name)
    return {**merged, "permissions": permissions} if permissions else merged


def _overlay(doctype: str, column: str, name: str) -> list[_dict]:
    """The customisations of one kind; none while the site is made and has no table yet."""
    if f"tab{doctype}" not in local.db.get_tables():
        return []
    rows: list[_dict] = local.db.sql(
        f"SELECT * FROM `tab{doctype}` WHERE `{column}` = %s ORDER BY idx, creation, name",  # noqa: S608 - three constant names
        (name,),
        as_dict=True,
    )
    return rows


def _insert_after(fields: list[dict[str, Any]], field: dict[str, Any]) -> None:
    places = [i for i, df in enumerate(fields) if df["fieldname"] == field.get("insert_after")]
    fields.insert(places[0] + 1 if places else len(fields), field)


def _set_property(definition: dict[str, Any], row: _dict) -> None:
    value = cint(row.value) if row.property_type in ("Check", "Int") else row.value
    if row.doctype_or_field == "DocType":
        definition[row.property] = value
    for place, df in enumerate(definition["fields"]):
        if row.doctype_or_field == "DocField" and df["fieldname"] == row.field_name:
            definition["fields"][place] = {**df, row.property: value}


def _in_order(definition: dict[str, Any]) -> Iterable[dict[str, Any]]:
    fields, order = definition.get("fields") or [], definition.get("field_order")
    if not order:
        return fields
    place = {name: i for i, name in enumerate(order)}
    return sorted(fields, key=lambda df: place.get(df["fieldname"], len(place)))


def _matches(row: dict[str, Any], filters: dict[str, Any]) -> bool:
    for key, wanted in filters.items():
        options = wanted[1] if isinstance(wanted, list | tuple) else (wanted,)
        if row.get(key) not in options:
            return False
    return True


def exists_doctype(doctype: str) -> bool:
    """True when the site has the DocType."""
    if doctype in memory(MEMORY):
        return True
    return bool(local.db.sql("SELECT name FROM tabDocType WHERE name = %s", (doctype,)))


def get_controller(doctype: str) -> type:
    """The class of a DocType's documents.

    It is the one the last `override_doctype_class` names, or the one in the DocType's module, or
    for custom DocTypes the plain document. Raises ImportError when module or class are missing.
    """
    known = memory(CONTROLLERS)
    if doctype not in known:
        known[doctype] = _find_controller(get_meta(doctype))
    found: type = known[doctype]
    return found


def _find_controller(meta: Meta) -> type:
    overrides = hooks.get_hooks("override_doctype_class", {}).get(meta.name)
    if overrides:
        return _checked(meta.name, lambda: hooks.get_attr(overrides[-1]))
    # `plain` descriptions are the engine's own that need no class.
    if meta.custom or meta.plain:
        return base_classes["NestedSet" if meta.is_tree else "Document"]
    module, name = controller_module(meta), meta.name.replace(" ", "").replace("-", "")
    return _checked(meta.name, lambda: getattr(hooks.get_module(module), name))


def controller_module(meta: Meta) -> str:
    """The dotted path of the module with a standard DocType's class."""
    app = hooks.get_module_app(meta.module or "")
    if app is None:
        raise ImportError(f"{meta.name}: no installed app has the module {meta.module!r}")
    folder = scrub(meta.name)
    return f"{hooks.package_of(app)}.{scrub(meta.module)}.doctype.{folder}.{folder}"


def _checked(doctype: str, find: Callable[[], Any]) -> type:
    try:
        found = find()
    except AttributeError as error:
        raise ImportError(f"{doctype}: {error}") from error
    base = base_classes["BaseDocument"]
    if not isinstance(found, type) or not issubclass(found, base):
        raise ImportError(f"{doctype}: {found!r} is not derived from {base.__name__}")
    return found


def clear_meta_cache(doctype: str | None = None) -> None:
    """Read all descriptions and classes again at the next use; they refer to each other."""
    forget(MEMORY, CONTROLLERS)
