"""Files of the site: their content on disk, their File records, who may have them."""

import base64
import hashlib
import mimetypes
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from .context import current_user, local
from .documents import get_doc
from .errors import (
    FileTypeNotAllowed,
    MaxFileSizeReachedError,
    PermissionError,
    ValidationError,
)
from .file_content import is_as_named
from .messages import throw
from .roles import ADMINISTRATOR, get_roles
from .settings import system_setting
from .text import escape_html
from .translate import _
from .values import cint

DEFAULT_MAX_SIZE = 25 * 1024 * 1024
PUBLIC, PRIVATE = "/files/", "/private/files/"
_MAX_NAME = 140
# A disk counts bytes, and what is added to a name that is taken needs room too.
_MAX_BYTES, _MAX_SUFFIX = 200, 40
# Control signs, and those that only turn or hide others: "gpj.exe" read from right to left.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_PATH_SIGNS = str.maketrans("", "", "/\\")
# What people who are not staff may send.
WEBSITE_USER_TYPES = (
    "image/png", "image/jpeg", "application/pdf", "application/msword", "text/csv", "text/plain",
    "application/vnd.ms-excel", "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip


def save_file(
    fname: str,
    content: bytes | str,
    dt: str | None = None,
    dn: str | None = None,
    folder: str | None = None,
    decode: bool = False,
    is_private: int = 0,
    df: str | None = None,
) -> Any:
    """Keep `content` as a File attached to a record; `decode` reads base64 first."""
    return get_doc(
        {
            "doctype": "File",
            "file_name": fname,
            "attached_to_doctype": dt,
            "attached_to_name": dn,
            "attached_to_field": df,
            "folder": folder,
            "is_private": cint(is_private),
            "content": base64.b64decode(content) if decode else content,
        }
    ).insert(
        # Whoever called it has decided that the record takes the file; File's rules are for forms.
        ignore_permissions=True
    )


# On disk


def keep_content(doc: Any, content: bytes) -> None:
    """Write `content` for a File and note where it is; what the site has already is used again.

    Raises MaxFileSizeReachedError, FileTypeNotAllowed, ValidationError for a file without a name.
    """
    doc.file_name = plain_name(doc.file_name)
    _require_acceptable(doc.file_name, content)
    doc.content_hash = hashlib.sha256(content).hexdigest()
    doc.file_size = len(content)
    doc.file_type = Path(doc.file_name).suffix.lstrip(".").upper()
    doc.file_url = _same_content(doc) or _write(doc, content)


def plain_name(name: str | None) -> str:
    """A name without folders and signs a disk or an address would take for something else."""
    shown = (sign for sign in name or "" if unicodedata.category(sign) not in _UNSEEN)
    plain = "".join(shown).translate(_PATH_SIGNS).strip()
    if not plain.strip("."):
        throw(_("The file has no name"), ValidationError)
    stem, suffix = Path(plain).stem, Path(plain).suffix
    if len(suffix.encode()) > _MAX_SUFFIX:
        stem, suffix = plain, ""
    room = stem.encode()[: _MAX_BYTES - len(suffix.encode())].decode(errors="ignore")
    return room[: _MAX_NAME - len(suffix)] + suffix


def max_file_size() -> int:
    """The size in bytes of the largest file the site takes."""
    megabytes = cint(system_setting("max_file_size"))
    return megabytes * 1024 * 1024 or cint(local.conf.get("max_file_size")) or DEFAULT_MAX_SIZE


def _require_acceptable(name: str, content: bytes) -> None:
    if len(content) > max_file_size():
        limit = round(max_file_size() / 1024 / 1024, 1)
        message = _("{0} is larger than {1} MB")
        throw(message.format(escape_html(name), limit), MaxFileSizeReachedError)
    if not is_as_named(name, content):
        throw(_("{0} is not what its name says").format(escape_html(name)), FileTypeNotAllowed)
    listed = (system_setting("allowed_file_extensions") or "").upper().split()
    if listed and Path(name).suffix.lstrip(".").upper() not in listed:
        message = _("Files of the type of {0} are not accepted")
        throw(message.format(escape_html(name)), FileTypeNotAllowed)


def require_type_for_sender(name: str) -> None:
    """Raise ValidationError for a type that people who are not staff may not send."""
    user_type = local.db.get_value("User", current_user(), "user_type")
    if user_type != "System User" and mimetypes.guess_type(name)[0] not in WEBSITE_USER_TYPES:
        throw(_("Files of this type are not accepted. Send a PDF, an image or an office document."))


def _same_content(doc: Any) -> str | None:
    filters = {"content_hash": doc.content_hash, "is_private": cint(doc.is_private)}
    for url in local.db.get_values("File", filters, "file_url", pluck=True, limit=5):
        if Path(url).suffix == Path(doc.file_name).suffix and path_of(url).is_file():
            return str(url)
    return None


def _write(doc: Any, content: bytes) -> str:
    prefix = PRIVATE if cint(doc.is_private) else PUBLIC
    path = path_of(prefix + doc.file_name)
    if path.exists():
        path = path.with_name(f"{path.stem}{doc.content_hash[-6:]}{path.suffix}")
    if path.exists():
        path = path.with_name(f"{path.stem}{secrets.token_hex(4)}{path.suffix}")
    draft = path.with_name(f".{secrets.token_hex(8)}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    local.db.after_rollback.add(lambda: path.unlink(missing_ok=True))
    return prefix + path.name


def path_of(file_url: str) -> Path:
    """Where the file of a local address is. Raises ValidationError for any other address."""
    prefix, folder = (PRIVATE, "private") if file_url.startswith(PRIVATE) else (PUBLIC, "public")
    base = Path(local.site_path, folder, "files")
    path = base / file_url[len(prefix) :]
    if not file_url.startswith(prefix) or not path.resolve().is_relative_to(base.resolve()):
        throw(_("{0} is not a file of this site").format(escape_html(file_url)), ValidationError)
    return path


def move(doc: Any) -> None:
    """Bring a file where its `is_private` says, and its address into the field that shows it."""
    old = path_of(doc.file_url)
    old_url, content = doc.file_url, old.read_bytes()
    doc.file_url = _write(doc, content)
    _forget_content(old_url, doc.name)
    if doc.attached_to_field and doc.attached_to_name:
        local.db.set_value(
            doc.attached_to_doctype, doc.attached_to_name, doc.attached_to_field, doc.file_url
        )


def forget_content(doc: Any) -> None:
    """Delete the file of a File record once that is committed, unless another record has it too."""
    if doc.file_url and doc.file_url.startswith((PRIVATE, PUBLIC)):
        _forget_content(doc.file_url, doc.name)


def _forget_content(file_url: str, name: str) -> None:
    others = local.db.exists("File", {"file_url": file_url, "name": ("!=", name)})
    if not others:
        path = path_of(file_url)
        local.db.after_commit.add(lambda: path.unlink(missing_ok=True))


# Attached to records


def note_on_record(doc: Any, comment_type: str) -> None:
    """Tell in the record's history that a file came or went."""
    if doc.attached_to_doctype and doc.attached_to_name and not doc.is_folder:
        named = local.db.exists(doc.attached_to_doctype, doc.attached_to_name)
        if named:
            url, name = escape_html(doc.file_url or ""), escape_html(doc.file_name or "")
            text = f'<a href="{url}">{name}</a>' if comment_type == "Attachment" else name
            get_doc(doc.attached_to_doctype, named).add_comment(comment_type, text)


def copy_from_amended(doc: Any) -> None:
    """Give a new amendment the files of the record it amends."""
    if not doc.is_new() or not doc.get("amended_from"):
        return
    filters = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.amended_from}
    fields = ["file_name", "file_url", "is_private", "content_hash", "file_size", "file_type"]
    for row in local.db.get_values("File", filters, fields, as_dict=True):
        attached = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
        copy = get_doc({"doctype": "File", **row, **attached})
        copy.flags.ignore_file_check = True
        # Who may amend the record may keep its files.
        copy.insert(ignore_permissions=True)


# Who may have them


def may_use(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
    """A file is for those who may read the record it is attached to, and changed by its writers.

    One that is attached to nothing is its owner's; public ones anybody reads.
    """
    user = user or current_user()
    if ptype == "create":
        # Nor to a record yet to come, whose writers would find it there.
        return not _is_attached(doc) or (_has_record(doc) and _may_use_record(doc, "write", user))
    reading = ptype in (None, "read", "select", "print", "email", "export", "report")
    if reading and not cint(doc.is_private):
        return True
    if _is_attached(doc):
        return _may_use_record(doc, "read" if reading else "write", user)
    return bool(user != "Guest" and doc.owner == user) or "System Manager" in get_roles(user)


def _is_attached(doc: Any) -> bool:
    return bool(doc.attached_to_doctype and doc.attached_to_name)


def _has_record(doc: Any) -> bool:
    return bool(local.db.exists(doc.attached_to_doctype, doc.attached_to_name))


def _may_use_record(doc: Any, right: str, user: str) -> bool:
    name = local.db.exists(doc.attached_to_doctype, doc.attached_to_name)
    if not name:
        return bool(doc.owner == user)
    return bool(get_doc(doc.attached_to_doctype, name).has_permission(right, user=user))


def visible(user: str | None = None, doctype: str | None = None) -> str:
    """Lists show public files and one's own; those of records are read through the record."""
    user = user or current_user()
    if user == ADMINISTRATOR or "System Manager" in get_roles(user):
        return ""
    return f"`tabFile`.is_private = 0 OR `tabFile`.owner = {local.db.escape(user, percent=False)}"


def require_known_url(doc: Any) -> None:
    """Raise PermissionError for a File made of the address of a file its maker may not read."""
    names = local.db.get_values("File", {"file_url": doc.file_url}, "name", pluck=True)
    if not any(get_doc("File", name).has_permission("read") for name in names):
        throw(_("There is no file {0} you may use").format(doc.file_url), PermissionError)
