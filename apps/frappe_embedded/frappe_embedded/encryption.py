"""Secrets that have to be read again, such as a mail server's password: encrypted in `__Auth`.

The key is the site's `encryption_key`. Whoever copies the database without it reads nothing.
"""

from typing import Any

from .context import local
from .errors import AuthenticationError
from .hooks import get_module
from .messages import throw
from .translate import _

# Loaded when the first secret is kept or read: most processes never need it.
_LIBRARY = "cryptography.fernet"


def set_encrypted_password(doctype: str, name: str, pwd: str, fieldname: str = "password") -> None:
    """Keep a secret of a record. Raises ValidationError when the site has no key."""
    row: dict[str, Any] = {"doctype": doctype, "name": name, "fieldname": fieldname}
    row |= {"password": encrypt(pwd), "encrypted": 1}
    local.db.upsert("__Auth", row, ("doctype", "name", "fieldname"))


def get_decrypted_password(
    doctype: str, name: str, fieldname: str = "password", raise_exception: bool = True
) -> str | None:
    """A record's secret. None, or AuthenticationError, when there is none.

    Raises ValidationError when it was encrypted with another key.
    """
    rows = local.db.sql(
        "select password from `__Auth` "
        "where doctype = %s and name = %s and fieldname = %s and encrypted = 1",
        (doctype, name, fieldname),
    )
    if rows:
        return decrypt(rows[0][0])
    if raise_exception:
        message = _("No password is kept for {0} {1} {2}")
        raise AuthenticationError(message.format(doctype, name, fieldname))
    return None


def remove_encrypted_password(doctype: str, name: str, fieldname: str = "password") -> None:
    """Forget a record's secret."""
    local.db.sql(
        "delete from `__Auth` "
        "where doctype = %s and name = %s and fieldname = %s and encrypted = 1",
        (doctype, name, fieldname),
    )


def encrypt(pwd: str) -> str:
    """`pwd` readable only with the site's key."""
    sealed: bytes = _cipher().encrypt(pwd.encode("utf-8"))
    return sealed.decode("ascii")


def decrypt(txt: str) -> str:
    """What `encrypt` was given. Raises ValidationError when the key is another."""
    try:
        plain: bytes = _cipher().decrypt(txt.encode("ascii"))
    except get_module(_LIBRARY).InvalidToken:
        throw(_("The `encryption_key` of the site is not the one this secret was kept with."))
    return plain.decode("utf-8")


def _cipher() -> Any:
    key = local.conf.get("encryption_key") or ""
    try:
        # `new-site` writes the key without the padding Fernet wants.
        return get_module(_LIBRARY).Fernet(key + "=" * (-len(key) % 4))
    except ValueError:
        throw(_("The site has no `encryption_key` of 32 bytes in its configuration."))
