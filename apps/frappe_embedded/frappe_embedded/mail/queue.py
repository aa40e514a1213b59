"""Sends what waits in the Email Queue: each recipient once, again later when the server is away.

A mail is claimed, and each of its recipients is marked, by a change that is committed before the
server is talked to. So two processes never send the same one, and after a crash it is known what
was not handed over. What was being handed over at that very moment is left to a person.
"""

import re
from datetime import timedelta
from time import monotonic
from typing import Any

from ..context import local
from ..dates import add_to_date, now_datetime
from ..error_log import log_error
from ..translate import _
from .accounts import find_account
from .asking import DOCTYPE, is_muted
from .smtp import Courier, Postponed, Refused, Undelivered

ROW = "Email Queue Recipient"
NOT_SENT, SENDING, SENT, PARTLY, ERROR = (
    "Not Sent", "Sending", "Sent", "Partially Sent", "Error",
)  # fmt: skip
WAITING = (NOT_SENT, PARTLY)
TRIES = 5
PAUSES = (5, 30, 120, 720)  # minutes before each further try: a night without a server is bridged
ABANDONED = timedelta(minutes=15)
AT_ONCE = 500
_DUE = (
    "(status in %(waiting)s and (send_after is null or send_after <= %(now)s))"
    " or (status = %(sending)s and modified < %(abandoned)s)"
)
ENOUGH = 200.0  # seconds; the next run of the clock goes on


def flush() -> int:
    """Send what is due, the urgent and the oldest first; gives how many mails were tried.

    Commits. Does nothing while mail is muted or the site has no account.
    """
    account = None if is_muted() else find_account()
    if account is None:
        return 0
    until, tried = monotonic() + ENOUGH, 0
    with Courier(account) as courier:
        for name in due_mails():
            if monotonic() > until:
                break
            tried += _send_or_log(name, courier)
    return tried


def send_now(name: str) -> None:
    """Send one mail. Commits; what goes wrong is kept with the mail, never raised."""
    account = find_account()
    if account is not None:
        with Courier(account) as courier:
            _send_or_log(name, courier)


def due_mails() -> list[str]:
    """Mails whose time has come, and those a process died over."""
    found: list[str] = local.db.sql(
        f"select name from `tabEmail Queue` where {_DUE}"  # noqa: S608 - constant text
        " order by priority desc, creation asc, name asc limit %(limit)s",
        {**_moments(), "limit": AT_ONCE},
        pluck=True,
    )
    return found


def _moments() -> dict[str, Any]:
    now = now_datetime()
    return {"waiting": WAITING, "now": now, "sending": SENDING, "abandoned": now - ABANDONED}


def _send_or_log(name: str, courier: Courier) -> bool:
    try:
        return _send(name, courier)
    except Exception:  # noqa: BLE001 - one mail that cannot be read does not keep the others
        local.db.rollback()
        courier.withdraw()
        log_error(title=f"Mail {name}")
        local.db.commit()
        return True


def _send(name: str, courier: Courier) -> bool:
    if not _claim(name):
        return False
    mail = local.db.get_value(
        DOCTYPE, name, ["name", "message", "expose_recipients", "retry"], as_dict=True
    )
    problem = ""
    for row in _recipients(name):
        if row.status == SENDING:
            problem = _("The process stopped while this was being sent: it may have arrived.")
            _settle_row(row.name, ERROR, problem)
        elif row.status == NOT_SENT:
            problem = _send_to(row, mail, courier) or problem
    _settle(mail, problem)
    return True


def _claim(name: str) -> bool:
    claimed = local.db.sql(
        f"select name from `tabEmail Queue` where name = %(name)s and ({_DUE}) for update",  # noqa: S608 - constant text
        {**_moments(), "name": name},
    )
    if not claimed:
        local.db.rollback()
        return False
    local.db.set_value(DOCTYPE, name, "status", SENDING)
    local.db.commit()
    return True


def _recipients(name: str) -> list[Any]:
    rows: list[Any] = local.db.get_all(
        ROW,
        filters={"parent": name, "parenttype": DOCTYPE},
        fields=["name", "recipient", "status"],
        order_by="idx asc",
    )
    return rows


def _send_to(row: Any, mail: Any, courier: Courier) -> str:
    """Why the recipient did not get it, empty when they did."""
    message = _addressed(mail, row.recipient)
    try:
        courier.announce(row.recipient)
        if not _take_row(row.name, mail.name):
            courier.withdraw()
            return ""
        courier.hand_over(message)
    except Undelivered as error:
        _settle_row(row.name, NOT_SENT if isinstance(error, Postponed) else ERROR, _why(error))
        return _why(error)
    _settle_row(row.name, SENT)
    return ""


def _why(error: Undelivered) -> str:
    if isinstance(error, Refused | Postponed):
        return str(error)
    return _("The server did not answer any more: it may have arrived. {0}").format(error)


def _take_row(row: str, mail: str) -> bool:
    """Mark a recipient as being sent to; False when somebody else did."""
    if local.db.get_value(ROW, row, "status", for_update=True) != NOT_SENT:
        local.db.rollback()
        return False
    local.db.set_value(ROW, row, "status", SENDING)
    # Shows that whoever claimed the mail is alive.
    local.db.set_value(DOCTYPE, mail, "status", SENDING)
    local.db.commit()
    return True


def _addressed(mail: Any, recipient: str) -> bytes:
    shown = mail.expose_recipients == "header"
    text: str = mail.message if shown else f"To: {recipient}\n{mail.message}"
    return re.sub(r"\r\n|\r|\n", "\r\n", text).encode("ascii")


def _settle_row(row: str, status: str, error: str = "") -> None:
    local.db.set_value(ROW, row, {"status": status, "error": error})
    local.db.commit()


def _settle(mail: Any, problem: str) -> None:
    tries, rows = mail.retry + 1, _recipients(mail.name)
    waiting = [row for row in rows if row.status == NOT_SENT]
    if tries >= TRIES:
        for row in waiting:
            local.db.set_value(ROW, row.name, "status", ERROR)
    states = {ERROR if tries >= TRIES and row in waiting else row.status for row in rows}
    changes = {"status": _status(states), "error": problem}
    if changes["status"] in WAITING:
        changes["retry"] = tries
        changes["send_after"] = add_to_date(now_datetime(), minutes=PAUSES[mail.retry])
    local.db.set_value(DOCTYPE, mail.name, changes)
    local.db.commit()


def _status(states: set[str]) -> str:
    if NOT_SENT in states:
        return PARTLY if SENT in states else NOT_SENT
    if SENDING in states:
        return SENDING
    return ERROR if ERROR in states else SENT
