"""File: a file of the site and the record it is attached to."""

from pathlib import Path
from typing import Any

from frappe_embedded import files
from frappe_embedded.document import Document
from frappe_embedded.errors import ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.translate import _
from frappe_embedded.values import cint

ADDRESSES = (files.PRIVATE, files.PUBLIC, "http://", "https://")
ATTACHED = ("attached_to_doctype", "attached_to_name")

# The rule for files, where apps look for it to add their own.
has_permission = files.may_use


class File(Document):
    """A file. `content`, given to a new one, is written to disk and not kept in the record."""

    file_name: Any
    is_private: Any

    def before_insert(self) -> None:
        """Write the content, or see that the address given is one its maker may use."""
        content = self.__dict__.pop("content", None)
        if content:
            if not self.flags.ignore_permissions:
                files.require_type_for_sender(str(self.file_name or ""))
            raw = content.encode("utf-8") if isinstance(content, str) else content
            files.keep_content(self, raw)
        elif self.is_local() and not self.flags.ignore_file_check:
            files.require_known_url(self)

    def validate(self) -> None:
        """Every file has an address, and stands where its privacy says."""
        if cint(self.is_folder):
            return
        if not self.file_url:
            throw(_("A file needs content or an address"), ValidationError)
        if not self.file_url.startswith(ADDRESSES):
            throw(_("The address of a file begins with http:// or https://"), ValidationError)
        self.file_name = self.file_name or Path(self.file_url).name
        self._require_right_to_new_address()
        self._require_right_to_leave()
        if self.is_local() and cint(self.is_private) != self.file_url.startswith(files.PRIVATE):
            if self.is_new():
                self.is_private = int(self.file_url.startswith(files.PRIVATE))
            else:
                files.move(self)

    def _require_right_to_new_address(self) -> None:
        """Pointing a file of one's own at another's would open that one."""
        before = self.get_doc_before_save()
        if before and before.file_url != self.file_url and not self.flags.ignore_file_check:
            files.require_known_url(self)

    def _require_right_to_leave(self) -> None:
        """A file is taken from a record only by who may change that record too."""
        before = self.get_doc_before_save()
        moved = before and any(before.get(key) != self.get(key) for key in ATTACHED)
        if moved and not self.flags.ignore_permissions:
            before.check_permission("write")

    def after_insert(self) -> None:
        """Tell the record's history."""
        files.note_on_record(self, "Attachment")

    def on_trash(self) -> None:
        """Tell the record's history, and forget the content once that is final."""
        files.note_on_record(self, "Attachment Removed")
        files.forget_content(self)

    def is_local(self) -> bool:
        """True for a file kept by this site."""
        return bool(self.file_url) and self.file_url.startswith((files.PRIVATE, files.PUBLIC))

    def get_full_path(self) -> str:
        """Where the file is on disk."""
        return str(files.path_of(self.file_url))

    def exists_on_disk(self) -> bool:
        """True when the content is there."""
        return self.is_local() and files.path_of(self.file_url).is_file()

    def get_content(self, encodings: Any = None) -> str | bytes:
        """The content: text when it is UTF-8, bytes otherwise."""
        raw = files.path_of(self.file_url).read_bytes()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw

    def is_downloadable(self) -> bool:
        """True when this user may have it."""
        return self.has_permission("read")
