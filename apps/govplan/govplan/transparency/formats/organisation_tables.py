"""The organisation as tables: texts, units, functions, relations, posts."""

from collections.abc import Iterator
from typing import Any

from frappe import _

from govplan.transparency.tables import Column, Row, Table


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """Units first, which the edition is read by; then what each of them has, and the texts."""
    return (
        _units(content),
        _functions(content),
        _relations(content),
        _posts(content),
        _texts(content),
    )


def _units(content: dict[str, Any]) -> Table:
    """Its first columns are those the law asks for: superior level, unit, level of processes."""
    names = {unit["code"]: unit["name"] for unit in content["units"]}
    columns = _columns(
        _("Superior level"),
        _("Unit"),
        _("Level of the processes"),
        _("Code"),
        _("Acronym"),
        _("Kind"),
        _("Objective"),
        _("Mission"),
        _("Legal basis"),
        _("Valid from"),
        _("Valid to"),
        _("Merged into"),
        _("Earlier names"),
    )
    headings = {one["name"]: one["heading"] or _(one["name"]) for one in content["families"]}
    rows = tuple(
        Row(
            (
                names.get(unit["parent"], ""),
                unit["name"],
                headings.get(unit["process_family"], unit["process_family"]),
                unit["code"],
                unit["acronym"],
                _(unit["kind"]),
                unit["objective"],
                unit["mission"],
                unit["legal_basis"],
                unit["valid_from"] or "",
                unit["valid_to"] or "",
                unit["merged_into_name"],
                "; ".join(
                    _("{0} (until {1})").format(n["name"], n["until"])
                    for n in unit["earlier_names"]
                ),
            ),
            unit["name"],
        )
        for unit in content["units"]
    )
    return Table(_("Organisation"), columns, rows)


def _functions(content: dict[str, Any]) -> Table:
    columns = _columns(_("Unit"), _("Function"), _("Legal basis"))
    rows = tuple(
        Row(
            (unit["name"], one["function"], one["legal_basis"]),
            f"{unit['name']} / {one['function']}",
        )
        for unit, one in _each(content, "functions")
    )
    return Table(_("Functions"), columns, rows)


def _relations(content: dict[str, Any]) -> Table:
    columns = _columns(
        _("Unit"), _("Relation"), _("With"), _("And with"), _("In detail"), _("Legal basis")
    )
    rows = tuple(
        Row(
            (
                unit["name"],
                *(one[key] for key in ("relation", "with_name", "and_with_name")),
                *(one[key] for key in ("detail", "legal_basis")),
            ),
            f"{unit['name']} / {one['relation']} / {one['with_name']}",
        )
        for unit, one in _each(content, "relations")
    )
    return Table(_("Relations"), columns, rows)


def _posts(content: dict[str, Any]) -> Table:
    columns = _columns(
        _("Unit"),
        _("Post"),
        _("Holder"),
        _("Capacity"),
        _("Stands in for"),
        _("Decree or resolution no."),
        _("From"),
        _("To"),
    )
    rows = tuple(
        Row(
            (
                unit["name"],
                one["title"] or _(one["post"]),
                one["holder"] or _("Vacant"),
                _(one["capacity"]) if one["capacity"] else "",
                one["on_behalf_of"],
                one["instrument"],
                one["from"] or "",
                one["to"] or "",
            ),
            f"{unit['name']} / {one['title'] or _(one['post'])}",
        )
        for unit, one in _each(content, "posts")
    )
    return Table(_("Posts"), columns, rows)


def _texts(content: dict[str, Any]) -> Table:
    texts = [(_("Mission"), content["mission"]), (_("Vision"), content["vision"])]
    texts += [
        (_("Principle {0}").format(at), one) for at, one in enumerate(content["principles"], 1)
    ]
    rows = tuple(Row((label, value), label) for label, value in texts if value)
    return Table(_("Mission, vision and principles"), _columns(_("Field"), _("Value")), rows)


def _each(content: dict[str, Any], table: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return ((unit, one) for unit in content["units"] for one in unit[table])


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading) for heading in headings)
