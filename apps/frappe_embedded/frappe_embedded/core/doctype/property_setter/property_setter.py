"""Property Setter: a property of a DocType or field that a site sets otherwise."""

import re
from typing import Any

from frappe_embedded.context import local
from frappe_embedded.customising import apply
from frappe_embedded.document import Document
from frappe_embedded.field_checks import (
    check_field,
    missing_options,
    refuse,
    require_compatible,
    require_customisable,
    require_no_repeats,
)
from frappe_embedded.meta import Field, Meta, stored_definition
from frappe_embedded.translate import _
from frappe_embedded.values import cint, cstr

_SWITCHES = (
    "reqd hidden read_only in_list_view in_standard_filter in_global_search in_preview bold"
    " collapsible no_copy allow_on_submit ignore_user_permissions print_hide report_hide"
    " allow_in_quick_entry translatable unique search_index set_only_once fetch_if_empty"
    " non_negative hide_days hide_seconds show_dashboard allow_bulk_edit print_hide_if_no_value"
)
_TEXTS = (
    "label options default description placeholder depends_on mandatory_depends_on"
    " read_only_depends_on collapsible_depends_on fetch_from link_filters width print_width"
    " precision fieldtype"
)
# Property to the kind of value it takes.
OF_FIELDS: dict[str, str] = {
    **dict.fromkeys(_SWITCHES.split(), "Check"),
    **dict.fromkeys(_TEXTS.split(), "Text"),
    **dict.fromkeys(("permlevel", "length", "columns"), "Int"),
}
OF_DOCTYPES: dict[str, str] = {
    **dict.fromkeys(("title_field", "image_field"), "Field"),
    **dict.fromkeys(("search_fields", "sort_field"), "Fields"),
    "sort_order": "Order",
    "max_attachments": "Int",
    **dict.fromkeys(("description", "default_print_format", "default_view"), "Text"),
    **dict.fromkeys(
        ("show_title_field_in_link", "translated_doctype", "track_changes", "track_seen",
         "track_views", "allow_copy", "allow_rename", "allow_import", "quick_entry",
         "editable_grid", "make_attachments_public"),
        "Check",
    ),
}  # fmt: skip
# What the app demands of its own fields stays demanded; what it keeps closed stays closed.
_STAYS_ON = ("reqd", "unique", "set_only_once")
_STAYS_OFF = ("allow_on_submit",)
# A field's name, in an order perhaps with its direction.
_COLUMN = re.compile(r"`?(\w+)`?(?:\s+(?:asc|desc))?", re.IGNORECASE)


class PropertySetter(Document):
    """One property; a new one replaces the one before."""

    property_type: Any

    def autoname(self) -> None:
        """DocType, field and property."""
        self.name = f"{self.doc_type}-{self.field_name or 'main'}-{self.property}"

    def before_insert(self) -> None:
        """Make room."""
        same = {"doc_type": self.doc_type, "property": self.property}
        local.db.delete("Property Setter", {**same, "field_name": self.field_name or None})

    def validate(self) -> None:
        """The property is known, its value makes sense, and the site can work with it."""
        meta = require_customisable(self.doc_type)
        self._require_same(self.get_doc_before_save())
        known = OF_DOCTYPES if self.doctype_or_field == "DocType" else OF_FIELDS
        kind = known.get(self.property)
        if kind is None:
            refuse(_("{0} is not a property that can be changed."), self.property)
        self.property_type = kind if kind in ("Check", "Int") else self.property_type or "Data"
        _check_value(meta, kind, cstr(self.value).strip())
        if self.doctype_or_field != "DocType":
            self._check_field(meta)

    def _require_same(self, before: Any) -> None:
        keys = ("doc_type", "doctype_or_field", "field_name", "property")
        if before is not None and any(before.get(key) != self.get(key) for key in keys):
            refuse(_("What a change is about stays. Make another one instead."))

    def _check_field(self, meta: Meta) -> None:
        described = stored_definition(self.doc_type) or {"fields": ()}
        shipped = {row["fieldname"]: Field(row) for row in described["fields"]}
        field = meta.get_field(self.field_name or "")
        if field is None:
            refuse(_("{0} has no field {1}."), _(self.doc_type), self.field_name or "–")
        own = shipped.get(field.fieldname)
        if own is not None:
            _require_kept(meta, own, self.property, cstr(self.value).strip())
        value = cint(self.value) if self.property_type in ("Check", "Int") else self.value
        changed = Field({**field, self.property: value})
        check_field(meta, changed)
        if self.property == "unique" and value:
            require_no_repeats(self.doc_type, changed)

    def on_update(self) -> None:
        """Have it count from now on."""
        apply(self.doc_type)

    def after_delete(self) -> None:
        """Have it count no longer."""
        apply(self.doc_type)


def _check_value(meta: Meta, kind: str, value: str) -> None:
    if kind == "Check" and value not in ("0", "1"):
        refuse(_("Write 1 for yes or 0 for no."))
    if kind == "Int" and not value.isdecimal():
        refuse(_("Write a whole number in figures, without thousands marks."))
    if kind == "Order" and value.upper() not in ("ASC", "DESC"):
        refuse(_("Write ASC or DESC."))
    if kind in ("Field", "Fields") and value:
        for part in value.split(",") if kind == "Fields" else [value]:
            found = _COLUMN.fullmatch(part.strip())
            if not (found and meta.fieldtype(found[1])):
                refuse(_("{0} has no field {1}."), _(meta.name), part.strip() or "–")


def _require_kept(meta: Meta, own: Field, prop: str, value: str) -> None:
    """Raise ValidationError for what the app could not work without in a field of its own."""
    label = _(own.label or own.fieldname)
    if prop in _STAYS_ON and cint(own.get(prop)) and not cint(value):
        refuse(_("{0}: the app needs this of its field; it cannot be switched off."), label)
    if prop in _STAYS_OFF and cint(value) and not cint(own.get(prop)):
        refuse(_("{0}: the app keeps this closed; it cannot be opened."), label)
    if prop == "fieldtype":
        require_compatible(own.fieldtype, value)
    if prop == "options" and own.fieldtype == "Select":
        lost = missing_options(own, (line.strip() for line in value.split("\n")))
        if lost:
            refuse(_("{0}: the app needs these options: {1}."), label, ", ".join(lost))
    elif prop == "options" and own.options and value != own.options:
        refuse(_("{0}: what it points to cannot be changed."), label)
