"""The portal as plain files: every page a guest can reach from the home page, and what it links.

The files are made in a folder of their own and shown by turning one link, so that whoever hands
them out sees the old portal or the new one and never half of each.
"""

import os
import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.utils.synchronization import filelock

from govplan.errors import refuse
from govplan.portal.guest import page_for_guests

# Where the crawl begins: what no page links to stands here too.
ROOTS = ("/", "/404", "/robots.txt", "/sitemap.xml")
# Not part of the portal: they need somebody who is logged in, or a server that answers.
ELSEWHERE = ("/gestion", "/app", "/api", "/login", "/private")
ASSETS, UPLOADS = "/assets/", "/files/"
FOLDER_KEY = "govplan_portal_folder"
_LINKS = {"href", "src", "action", "poster"}


@dataclass
class Export:
    """What was written: addresses of pages and files, and links that lead nowhere."""

    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def refresh() -> None:
    """Write the portal anew where the site's configuration names a folder for it."""
    folder = frappe.conf.get(FOLDER_KEY)
    if folder:
        export(Path(folder))


def refresh_later() -> None:
    """Have a job write the portal anew, once for all that is published in one go."""
    if frappe.conf.get(FOLDER_KEY):
        frappe.enqueue(
            "govplan.portal.static_site.refresh",
            queue="long",
            enqueue_after_commit=True,
            job_id="govplan-portal-files",
            deduplicate=True,
        )


def export(folder: Path, staff_door: bool = True) -> Export:
    """Write the portal to `folder`, in place of what an earlier export left there.

    Without `staff_door` no page leads to the staff area. Refuses a folder that holds anything else.
    """
    folder = Path(os.path.abspath(folder))
    _require_place(folder)
    with filelock("govplan-portal-files", timeout=600):
        build = _fresh_build(folder)
        try:
            made = _write_all(build, staff_door)
        except BaseException:  # whatever it was, nothing half made stays; it is raised again
            shutil.rmtree(build, ignore_errors=True)
            raise
        _show(folder, build)
    return made


def _require_place(folder: Path) -> None:
    if folder.is_symlink() or not folder.exists():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        refuse(_("{0} holds something else. Choose an empty or a new folder.").format(folder))


def _builds(folder: Path) -> list[Path]:
    return sorted(folder.parent.glob(f".{folder.name}.[0-9]*"))


def _fresh_build(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    last = max((int(path.suffix[1:]) for path in _builds(folder)), default=0)
    build = folder.with_name(f".{folder.name}.{last + 1:09d}")
    build.mkdir()
    return build


def _show(folder: Path, build: Path) -> None:
    before = folder.resolve() if folder.is_symlink() else None
    link = folder.with_name(f".{folder.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(build.name)
    if folder.is_dir() and not folder.is_symlink():
        folder.rmdir()
    link.replace(folder)
    # The one before stays: somebody may be in the middle of reading it.
    for old in _builds(folder):
        if old not in (build, before):
            shutil.rmtree(old, ignore_errors=True)


# What is written


def _write_all(build: Path, staff_door: bool) -> Export:
    made = Export()
    assets = Path(frappe.get_app_path("govplan", "public"))
    shutil.copytree(assets, build / "assets" / "govplan")
    with _guest(staff_door):
        for address in _reached(build, made):
            made.broken.append(address)
    return made


@contextmanager
def _guest(staff_door: bool) -> Iterator[None]:
    user = frappe.session.user
    frappe.set_user("Guest")
    frappe.flags.portal_without_staff = not staff_door
    try:
        yield
    finally:
        frappe.flags.portal_without_staff = False
        frappe.set_user(user)


def _reached(build: Path, made: Export) -> Iterator[str]:
    """Write everything that can be reached; the addresses that lead nowhere come out."""
    waiting, seen = deque(ROOTS), set(ROOTS)
    while waiting:
        address = waiting.popleft()
        if address.startswith((ASSETS, UPLOADS)):
            written, found = _copy(build, address, made), ()
        else:
            written, found = _write_page(build, address, made)
        if not written and address not in ROOTS:
            yield address
        new = [one for one in found if one not in seen]
        seen.update(new)
        waiting.extend(new)


def _write_page(build: Path, address: str, made: Export) -> tuple[bool, list[str]]:
    page = page_for_guests(address)
    if page is None:
        return False, []
    path = build / _file_of(address, page.is_html)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page.body)
    made.pages.append(address)
    return True, links_of(page.body.decode("utf-8")) if page.is_html else []


def _file_of(address: str, is_html: bool) -> str:
    plain = unquote(address).strip("/")
    if plain == "404":
        return "404.html"
    return f"{plain}/index.html".lstrip("/") if is_html else plain


def _copy(build: Path, address: str, made: Export) -> bool:
    """A stylesheet is there already; a published file is linked or copied from the site's own."""
    plain = unquote(address)
    target = build / plain.strip("/")
    if plain.startswith(ASSETS):
        return target.is_file()
    shelf = Path(frappe.get_site_path("public", "files")).resolve()
    source = (shelf / plain.removeprefix(UPLOADS)).resolve()
    if not (source.is_relative_to(shelf) and source.is_file()):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    made.files.append(address)
    return True


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in _LINKS and value]


def links_of(html: str) -> list[str]:
    """The addresses of this portal that a page leads to, each once, without query and anchor."""
    parser = _Links()
    parser.feed(html)
    paths = (_own_path(link) for link in parser.found)
    return list(dict.fromkeys(path for path in paths if path))


def _leads_out(path: str) -> bool:
    return ".." in unquote(path).split("/")


def _own_path(link: str) -> str | None:
    parts = urlsplit(link)
    path = parts.path
    if parts.scheme or parts.netloc or not path.startswith("/") or _leads_out(path):
        return None
    outside = any(path == door or path.startswith(f"{door}/") for door in ELSEWHERE)
    return None if outside else (path.rstrip("/") or "/")
