"""A document: a record with its methods. Apps' controllers derive from it.

What happens in its acts is in `acts`; who may do them in `permissions`.
"""

from typing import Any, TypeVar
from urllib.parse import quote

from . import acts, record_locks, storage
from .access import Guarded
from .base_document import NEW
from .comments import add_comment
from .comparison import Compared, stored_before
from .context import current_user, local
from .dates import now
from .defaults import apply_defaults
from .deletion import delete_doc
from .docstatus import DocStatus
from .encryption import get_decrypted_password
from .events import is_handled, run_method
from .loading import load, read
from .naming import set_new_name
from .renaming import rename_doc
from .storage import Stored
from .text import slug
from .values import _dict, cstr

D = TypeVar("D", bound="Document")


class Document(Guarded, Compared):
    """A record of a DocType with its methods."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args and isinstance(args[0], str):
            named = len(args) > 1 and args[1] is not None
            self.doctype, self.name = args[0], args[1] if named else args[0]
            self.flags = _dict(for_update=kwargs.get("for_update"))
            self.load_from_db()
        else:
            super().__init__(args[0] if args else kwargs)

    def load_from_db(self: D) -> D:
        """Read the record again. Raises DoesNotExistError when it is gone."""
        load(self, for_update=bool(self.flags.pop("for_update", None)))
        return self

    def reload(self: D) -> D:
        """Read the record again, forgetting what was changed here."""
        return self.load_from_db()

    def apply_defaults(self) -> None:
        """Fill what has no value yet as a new document would have it."""
        apply_defaults(self)

    # Acts

    def insert(
        self: D,
        ignore_permissions: bool | None = None,
        ignore_links: bool | None = None,
        ignore_if_duplicate: bool = False,
        ignore_mandatory: bool | None = None,
        set_name: str | None = None,
        set_child_names: bool = True,
    ) -> D:
        """Write a new record. Returns self, with its name.

        Raises PermissionError without the right to create it, the ValidationErrors of the checks,
        DuplicateEntryError for a name that exists, unless `ignore_if_duplicate`.
        """
        _note_flags(
            self,
            ignore_permissions=ignore_permissions,
            ignore_links=ignore_links,
            ignore_mandatory=ignore_mandatory,
        )
        acts.insert(self, ignore_if_duplicate, set_name)
        return self

    def save(
        self: D, ignore_permissions: bool | None = None, ignore_version: bool | None = None
    ) -> D:
        """Write what changed; a new document is inserted. Returns self.

        Raises TimestampMismatchError when somebody saved the record since it was loaded,
        DocstatusTransitionError, PermissionError, and the ValidationErrors of the checks.
        """
        _note_flags(self, ignore_permissions=ignore_permissions, ignore_version=ignore_version)
        if self.get(NEW) or not self.get("name"):
            return self.insert()
        acts.save(self)
        return self

    def submit(self: D) -> D:
        """Make a draft final."""
        self.docstatus = DocStatus.submitted()
        return self.save()

    def cancel(self: D) -> D:
        """Take a submitted record back: no `validate` runs, no submitted record may refer to it."""
        self.docstatus = DocStatus.cancelled()
        return self.save()

    def delete(
        self,
        ignore_permissions: bool = False,
        force: bool = False,
        *,
        delete_permanently: bool = False,
    ) -> None:
        """Delete the record (see `deletion`)."""
        delete_doc(
            self.doctype,
            self.name,
            force=force,
            ignore_permissions=ignore_permissions,
            flags=self.flags,
            delete_permanently=delete_permanently,
        )

    def rename(
        self: D, name: str, merge: bool = False, force: bool = False, validate_rename: bool = True
    ) -> D:
        """Give the record another name (see `renaming`)."""
        self.name = rename_doc(
            doc=self, new=name, merge=merge, force=force, validate=validate_rename
        )
        return self.reload()

    def db_set(
        self,
        fieldname: Any,
        value: Any = None,
        update_modified: bool = True,
        notify: bool = False,
        commit: bool = False,
    ) -> None:
        """Write fields at once, with `before_change` and `on_change` but no checks."""
        changed = dict(fieldname) if isinstance(fieldname, dict) else {fieldname: value}
        if self.name and is_handled(self, "before_change", "on_change"):
            self.__dict__["_before"] = read(self)
        self.update(changed)
        if update_modified:
            self.modified, self.modified_by = now(), current_user()
            changed |= {"modified": self.modified, "modified_by": self.modified_by}
        self.run_method("before_change")
        if not self.name:
            return
        local.db.set_value(self.doctype, self.name, changed, update_modified=update_modified)
        self.run_method("on_change")
        if commit:
            local.db.commit()

    def get_db_value(self, fieldname: str) -> Any:
        """A field as it is stored now."""
        return local.db.get_value(self.doctype, self.name, fieldname)

    db_get = get_db_value

    # What acts are made of; controllers may replace them

    def run_method(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call the controller's method of that name, then the apps' handlers."""
        return run_method(self, method, *args, **kwargs)

    def set_new_name(
        self, force: bool = False, set_name: str | None = None, set_child_names: bool = True
    ) -> None:
        """Give the document and its rows their names."""
        if set_name:
            self.name = set_name
            self.flags.name_set = True
        set_new_name(self)
        storage.name_rows(self)

    def db_insert(self, ignore_if_duplicate: bool = False) -> None:
        """Write the row and its child rows, nothing else."""
        if self.meta.issingle:
            storage.write_single(self)
        elif not storage.insert(self, ignore_if_duplicate):
            return
        storage.name_rows(self)
        storage.insert_children(self)

    def db_update(self) -> None:
        """Write what differs from the stored record, nothing else."""
        before = stored_before(self) or Stored({})
        if self.meta.issingle:
            storage.write_single(self)
        else:
            storage.update(self, storage.changes(self, before.row))
        storage.sync_rows(self, before)

    # Around it

    def add_comment(
        self,
        comment_type: str = "Comment",
        text: str | None = None,
        comment_email: str | None = None,
        comment_by: str | None = None,
    ) -> Any:
        """Write a Comment on this record; returns it."""
        return add_comment(self, comment_type, text, comment_email, comment_by)

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
        """The secret in a Password field, as typed or as kept.

        When there is none, None or AuthenticationError.
        """
        typed: str | None = self.get(fieldname)
        if typed and typed.strip("*"):
            return typed
        return get_decrypted_password(self.doctype, self.name, fieldname, raise_exception)

    def lock(self, timeout: int | None = None) -> None:
        """Keep others from saving the record. Raises DocumentLockedError when it is locked."""
        record_locks.lock(self, timeout)
        self.flags.holds_lock = True

    def unlock(self) -> None:
        """Let others save the record again."""
        record_locks.unlock(self)
        self.flags.holds_lock = False

    @property
    def is_locked(self) -> bool:
        """True while somebody holds the record."""
        return record_locks.is_locked(self)

    def notify_update(self) -> None:
        """Nothing: the engine has no open sockets to tell."""

    def get_title(self) -> Any:
        """What people call the record: its title, or its name."""
        return self.get(self.meta.get_title_field()) or self.name

    def get_url(self) -> str:
        """The record's address in the Desk."""
        return f"/app/{quote(slug(self.doctype))}/{quote(cstr(self.name))}"


def _note_flags(doc: Document, **given: bool | None) -> None:
    doc.flags.update({key: value for key, value in given.items() if value is not None})
