"""Files in and out by request: upload, download, private files by permission."""

from pathlib import Path
from typing import Any

from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from .context import local
from .documents import get_doc
from .errors import PermissionError
from .files import require_type_for_sender
from .messages import throw
from .settings import system_setting
from .static import send_upload
from .translate import _
from .values import cint
from .whitelist import whitelist

DEFAULT_MAX_SIZE = 25 * 1024 * 1024


def get_max_file_size() -> int:
    """The size in bytes of the largest file the site takes."""
    megabytes = cint(system_setting("max_file_size"))
    return megabytes * 1024 * 1024 or cint(local.conf.get("max_file_size")) or DEFAULT_MAX_SIZE


@whitelist(allow_guest=True, methods=["POST"])
def upload_file() -> Any:
    """`POST /api/method/upload_file`, multipart: file, is_private, doctype, docname, fieldname.

    Returns the File. Raises PermissionError without a log-in or without write on the document,
    ValidationError for an empty file and a type website users may not send.
    """
    form = local.form_dict
    _require_uploader(form)
    sent = local.request.files.get("file")
    values: dict[str, Any] = {
        "doctype": "File",
        "attached_to_doctype": form.get("doctype") or None,
        "attached_to_name": form.get("docname") or None,
        "attached_to_field": form.get("fieldname") or None,
        "folder": form.get("folder") or "Home",
        "is_private": cint(form.get("is_private")),
        "file_url": form.get("file_url"),
        "file_name": form.get("file_name") or form.get("filename"),
    }
    if sent is not None:
        content = sent.stream.read()
        if not content:
            throw(_("The file is empty."))
        values |= {"content": content, "file_name": sent.filename, "file_url": None}
        require_type_for_sender(str(sent.filename))
    elif not values["file_url"] or not isinstance(values["file_url"], str):
        throw(_("Choose a file."))
    # The right to attach was checked on the document the file belongs to.
    return get_doc(values).save(ignore_permissions=True)


def _require_uploader(form: Any) -> None:
    if local.session.user == "Guest" and not cint(system_setting("allow_guests_to_upload_files")):
        raise PermissionError(_("Log in to send files."))
    if form.get("doctype") and form.get("docname"):
        get_doc(form.doctype, form.docname).check_permission("write")


@whitelist(allow_guest=True)
def download_file(file_url: str) -> None:
    """Send a file of the site as a download. Raises PermissionError as the private route does."""
    doc = find_file(file_url)
    local.response.update(
        type="download", filename=Path(file_url).name, filecontent=doc.get_content()
    )


def private_file(path: str) -> Response:
    """Answer `/private/files/…`: the same refusal for a missing file as for a forbidden one."""
    doc = find_file(path)
    joined = safe_join(str(Path(local.site_path, "private", "files")), path.split("/", 3)[-1])
    if joined is None or not Path(joined).is_file():
        raise PermissionError(_("You are not allowed to see this file."))
    return send_upload(Path(joined), local.request, doc.file_name)


def find_file(file_url: str) -> Any:
    """A File by its address that this user may read, through any record it is attached to."""
    for name in local.db.sql_list("select name from `tabFile` where file_url = %s", (file_url,)):
        doc = get_doc("File", name)
        if doc.has_permission("read"):
            return doc
    raise PermissionError(_("You are not allowed to see this file."))
