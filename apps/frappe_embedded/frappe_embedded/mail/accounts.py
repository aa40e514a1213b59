"""Which mail server the site sends through: an Email Account record, or the configuration."""

from dataclasses import dataclass, field
from typing import Any

from ..context import local
from ..encryption import get_decrypted_password
from ..errors import OutgoingEmailError
from ..messages import throw
from ..translate import _
from ..values import cint, cstr

DOCTYPE = "Email Account"
STARTTLS, SSL = "STARTTLS", "SSL"
_PORTS = {SSL: 465, STARTTLS: 587, "": 25}
_FIELDS = (
    "name", "email_id", "smtp_server", "smtp_port", "use_tls", "use_ssl_for_outgoing",
    "no_smtp_authentication", "login_id_is_different", "login_id",
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """A mail server and the address mail comes from. `security` is STARTTLS, SSL or empty."""

    name: str
    address: str
    server: str
    port: int
    security: str
    login: str = ""
    password: str = field(default="", repr=False)


def find_account() -> Account | None:
    """The account mail goes out by, without its password; None when the site has none.

    A record that is enabled and the default comes before the configuration.
    """
    record = _default_record()
    if record is not None:
        return _from_record(record)
    return _from_config() if local.conf.get("mail_server") else None


def require_account() -> Account:
    """As `find_account`. Raises OutgoingEmailError when the site has none."""
    account = find_account()
    if account is None:
        throw(_("There is no mail account to send from."), OutgoingEmailError)
    return account


def password_of(account: Account) -> str:
    """What the account logs in with; read only when it is needed."""
    if account.password or not account.login:
        return account.password
    return cstr(get_decrypted_password(DOCTYPE, account.name, raise_exception=False))


def _default_record() -> Any:
    wanted = {"enable_outgoing": 1, "default_outgoing": 1}
    return local.db.get_value(DOCTYPE, wanted, list(_FIELDS), as_dict=True, order_by="name asc")


def _from_record(row: Any) -> Account:
    login = row.login_id if cint(row.login_id_is_different) else row.email_id
    security = _security(row.use_tls, row.use_ssl_for_outgoing)
    return Account(
        name=row.name,
        address=row.email_id,
        server=row.smtp_server,
        port=cint(row.smtp_port) or _PORTS[security],
        security=security,
        login="" if cint(row.no_smtp_authentication) else cstr(login),
    )


def _from_config() -> Account:
    conf = local.conf
    security = _security(conf.get("use_tls"), conf.get("use_ssl"))
    login = cstr(conf.get("mail_login"))
    return Account(
        name=cstr(conf.get("email_sender_name")),
        address=cstr(conf.get("auto_email_id") or login or "notifications@example.com"),
        server=cstr(conf.get("mail_server")),
        port=cint(conf.get("mail_port")) or _PORTS[security],
        security=security,
        login=login,
        password=cstr(conf.get("mail_password")) if login else "",
    )


def _security(tls: Any, ssl: Any) -> str:
    return SSL if cint(ssl) else STARTTLS if cint(tls) else ""
