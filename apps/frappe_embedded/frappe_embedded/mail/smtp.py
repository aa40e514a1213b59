"""One conversation with the site's mail server: verified TLS, log-in, one recipient at a time."""

import smtplib
import ssl
from types import TracebackType

from ..errors import OutgoingEmailError
from ..translate import _
from .accounts import SSL, STARTTLS, Account, password_of

TIMEOUT = 30.0
_NEARBY = ("localhost", "127.0.0.1", "::1")


class Undelivered(Exception):
    """A mail the server did not take; the text says why."""


class Refused(Undelivered):
    """The server will never take this mail for this recipient (5xx)."""


class Postponed(Undelivered):
    """The server is away, or asks to come again later (4xx)."""


class Unanswered(Undelivered):
    """The connection broke after the mail went over: the server may have taken it or not."""


class Courier:
    """Connects when the first mail needs it. A server that was away is not tried again."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._server: smtplib.SMTP | None = None
        self._away = ""

    def __enter__(self) -> "Courier":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hang_up()

    def announce(self, recipient: str) -> None:
        """Ask the server to take a mail for `recipient`. Raises Refused or Postponed.

        Nothing has been sent when it returns: `hand_over` or `withdraw` follows.
        """
        server = self._connected()
        try:
            _expect(server.mail(self.account.address), never=Postponed)
            _expect(server.rcpt(recipient))
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Postponed(_said(error)) from error
        except Undelivered:
            self.withdraw()
            raise

    def hand_over(self, message: bytes) -> None:
        """Send the mail announced, its lines ended by CRLF.

        Raises Refused, Postponed or Unanswered.
        """
        assert self._server is not None  # announced a moment ago
        try:
            answer = self._server.data(message)
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, _bytes(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unanswered(_said(error)) from error
        try:
            _expect(answer)
        except Undelivered:
            self.withdraw()
            raise

    def withdraw(self) -> None:
        """Take back what was announced."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()

    def _connected(self) -> smtplib.SMTP:
        if self._away:
            raise Postponed(self._away)
        if self._server is None:
            try:
                self._server = connect(self.account)
            except (OSError, smtplib.SMTPException, OutgoingEmailError) as error:
                self._away = _said(error)
                raise Postponed(self._away) from error
        return self._server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def connect(account: Account) -> smtplib.SMTP:
    """A conversation with the server, encrypted and logged in as the account says.

    Raises OSError or SMTPException; OutgoingEmailError rather than sending a password unencrypted
    to another machine.
    """
    if account.login and not account.security and account.server not in _NEARBY:
        raise OutgoingEmailError(_("The password of the mail account needs STARTTLS or SSL."))
    server = _open(account)
    try:
        server.ehlo_or_helo_if_needed()
        if account.security == STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if account.login:
            server.login(account.login, password_of(account))
    except BaseException:  # whatever it was, nothing half made stays; it is raised again
        server.close()
        raise
    return server


def _open(account: Account) -> smtplib.SMTP:
    if account.security == SSL:
        secure = ssl.create_default_context()
        return smtplib.SMTP_SSL(account.server, account.port, timeout=TIMEOUT, context=secure)
    return smtplib.SMTP(account.server, account.port, timeout=TIMEOUT)


def _expect(answer: tuple[int, bytes], never: type[Undelivered] = Refused) -> None:
    code, text = answer
    if 200 <= code < 300:
        return
    said = f"{code} {text.decode('utf-8', 'replace')}"
    raise never(said) if code >= 500 else Postponed(said)


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
