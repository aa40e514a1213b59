"""Logging in and out, by form or by token; the lock after too many wrong passwords."""

import base64
import binascii
import hmac
import time
from typing import Any

from werkzeug.wrappers import Request, Response

from . import sessions
from .cache import cache
from .context import local
from .errors import AuthenticationError, CSRFTokenError, SecurityException
from .homepage import get_home_page
from .hooks import get_hooks
from .messages import throw
from .passwords import check_password, user_of_token
from .proxy import request_ip
from .settings import system_setting
from .site import set_user
from .translate import _
from .values import _dict, cint
from .whitelist import call, whitelist

REMEMBERED = 86_400  # seconds an attempt to log in counts
MAX_KEY = 200
UNSAFE_METHODS = frozenset(("POST", "PUT", "DELETE", "PATCH"))


class CookieManager:
    """Cookies this answer sets or takes back."""

    def __init__(self) -> None:
        self.cookies: dict[str, dict[str, Any]] = {}
        self.to_delete: set[str] = set()

    def set_cookie(
        self,
        key: str,
        value: str,
        expires: Any = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str = "Lax",
        max_age: int | None = None,
    ) -> None:
        """Send a cookie with the answer; always Secure when the request came by https."""
        secure = secure or (local.request is not None and local.request.scheme == "https")
        options = {"expires": expires, "secure": secure, "httponly": httponly, "samesite": samesite}
        self.cookies[key] = {"value": value, "max_age": max_age, **options}
        self.to_delete.discard(key)

    def delete_cookie(self, *keys: str) -> None:
        """Have the browser forget cookies."""
        for key in keys:
            self.to_delete.add(key)
            self.cookies.pop(key, None)

    def open_session(self, session: sessions.Session) -> None:
        """Send the id of a new session."""
        seconds = int(sessions.expiry(session.data.session_expiry).total_seconds())
        self.set_cookie("sid", session.sid, httponly=True, max_age=seconds)

    def close_session(self) -> None:
        """Take back everything a log-in sent."""
        self.delete_cookie("sid", "system_user", "full_name", "user_id", "user_image")

    def flush_cookies(self, response: Response) -> None:
        """Write the cookies into the answer."""
        for key, options in self.cookies.items():
            response.set_cookie(key, **options)
        for key in self.to_delete:
            response.delete_cookie(key)


class LoginManager:
    """Who logs in. Passed to the hooks on_login, on_session_creation and on_logout."""

    def __init__(self, user: str | None = None) -> None:
        self.user = user
        self.full_name = ""
        self.user_type = ""
        self.info = _dict()

    def login(self) -> None:
        """Log in with `usr` and `pwd` of the form; AuthenticationError or SecurityException."""
        form = local.form_dict
        self.authenticate(form.get("usr"), form.pop("pwd", None))
        self.post_login()

    def authenticate(self, user: str | None = None, pwd: str | None = None) -> None:
        """Check a password and note a failure against the user and the address."""
        if not (user and pwd):
            self.fail(_("Enter your user name and your password."))
        trackers = [LoginAttemptTracker(f"ip:{request_ip()}"), LoginAttemptTracker(f"user:{user}")]
        for tracker in trackers:
            tracker.require_patience()
        found = _find_user(str(user), str(pwd))
        for tracker in trackers:
            tracker.note(success=found is not None)
        if found is None:
            self.fail(_("Invalid login credentials"))
        self.user = found

    def fail(self, message: str, user: str | None = None) -> None:
        """Refuse with `message` in the answer."""
        local.response["message"] = message
        raise AuthenticationError(message)

    def login_as(self, user: str) -> None:
        """Open a session of `user` without a password."""
        self.user = user
        self.post_login()

    def post_login(self) -> None:
        """Run the hooks, open the session, tell the browser."""
        self.run_trigger("on_login")
        self.make_session()
        self.run_trigger("on_session_creation")
        self.set_user_info()

    def make_session(self) -> None:
        """Open a new session; one that was open before ends, so its id is worth nothing."""
        if local.session.sid and local.session.user != sessions.GUEST:
            sessions.delete_session(local.session.sid)
        session = sessions.start(str(self.user), session_ip=request_ip())
        cookie_manager().open_session(session)

    def set_user_info(self) -> None:
        """Tell the browser who is logged in and where to go."""
        fields = ["full_name", "user_type", "user_image"]
        self.info = local.db.get_value("User", self.user, fields, as_dict=True) or _dict()
        self.full_name, self.user_type = self.info.full_name or "", self.info.user_type or ""
        system_user = self.user_type == "System User"
        cookies = {"system_user": "yes" if system_user else "no", "full_name": self.full_name}
        cookies |= {"user_id": str(self.user), "user_image": self.info.user_image or ""}
        for key, value in cookies.items():
            cookie_manager().set_cookie(key, value)
        local.response["message"] = "Logged In" if system_user else "No App"
        local.response["home_page"] = "/" + get_home_page()
        local.response["full_name"] = self.full_name
        # For programs, which are shown no page that has it.
        local.response["csrf_token"] = sessions.get_csrf_token()

    def logout(self, arg: str = "", user: str | None = None) -> None:
        """End the session of the request. `arg` is Frappe's and has no meaning."""
        self.user = user or local.session.user
        self.run_trigger("on_logout")
        if self.user == local.session.user:
            sessions.delete_session(local.session.sid or "")
            sessions.start(sessions.GUEST)
            cookie_manager().close_session()
        else:
            sessions.clear_sessions(self.user)

    def run_trigger(self, event: str) -> None:
        """Call the hooks of an event with this object."""
        for path in get_hooks(event):
            call(path, login_manager=self)


