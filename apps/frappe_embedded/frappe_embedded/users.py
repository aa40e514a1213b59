"""What is known of a user by name: how they are called, which language they read."""

from .cache import request_cache
from .context import current_user, local
from .translate import best_language


@request_cache
def _person(user: str) -> dict[str, str | None]:
    found = local.db.get_value("User", user, ["full_name", "language", "email"], as_dict=True)
    return dict(found or {})


def get_fullname(user: str | None = None) -> str:
    """The full name of a user (this one when not named); the user's id when there is none."""
    user = user or current_user()
    return _person(user).get("full_name") or user


def get_user_lang(user: str | None = None) -> str | None:
    """The language a user has chosen, None when they have not or nobody translates into it."""
    return best_language([_person(user or current_user()).get("language")])
