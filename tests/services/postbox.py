"""A mail server for the tests: takes mail, or refuses it as the recipient's address says.

`gone@…` is refused for ever (550), `busy@…` for now (450), `full@…` after the mail went over (552),
`later@…` likewise (451); `silent@…` gets no answer to the mail, `slow@…` none to the address.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

ANSWERS = {"gone": "550 no such person", "busy": "450 come again"}
ANSWERS_TO_MAIL = {"full": "552 the box is full", "later": "451 not now"}


class Postbox:
    """What arrived: `(recipient, message)` in order. `reached` is set when one is kept waiting."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.reached = threading.Event()
        self.port = 0

    @property
    def recipients(self) -> list[str]:
        """Who got mail, in order."""
        return [recipient for recipient, _message in self.mails]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        part = address.partition("@")[0]
        if part == "slow":
            await self._wait()
        if part in ANSWERS:
            return ANSWERS[part]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        part = recipient.partition("@")[0]
        if part == "silent":
            await self._wait()
        if part in ANSWERS_TO_MAIL:
            return ANSWERS_TO_MAIL[part]
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((recipient, message))
        return "250 OK"

    async def _wait(self) -> None:
        self.reached.set()
        await asyncio.sleep(60)


@contextmanager
def postbox(
    login: tuple[str, str] | None = None,
    starttls: ssl.SSLContext | None = None,
    implicit: ssl.SSLContext | None = None,
) -> Iterator[Postbox]:
    """A server on a port of its own for the length of a block."""
    box = Postbox()
    box.port = _free_port()
    options: dict[str, Any] = {"ssl_context": implicit}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    if login:
        options |= {"authenticator": _keeper(login), "auth_required": True}
        options |= {"auth_require_tls": starttls is not None}
    server = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    server.start()
    try:
        yield box
    finally:
        server.stop(no_assert=True)


def _keeper(login: tuple[str, str]) -> Any:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == tuple(
            part.encode() for part in login
        )
        return AuthResult(success=good, handled=False)

    return check


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
