"""The organisation as its last edition shows it."""

from typing import Any

from govplan.organisation.chart import nested


def chart_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The units that exist, each with its `children`; gives the roots."""
    return nested([{**unit} for unit in _living(content)], "code", "parent")


def ended_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The units that have ended, the last one first."""
    ended = [unit for unit in content["units"] if unit["has_ended"]]
    return sorted(ended, key=lambda unit: unit["valid_to"], reverse=True)


def unit_of(content: dict[str, Any] | None, code: str) -> dict[str, Any] | None:
    """The unit of that code, or None."""
    return next((unit for unit in (content or {}).get("units", []) if unit["code"] == code), None)


def related_to(content: dict[str, Any] | None, code: str) -> list[dict[str, Any]]:
    """What other units say they are to this one: {unit, unit_name, relation}."""
    return [
        {"unit": unit["code"], "unit_name": unit["name"], "relation": one["relation"]}
        for unit in (content or {}).get("units", [])
        for one in unit["relations"]
        if code in (one["with"], one["and_with"])
    ]


def relations_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Every relation with the unit that has it: the unit's `unit` and `unit_name`."""
    return [
        {"unit": unit["code"], "unit_name": unit["name"], **one}
        for unit in _living(content)
        for one in unit["relations"]
    ]


def _living(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [unit for unit in content["units"] if not unit["has_ended"]]
