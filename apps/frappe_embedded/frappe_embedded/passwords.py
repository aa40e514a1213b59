"""Passwords: kept in __Auth as argon2 hashes, never in the record they belong to."""

import hashlib
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from .cache import memory
from .context import local
from .errors import AuthenticationError
from .messages import throw
from .translate import _

MAX_LENGTH = 512
MEMORY = "verified secrets"

# OWASP's smallest recommended argon2id: a town hall's machine checks 200 log-ins a morning.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Checked when the user does not exist, so that the answer takes as long as for one who does.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$edSI3+WOvj5Mjl4rTIX7Ow$"
    "lsjuykKvdhbGEYA8QIpG11UfYQqS5IzqEydbQRF9w9U"
)


def update_password(
    user: str,
    pwd: str,
    doctype: str = "User",
    fieldname: str = "password",
    logout_all_sessions: bool = False,
) -> None:
    """Set the password of a user, or another secret that is only ever compared.

    `logout_all_sessions` ends the user's sessions, this one excepted. Raises ValidationError when
    the password is empty or longer than 512 characters.
    """
    if not pwd or len(pwd) > MAX_LENGTH:
        throw(_("A password has 1 to {0} characters.").format(MAX_LENGTH))
    row: dict[str, Any] = {"doctype": doctype, "name": user, "fieldname": fieldname}
    row |= {"password": hasher.hash(pwd), "encrypted": 0}
    local.db.upsert("__Auth", row, ("doctype", "name", "fieldname"))
    if logout_all_sessions:
        local.db.sql(
            "delete from `tabSessions` where user = %s and sid != %s",
            (user, session_key(local.session.sid or "")),
        )


def check_password(
    user: str,
    pwd: str,
    doctype: str = "User",
    fieldname: str = "password",
    delete_tracker_cache: bool = True,
) -> str:
    """The user's name as stored when `pwd` is theirs; AuthenticationError when it is not.

    `delete_tracker_cache` is Frappe's and has no meaning here.
    """
    name, stored = _stored(doctype, user, fieldname)
    if not _matches(stored or _NOBODY, pwd) or not stored:
        raise AuthenticationError(_("Invalid login credentials"))
    if hasher.check_needs_rehash(stored):
        update_password(name, pwd, doctype, fieldname)
    return name


def user_of_token(key: str, secret: str) -> str | None:
    """The enabled user whose API key and secret these are; argon2 runs once per process."""
    rows = local.db.sql(
        "select u.name, (select a.password from `__Auth` a where a.doctype = 'User' "
        "and a.name = u.name and a.fieldname = 'api_secret' and a.encrypted = 0) "
        "from `tabUser` u where u.api_key = %s and u.enabled = 1",
        (key,),
    )
    name, stored = rows[0] if key and rows else (None, None)
    if not stored:
        return None
    verified = memory(MEMORY)
    fingerprint = hashlib.sha256(f"{secret}\0{stored}".encode()).digest()
    if verified.get(name) != fingerprint:
        if not _matches(stored, secret):
            return None
        verified[name] = fingerprint
    return str(name)


def remove_passwords(doctype: str, name: str) -> None:
    """Forget every secret of a record that goes."""
    local.db.sql("delete from `__Auth` where doctype = %s and name = %s", (doctype, name))


def rename_passwords(doctype: str, old: str, new: str) -> None:
    """Let the secrets follow a record that is renamed."""
    local.db.sql(
        "update `__Auth` set name = %s where doctype = %s and name = %s", (new, doctype, old)
    )


def session_key(sid: str) -> str:
    """What is stored of a session's id: a stolen database opens no session."""
    return hashlib.sha256(sid.encode()).hexdigest()


def _stored(doctype: str, user: str, fieldname: str) -> tuple[str, str | None]:
    rows = local.db.sql(
        "select name, password from `__Auth` "
        "where doctype = %s and name = %s and fieldname = %s and encrypted = 0",
        (doctype, user, fieldname),
    )
    return (rows[0][0], rows[0][1]) if rows else (user, None)


def _matches(stored: str, pwd: str) -> bool:
    try:
        return hasher.verify(stored, pwd[: MAX_LENGTH + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