class LoginAttemptTracker:
    """Counts attempts under one key since the last success and locks it for a while after too many.

    An attempt counts before its password is looked at, so those made at once are all counted. It is
    kept in counters, which go on when a shared cache is away.
    """

    def __init__(self, key: str) -> None:
        self.key = f"login_failed:{key[:MAX_KEY].lower()}"
        self.limit = cint(system_setting("allow_consecutive_login_attempts")) or 10
        self.pause = cint(system_setting("allow_login_after_fail")) or 60
        self.attempts = 0

    def require_patience(self) -> None:
        """Count an attempt; SecurityException while the key is locked."""
        left = self._change("locked_until", 0) - int(time.time())
        if left <= 0:
            self.attempts = self._change("count", 1)
            left = self.pause if self.attempts > self.limit else 0
        if left > 0:
            self._lock_if(self.attempts > self.limit)
            local.flags.retry_after = left
            message = _("Too many failed attempts. Try again in {0} seconds.")
            throw(message.format(left), SecurityException)

    def note(self, success: bool) -> None:
        """Forget the attempts before a success; lock after the last failure that is allowed."""
        if success:
            self._set("count", 0)
        self._lock_if(not success and self.attempts >= self.limit)

    def _lock_if(self, is_enough: bool) -> None:
        if is_enough:
            self._set("locked_until", int(time.time()) + self.pause)
            self._set("count", 0)

    def _set(self, name: str, value: int) -> None:
        self._change(name, value - self._change(name, 0))

    def _change(self, name: str, amount: int) -> int:
        return cache.incrby(f"{self.key}:{name}", amount, expires_in_sec=REMEMBERED)


def _find_user(user: str, pwd: str) -> str | None:
    try:
        name = check_password(user, pwd)
    except AuthenticationError:
        return None
    enabled = local.db.sql("select name from `tabUser` where name = %s and enabled = 1", (name,))
    return enabled[0][0] if enabled else None


def authenticate_request(request: Request) -> None:
    """Open the session of a request: its token's user, its cookie's, or Guest.

    Raises AuthenticationError for a token that is wrong.
    """
    local.cookie_manager = CookieManager()
    local.login_manager = LoginManager()
    local.request_ip = request_ip()
    header = request.headers.get("Authorization", "")
    if header:
        sessions.Session(sessions.GUEST, sessions.GUEST).open()
        _authenticate_header(header)
        return
    if not sessions.resume(request.cookies.get("sid")):
        local.response["session_expired"] = 1
        local.cookie_manager.close_session()


def _authenticate_header(header: str) -> None:
    scheme, _space, value = header.partition(" ")
    if scheme.lower() in ("token", "basic"):
        form = local.form_dict
        set_user(_user_of_token(scheme.lower(), value.strip()))
        local.form_dict = form
    for path in get_hooks("auth_hooks"):
        call(path)
    if local.session.user == sessions.GUEST:
        raise AuthenticationError(_("The token of the request is not valid."))


def _user_of_token(scheme: str, value: str) -> str:
    try:
        pair = base64.b64decode(value, validate=True).decode() if scheme == "basic" else value
    except (binascii.Error, UnicodeDecodeError):
        pair = ""
    key, _colon, secret = pair.partition(":")
    user = user_of_token(key, secret)
    if user is None:
        raise AuthenticationError(_("The token of the request is not valid."))
    return user


def validate_csrf_token(request: Request) -> None:
    """Raise CSRFTokenError for a change asked for with a session's cookie but not its token.

    Frappe asks only sessions that were shown a page with a token. Tokens of the API and guests have
    no cookie a stranger's page could use.
    """
    sent = request.headers.get("X-Frappe-CSRF-Token") or local.form_dict.pop("csrf_token", None)
    session = local.session_obj
    guest = session is None or session.user == sessions.GUEST
    if request.method not in UNSAFE_METHODS or guest or local.conf.get("ignore_csrf"):
        return
    expected = sessions.get_csrf_token()
    if not hmac.compare_digest(str(sent or "").encode(), expected.encode()):
        local.flags.disable_traceback = True
        throw(_("This form is no longer valid. Load the page again."), CSRFTokenError)


def cookie_manager() -> CookieManager:
    """The cookies of this answer; of none outside a request."""
    if getattr(local, "cookie_manager", None) is None:
        local.cookie_manager = CookieManager()
    manager: CookieManager = local.cookie_manager
    return manager


@whitelist(allow_guest=True, methods=["POST"])
def login() -> None:
    """`POST /api/method/login` with usr and pwd."""
    LoginManager().login()


@whitelist(allow_guest=True, methods=["GET", "POST"])
def logout() -> None:
    """`/api/method/logout`; by GET too, as in Frappe."""
    LoginManager().logout()
    local.flags.commit = True


@whitelist(allow_guest=True)
def get_logged_user() -> str:
    """The name of the user who asks."""
    return str(local.session.user)
