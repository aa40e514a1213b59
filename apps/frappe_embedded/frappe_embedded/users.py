"""What is known of a user by name: how they are called, which language they read."""

from .cache import forget, memory
from .context import current_user, local
from .translate import best_language

MEMORY = "people"


def _person(user: str) -> dict[str, str | None]:
    known = memory(MEMORY)
    if user not in known:
        fields = ["full_name", "language", "email"]
        known[user] = dict(local.db.get_value("User", user, fields, as_dict=True) or {})
    found: dict[str, str | None] = known[user]
    return found


def forget_people() -> None:
    """Read users again."""
    forget(MEMORY)


def get_fullname(user: str | None = None) -> str:
    """The full name of a user (this one when not named); the user's id when there is none."""
    user = user or current_user()
    return _person(user).get("full_name") or user


def get_user_lang(user: str | None = None) -> str | None:
    """The language a user has chosen, None when they have not or nobody translates into it."""
    return best_language([_person(user or current_user()).get("language")])
