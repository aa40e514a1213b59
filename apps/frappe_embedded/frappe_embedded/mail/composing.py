"""A mail as the text that travels (RFC 5322), without the line that says to whom."""

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.header import Header
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr, localtime, make_msgid
from pathlib import PurePosixPath
from typing import Any

from ..errors import NotSupported, ValidationError
from ..messages import throw
from ..text import escape_html
from ..translate import _
from ..values import cstr
from .plain import plain_text

# Seven bits go through every server; lines become CRLF when they are sent.
POLICY = default.clone(cte_type="7bit")

_LAYOUT = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin:0;padding:24px;font-family:sans-serif;line-height:1.5">
<div style="max-width:640px;margin:0 auto">{heading}{body}</div></body></html>
"""


@dataclass(frozen=True)
class Letter:
    """What a mail says. People are `(name, address)`, attachments Frappe's dicts."""

    sender: tuple[str, str]
    subject: str
    body: str
    lang: str = "en"
    heading: str = ""
    reply_to: tuple[str, str] | None = None
    shown_to: tuple[str, ...] = ()
    shown_cc: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    attachments: Iterable[Mapping[str, Any]] = field(default=())


def compose(letter: Letter) -> tuple[str, str]:
    """`(message id, text)` of a mail in two forms, HTML and plain, with its attachments.

    Raises ValidationError for a line break in a header, NotSupported for an attachment that is
    not `{"fname", "fcontent"}`.
    """
    message_id = letter.message_id or make_msgid(domain=letter.sender[1].rpartition("@")[2])
    headers = "".join(f"{name}: {value}\n" for name, value in _headers(letter, message_id))
    message, html = EmailMessage(POLICY), _page(letter)
    message.set_content(plain_text(html), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for given in letter.attachments:
        _attach(message, given)
    return message_id, headers + message.as_string()


# EmailMessage of Python 3.11 loses blanks where it folds an accented header; Header does not.
def _headers(letter: Letter, message_id: str) -> Iterable[tuple[str, str]]:
    yield "From", _person(*letter.sender)
    yield "Subject", _encoded(one_line(letter.subject))
    yield "Date", format_datetime(localtime())
    yield "Message-ID", _encoded(one_line(message_id))
    # Asks out-of-office replies to stay away.
    yield "Auto-Submitted", "auto-generated"
    if letter.in_reply_to:
        yield "In-Reply-To", _encoded(one_line(letter.in_reply_to))
    if letter.reply_to:
        yield "Reply-To", _person(*letter.reply_to)
    for name, shown in (("To", letter.shown_to), ("Cc", letter.shown_cc)):
        if shown:
            yield name, ",\n ".join(shown)


def one_line(text: str) -> str:
    """`text` as a header takes it. Raises ValidationError when it would begin another one."""
    text = text.strip()
    if any(sign < " " or sign in "\x7f\x85\u2028\u2029" for sign in text):
        throw(_("Subject and headers of a mail are one line."), ValidationError)
    return text


def _person(name: str, address: str) -> str:
    name = one_line(name)
    if name.isascii():
        return formataddr((name, address))
    return f"{_encoded(name)} <{address}>"


def _encoded(text: str) -> str:
    return Header(text, None if text.isascii() else "utf-8", maxlinelen=64).encode()


def _page(letter: Letter) -> str:
    heading = f"<h1>{escape_html(letter.heading)}</h1>" if letter.heading else ""
    title = escape_html(letter.subject)
    return _LAYOUT.format(lang=letter.lang, title=title, heading=heading, body=letter.body)


def _attach(message: EmailMessage, given: Mapping[str, Any]) -> None:
    if set(given) != {"fname", "fcontent"}:
        raise NotSupported("sendmail: attachments are dicts of `fname` and `fcontent`")
    name = one_line(PurePosixPath(cstr(given["fname"]).replace("\\", "/")).name)
    content = given["fcontent"]
    kind, encoding = mimetypes.guess_type(name)
    main, _slash, sub = (kind if kind and not encoding else "application/octet-stream").partition(
        "/"
    )
    message.add_attachment(
        content.encode("utf-8") if isinstance(content, str) else bytes(content),
        maintype=main,
        subtype=sub,
        filename=name,
    )
