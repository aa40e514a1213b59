"""Roles follow the posts held: given with a post, taken away when it ends."""

from collections import defaultdict
from collections.abc import Iterable

import frappe

from govplan.clock import today
from govplan.organisation.holders import ROLE_OF_POST, holders_on, holdings

_ROLES = frozenset(ROLE_OF_POST.values())


def follow_posts(user: str) -> None:
    """Give a person the roles of the posts held today, and none of the app's besides."""
    wanted = {ROLE_OF_POST[holding.post] for holding in holdings(user)}
    doc = frappe.get_doc("User", user)
    held = {row.role for row in doc.roles} & _ROLES
    if held == wanted:
        return
    doc.set("roles", [row for row in doc.roles if row.role not in held - wanted])
    for role in sorted(wanted - held):
        doc.append("roles", {"role": role})
    # The person who appoints may not write accounts; these roles come with the post.
    doc.save(ignore_permissions=True)


def follow_all_posts() -> list[str]:
    """Bring everybody's roles up to today's posts; the users that changed."""
    wanted = _wanted_today()
    held = _held()
    changed = sorted(user for user in {*wanted, *held} if wanted[user] != held[user])
    for user in changed:
        follow_posts(user)
    return changed


def _wanted_today() -> defaultdict[str, set[str]]:
    return _by_user((held.user, ROLE_OF_POST[held.post]) for held in holders_on(today()))


def _held() -> defaultdict[str, set[str]]:
    rows = frappe.get_all(
        "Has Role",
        filters={"parenttype": "User", "role": ["in", sorted(_ROLES)]},
        fields=["parent", "role"],
        order_by="parent asc, role asc",
        limit=0,
    )
    # Frappe gives the administrator every role there is.
    return _by_user((row.parent, row.role) for row in rows if row.parent != "Administrator")


def _by_user(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    grouped: defaultdict[str, set[str]] = defaultdict(set)
    for user, role in pairs:
        grouped[user].add(role)
    return grouped
