"""Who is asking: sessions in tabSessions, and the token that proves a form is the site's own."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from .context import local
from .dates import get_datetime, now_datetime
from .passwords import session_key
from .settings import system_setting
from .text import generate_hash
from .values import _dict, as_json, cint

DEFAULT_EXPIRY = "170:00"
REFRESH_AFTER = timedelta(minutes=10)
GUEST = "Guest"


class Session:
    """The session of this request. What changes in it is written after the request's own work."""

    def __init__(self, user: str, sid: str, data: dict[str, Any] | None = None) -> None:
        self.user = user
        self.sid = sid
        self.data = _dict(data or {})
        self.last_updated: datetime | None = None
        self.changed = False

    def open(self) -> None:
        """Make this the session of the request."""
        local.session_obj = self
        local.session = _dict(user=self.user, sid=self.sid, data=self.data)
        local.user = None
        local.role_permissions = {}

    def update(self, force: bool = False) -> bool:
        """Write the session if it changed or has not been written for a while; True when written.

        Commits, so it is called when the request's own transaction is over.
        """
        if self.user == GUEST or local.flags.read_only or not (force or self.is_due()):
            return False
        now = now_datetime()
        values = (as_json(self.data, indent=None), now, session_key(self.sid))
        local.db.sql(
            "update `tabSessions` set sessiondata = %s, lastupdate = %s where sid = %s", values
        )
        local.db.commit()
        self.last_updated, self.changed = now, False
        return True

    def is_due(self) -> bool:
        """True when something is to be written."""
        return (
            self.changed
            or not self.last_updated
            or now_datetime() - self.last_updated > REFRESH_AFTER
        )


def start(user: str, **data: Any) -> Session:
    """A new session of `user`, opened and written in the caller's transaction."""
    session = Session(user, GUEST if user == GUEST else generate_hash(length=56))
    session.data.update(user=user, session_expiry=expiry_period(), **data)
    session.open()
    if user != GUEST:
        _insert(session)
    return session


def _insert(session: Session) -> None:
    session.last_updated = now_datetime()
    local.db.sql(
        "insert into `tabSessions` (sid, user, sessiondata, ipaddress, lastupdate, status) "
        "values (%s, %s, %s, %s, %s, 'Active')",
        (
            session_key(session.sid),
            session.user,
            as_json(session.data, indent=None),
            session.data.session_ip,
            session.last_updated,
        ),
    )


def resume(sid: str | None) -> bool:
    """Open the session called `sid`, or Guest's; False when `sid` is unknown or has expired."""
    found = _load(sid) if sid and sid != GUEST else None
    (found or Session(GUEST, GUEST)).open()
    return found is not None or not sid or sid == GUEST


def _load(sid: str) -> Session | None:
    rows = local.db.sql(
        "select s.user, s.sessiondata, s.lastupdate from `tabSessions` s "
        "inner join `tabUser` u on u.name = s.user where s.sid = %s and u.enabled = 1",
        (session_key(sid),),
    )
    if not rows:
        return None
    user, data, last_updated = rows[0]
    session = Session(user, sid, json.loads(data or "{}"))
    session.last_updated = get_datetime(last_updated)
    age = now_datetime() - (session.last_updated or datetime.min)
    return session if age <= expiry(session.data.session_expiry) else None


def expiry_period() -> str:
    """How long an idle session lasts, as hh:mm."""
    return str(system_setting("session_expiry") or DEFAULT_EXPIRY)


def expiry(period: str | None = None) -> timedelta:
    """An idle period written hh:mm or hh:mm:ss as a timedelta."""
    parts = [cint(part) for part in (period or expiry_period()).split(":")]
    hours, minutes, seconds = (*parts, 0, 0, 0)[:3]
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def delete_session(sid: str) -> None:
    """End one session."""
    local.db.sql("delete from `tabSessions` where sid = %s", (session_key(sid),))


def clear_sessions(
    user: str | None = None, keep_current: bool = False, force: bool = False
) -> None:
    """End the sessions of a user (this one when not named). `force` is Frappe's; all end anyway."""
    kept = session_key(local.session.sid or "") if keep_current else ""
    local.db.sql(
        "delete from `tabSessions` where user = %s and sid != %s",
        (user or local.session.user, kept),
    )


def clear_expired_sessions() -> None:
    """End every session nobody has used for the expiry period."""
    oldest = now_datetime() - expiry()
    local.db.sql("delete from `tabSessions` where lastupdate < %s", (oldest,))


def get_csrf_token() -> str:
    """The token that every change asked for with this session must carry.

    It follows from the session's id, so it need not be kept and is the same on every page.
    """
    data = local.session.data
    if not data.csrf_token:
        data.csrf_token = _csrf_token(local.session.sid or generate_hash())
    return str(data.csrf_token)


def _csrf_token(sid: str) -> str:
    key = str(local.conf.get("encryption_key") or local.site).encode()
    return hmac.new(key, f"csrf {sid}".encode(), hashlib.sha256).hexdigest()
