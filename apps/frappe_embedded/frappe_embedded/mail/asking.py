"""`frappe.sendmail`: a mail becomes a row of the Email Queue, in the caller's transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..context import local
from ..documents import get_doc
from ..errors import NotSupported
from ..hooks import get_module
from ..templates import markdown_to_html, render_template
from ..values import cint, cstr
from .accounts import Account, require_account
from .addresses import read_addresses, read_person

DOCTYPE = "Email Queue"
# Loaded with the first mail: most processes write none.
_COMPOSING = "frappe_embedded.mail.composing"
_SENDING = "frappe_embedded.mail.queue"
# Older names of `reference_doctype` and `reference_name`; what changes nothing here.
_TAKEN = frozenset({"doctype", "name", "add_unsubscribe_link", "retry"})


def sendmail(
    recipients: Any = None, sender: str = "", subject: str = "No Subject",
    message: str = "No Message", as_markdown: bool = False, delayed: bool = True,
    reference_doctype: str | None = None, reference_name: str | None = None, *,
    cc: Any = None, bcc: Any = None, reply_to: str | None = None,
    template: str | None = None, args: Mapping[str, Any] | None = None, header: Any = None,
    content: str | None = None, attachments: Iterable[Mapping[str, Any]] | None = None,
    message_id: str | None = None, in_reply_to: str | None = None,
    send_after: Any = None, send_priority: int = 1, now: bool | None = None,
    expose_recipients: str | None = None, **others: Any,
) -> Any:  # fmt: skip
    """Queue a mail to each of `recipients`, `cc` and `bcc`; gives the Email Queue record.

    The body is `templates/emails/<template>.html` with `args`, or the HTML of `message`. It goes
    out with the next flush, or after the commit with `now` (or without `delayed`). Nobody to send
    to: None. People see only their own address unless `expose_recipients` is "header".

    Raises OutgoingEmailError when the site has no mail account, InvalidEmailAddressError,
    ValidationError for a subject of several lines, NotSupported for other arguments of Frappe's.
    """
    _refuse_unknown(others)
    to, copied = read_addresses(recipients), read_addresses(cc)
    everybody = read_addresses([*to, *copied, *read_addresses(bcc)])
    if not everybody:
        return None
    account = require_account()
    shown = expose_recipients == "header"
    letter = get_module(_COMPOSING).Letter(
        sender=read_person(sender) if sender else _name_and_address(account),
        subject=cstr(subject),
        body=_body(template, args, message if content is None else content, as_markdown),
        lang=local.lang or "en",
        heading=cstr(header[0] if isinstance(header, list | tuple) and header else header),
        reply_to=read_person(reply_to) if reply_to else None,
        shown_to=tuple(to) if shown else (),
        shown_cc=tuple(copied) if shown else (),
        message_id=cstr(message_id),
        in_reply_to=cstr(in_reply_to),
        attachments=attachments or (),
    )
    about = (reference_doctype or others.get("doctype"), reference_name or others.get("name"))
    queued = _queue(letter, everybody, about, send_after, cint(send_priority), expose_recipients)
    if (now or not delayed) and not is_muted():
        local.db.after_commit.add(lambda: get_module(_SENDING).send_now(queued.name))
    return queued


def _queue(
    letter: Any, recipients: list[str], about: tuple[str | None, str | None],
    send_after: Any, priority: int, exposed: str | None,
) -> Any:  # fmt: skip
    message_id, text = get_module(_COMPOSING).compose(letter)
    row = {
        "doctype": DOCTYPE,
        "sender": letter.sender[1],
        "subject": letter.subject.strip()[:140],
        "message": text,
        "message_id": message_id,
        "status": "Not Sent",
        "reference_doctype": about[0],
        "reference_name": about[1],
        "send_after": send_after,
        "priority": priority,
        "expose_recipients": exposed,
        "recipients": [{"recipient": address, "status": "Not Sent"} for address in recipients],
    }
    # Whoever acts may cause mail, without any right to the outbox.
    return get_doc(row).insert(ignore_permissions=True)


def is_muted() -> bool:
    """True while mail is queued and none is sent: by a flag, the configuration, or in tests."""
    flags = local.flags
    return bool(flags.mute_emails or flags.in_test or cint(local.conf.get("mute_emails")))


def _refuse_unknown(others: Mapping[str, Any]) -> None:
    for key, value in others.items():
        if value and key not in _TAKEN:
            raise NotSupported(f"sendmail: {key} is not supported by the embedded engine")


def _body(
    template: str | None, args: Mapping[str, Any] | None, message: str, as_markdown: bool
) -> str:
    if template:
        return render_template(f"templates/emails/{template}.html", args, is_path=True)
    return markdown_to_html(message) if as_markdown else cstr(message)


def _name_and_address(account: Account) -> tuple[str, str]:
    return account.name, read_person(account.address)[1]
