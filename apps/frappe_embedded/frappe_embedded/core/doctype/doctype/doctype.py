"""DocType: a description of records. Apps ship theirs as files, a site writes its own here."""

import re
from typing import Any

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.errors import NotSupported, PermissionError, ValidationError
from frappe_embedded.fieldtypes import CHILD_FIELDS, STANDARD_FIELDS
from frappe_embedded.messages import throw
from frappe_embedded.meta import stored_definition
from frappe_embedded.roles import forget_roles
from frappe_embedded.schema import is_core_table, sync_doctype
from frappe_embedded.text import scrub
from frappe_embedded.translate import _
from frappe_embedded.values import cint

# What a document knows that is no part of the description.
_NOT_DESCRIBED = {
    *(*STANDARD_FIELDS, *CHILD_FIELDS, "parent_doc", "flags", "definition", "migration_hash"),
}
# A name stands in the names of tables and in addresses.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,60}")
_TREE_FIELDS = (
    {"fieldname": "lft", "fieldtype": "Int", "label": "Left", "hidden": 1, "no_copy": 1},
    {"fieldname": "rgt", "fieldtype": "Int", "label": "Right", "hidden": 1, "no_copy": 1},
    {"fieldname": "is_group", "fieldtype": "Check", "label": "Is Group"},
)


class DocType(Document):
    """A description. Only custom ones are inserted, saved and deleted."""

    def validate(self) -> None:
        """Complete it as Frappe completes what is made on a site."""
        if not cint(self.custom):
            raise NotSupported(
                "Standard DocTypes come from an app's files; insert one with custom: 1."
            )
        self._require_own_place()
        self._add_amended_from()
        self._add_tree_fields()
        self._make_naming_field_unique()
        if not self.fields and not cint(self.istable):
            throw(_("{0} has no fields").format(self.name), ValidationError)

    def on_trash(self) -> None:
        """What an app ships goes with a patch of the app, not because somebody asks for it."""
        if local.request is not None:
            self._require_custom(self.name)

    def _require_own_place(self) -> None:
        """A custom DocType takes neither the description nor the table of another one."""
        if not _NAME.fullmatch(str(self.name)):
            throw(_("{0} cannot be the name of a kind of record.").format(self.name))
        there = local.db.get_value("DocType", self.name, "name")
        if there:
            self._require_custom(there)
        if self.is_new() and (there or is_core_table(f"tab{self.name}")):
            throw(_("{0} means something else already; choose another name.").format(self.name))

    def _require_custom(self, name: str) -> None:
        if not cint(local.db.get_value("DocType", name, "custom")):
            message = _("{0} comes from an app and is neither changed nor deleted here.")
            throw(message.format(_(name)), PermissionError)

    def _field(self, fieldname: str) -> Any:
        return self.getone("fields", {"fieldname": fieldname})

    def _add(self, **field: Any) -> None:
        if not self._field(field["fieldname"]):
            self.append("fields", field)

    def _add_amended_from(self) -> None:
        if cint(self.is_submittable):
            self._add(
                fieldname="amended_from",
                fieldtype="Link",
                label="Amended From",
                options=self.name,
                read_only=1,
                no_copy=1,
            )

    def _add_tree_fields(self) -> None:
        if not cint(self.is_tree):
            return
        parent = self.get("nsm_parent_field") or f"parent_{scrub(self.name)}"
        for field in _TREE_FIELDS:
            self._add(**field)
        for name, label in (("old_parent", "Old Parent"), (parent, f"Parent {self.name}")):
            self._add(
                fieldname=name,
                fieldtype="Link",
                label=label,
                options=self.name,
                ignore_user_permissions=1,
            )

    def _make_naming_field_unique(self) -> None:
        if (self.autoname or "").startswith("field:"):
            field = self._field(self.autoname[6:])
            if field is not None:
                field.unique = 1

    def description(self) -> dict[str, Any]:
        """The description, as `<doctype>.json` has it."""
        own = {"fields", "permissions"}
        plain = {k: v for k, v in self.__dict__.items() if k not in own and _is_said(k, v)}
        rows = {table: [_row(row) for row in self.get(table)] for table in sorted(own)}
        return {**plain, **rows, "doctype": "DocType", "name": self.name}

    def db_insert(self, ignore_if_duplicate: bool = False) -> None:
        """Store the description and make its table."""
        self._sync()

    def db_update(self) -> None:
        """Store the description and extend its table."""
        self._sync()

    def _sync(self) -> None:
        sync_doctype(self.description(), force=True)
        forget_roles()

    def load_from_db(self) -> "DocType":
        """Read the whole description, not only its columns."""
        super().load_from_db()
        definition = stored_definition(self.name) or {}
        for key, value in definition.items():
            if key not in ("modified", "creation", "doctype"):
                self.set(key, value)
        return self


def _is_said(key: str, value: Any) -> bool:
    return value not in (None, "", 0) and not key.startswith("_") and key not in _NOT_DESCRIBED


def _row(row: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in row.__dict__.items()
        if key != "doctype" and _is_said(key, value)
    }
