"""The files of a record: listed, added, taken away. A new one is private."""

from collections.abc import Iterator
from typing import Any

from ..context import local
from ..documents import get_doc
from ..errors import DoesNotExistError, ValidationError
from ..messages import throw
from ..translate import _
from .boxes import Rights
from .fields import WIDGETS

FILE_LIMIT = 200


def files_of(doc: Any) -> list[Any]:
    """The File records attached to a record that this user may have, newest first."""
    names = local.db.get_values(
        "File", _attached_to(doc), "name", order_by="creation desc", pluck=True, limit=FILE_LIMIT
    )
    found = (get_doc("File", name) for name in names)
    return [file for file in found if file.has_permission("read")]


def attach(doc: Any, sent: Any) -> Any:
    """Attach an uploaded file to a stored record this user may write; returns the File.

    Raises PermissionError, ValidationError for no file, an empty one or a type that is refused.
    """
    doc.check_permission("write")
    if not is_sent(sent):
        throw(_("Choose a file."))
    return keep(sent, _attached_to(doc))


def detach(doc: Any, name: str) -> None:
    """Delete a file of a record. Raises PermissionError, ValidationError while a field shows it."""
    doc.check_permission("write")
    file = get_doc("File", name)
    if (file.attached_to_doctype, file.attached_to_name) != (doc.doctype, str(doc.name)):
        throw(_("The file is not attached to this record."), DoesNotExistError)
    if file.file_url in shown_urls(doc):
        message = _("{0} is shown in a field of the record. Take it out there first.")
        throw(message.format(file.file_name), ValidationError)
    file.delete()


def shown_urls(doc: Any) -> set[Any]:
    """The addresses of files that a field of the record or of its rows shows."""
    return {part.get(df.fieldname) for part, df in _file_fields(doc)}


def is_sent(sent: Any) -> bool:
    """True when a browser sent a file, not the empty box for one."""
    return sent is not None and bool(sent.filename)


def keep(sent: Any, attached: dict[str, Any]) -> Any:
    """Keep an uploaded file as a private File. The right to attach it was checked by the caller."""
    content = sent.stream.read()
    if not content:
        throw(_("The file is empty."))
    values = {"file_name": sent.filename, "content": content, "is_private": 1, "folder": "Home"}
    file = get_doc({"doctype": "File", **values, **attached})
    return file.insert(ignore_permissions=True)


# In the fields of a form


def take_files(doc: Any, rights: Rights, posted: Any, files: Any, prefixes: Any) -> list[Any]:
    """Let file fields take what was sent, or be emptied; returns the Files of a new record.

    `prefixes` maps the id of a row to what its inputs begin with and whether it is new.
    """
    loose = []
    for part, df in _file_fields(doc):
        prefix, fresh = prefixes.get(id(part), ("", False)) if part is not doc else ("", False)
        if (part is not doc and not prefix) or not rights.write(df, fresh):
            continue
        name = prefix + df.fieldname
        if is_sent(files.get(name)):
            file = keep(files[name], _attached_to(doc, df.fieldname))
            part.set(df.fieldname, file.file_url)
            loose += [file] if doc.is_new() else []
        elif posted.get(f"{name}-empty") == "1":
            part.set(df.fieldname, None)
    return loose


def hand_over(loose: list[Any], doc: Any) -> None:
    """Attach the files that came with a new record, now that it has a name."""
    for file in loose:
        file.db_set(_attached_to(doc), update_modified=False)


def _attached_to(doc: Any, fieldname: str | None = None) -> dict[str, Any]:
    if doc.is_new():
        return {}
    found = {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}
    return {**found, "attached_to_field": fieldname} if fieldname else found


def _file_fields(doc: Any) -> Iterator[tuple[Any, Any]]:
    for part in (doc, *doc.get_all_children()):
        for df in part.meta.fields:
            if df.fieldtype in WIDGETS and WIDGETS[df.fieldtype].draw == "file":
                yield part, df
