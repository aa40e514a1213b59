"""User: a person who logs in, with the roles they hold."""

import secrets
from typing import Any

from frappe_embedded.context import current_user, local
from frappe_embedded.document import Document
from frappe_embedded.documents import get_doc
from frappe_embedded.errors import PermissionError, ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.passwords import update_password
from frappe_embedded.roles import ADMINISTRATOR, GUEST, forget_roles, get_roles
from frappe_embedded.sessions import clear_sessions
from frappe_embedded.translate import _
from frappe_embedded.users import forget_people
from frappe_embedded.whitelist import whitelist

STANDARD = (ADMINISTRATOR, GUEST)
MANAGER = "System Manager"


class User(Document):
    """A user; the name is the e-mail address."""

    api_secret: Any
    email: Any
    new_password: Any

    def autoname(self) -> None:
        """The address in lower case."""
        self.email = (self.email or "").strip().lower()
        self.name = self.email

    def validate(self) -> None:
        """Tidy the roles and take the password out of the record."""
        self.full_name = " ".join(part for part in (self.first_name, self.last_name) if part)
        self._require_standard_users()
        self._drop_repeated_roles()
        self._set_user_type()
        self._take_password()

    def require_own_account(self) -> None:
        """Raise PermissionError when somebody would change the account of who may do more.

        Whoever sets a password, or renames an account, can log in with all it may do.
        """
        if self.name == ADMINISTRATOR and current_user() != ADMINISTRATOR:
            throw(_("Only the Administrator changes this account."), PermissionError)
        if self.flags.ignore_permissions or MANAGER in get_roles():
            return
        if not self.is_new() and MANAGER in get_roles(self.name):
            throw(_("Only a System Manager changes this account."), PermissionError)

    def _require_standard_users(self) -> None:
        self.require_own_account()
        if self.name in STANDARD and not self.enabled:
            throw(_("{0} cannot be disabled").format(self.name), ValidationError)

    def _drop_repeated_roles(self) -> None:
        kept = {row.role: row for row in reversed(self.roles)}
        self.set("roles", [row for row in self.roles if kept[row.role] is row], as_value=True)

    def _set_user_type(self) -> None:
        held = tuple(row.role for row in self.roles) or ("",)
        desk = local.db.count("Role", {"name": ("in", held), "desk_access": 1})
        staff = desk or self.name == ADMINISTRATOR
        self.user_type = "System User" if staff else "Website User"

    def _take_password(self) -> None:
        self.flags.chosen_password, self.new_password = self.new_password, None
        # Unlike other secrets it is only ever compared, so it is kept as a hash.
        if self.api_secret and self.api_secret.strip("*"):
            self.flags.chosen_secret, self.api_secret = self.api_secret, "*" * len(self.api_secret)

    def on_update(self) -> None:
        """Keep the password, end the sessions of who may not come back, forget roles."""
        if self.flags.chosen_password:
            update_password(self.name, self.flags.chosen_password, logout_all_sessions=True)
        if secret := self.flags.pop("chosen_secret", None):
            update_password(self.name, secret, fieldname="api_secret")
        if not self.enabled:
            clear_sessions(self.name, force=True)
        forget_roles()
        forget_people()

    def on_trash(self) -> None:
        """The standard users stay; sessions of the others end."""
        if self.name in STANDARD:
            throw(_("{0} cannot be deleted").format(self.name), ValidationError)
        self.require_own_account()
        clear_sessions(self.name, force=True)
        local.db.delete("User Permission", {"user": self.name})
        local.db.delete("DocShare", {"user": self.name})
        forget_roles()

    def before_rename(self, old: str, new: str, merge: bool = False) -> Any:
        """The standard users keep their names."""
        if old in STANDARD:
            throw(_("{0} cannot be renamed").format(old), ValidationError)
        self.require_own_account()
        return new.strip().lower()

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        """The address follows the name, and sessions under the old one end."""
        self.db_set("email", new)
        clear_sessions(old, force=True)
        forget_roles()

    def add_roles(self, *roles: str) -> None:
        """Give roles and save."""
        held = {row.role for row in self.roles}
        self.extend("roles", [{"role": role} for role in roles if role not in held])
        self.save()

    append_roles = add_roles

    def remove_roles(self, *roles: str) -> None:
        """Take roles away and save."""
        self.set("roles", [row for row in self.roles if row.role not in roles])
        self.save()


@whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
    """Make a new API secret for a user (and a key if there is none); the only time it is shown."""
    if MANAGER not in get_roles() and current_user() != user:
        raise PermissionError
    get_doc("User", user).require_own_account()
    key = local.db.get_value("User", user, "api_key") or secrets.token_hex(8)
    secret = secrets.token_urlsafe(24)
    local.db.set_value("User", user, {"api_key": key, "api_secret": "*" * 10})
    update_password(user, secret, fieldname="api_secret")
    return {"api_key": key, "api_secret": secret}
