"""What is wrong with the descriptions of DocTypes, found before anybody clicks."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .descriptions import Problem
from .fieldtypes import (
    CHILD_FIELDS,
    KINDS,
    LAYOUT_TYPES,
    PARENT_FIELDS,
    STANDARD_FIELDS,
    TABLE_TYPES,
)
from .meta import Field, Meta
from .text import scrub

# Columns and attributes of every document.
RESERVED = {*STANDARD_FIELDS, *PARENT_FIELDS, "doctype", "flags", "meta", "get", "set", "append"}

Check = Callable[[Meta, dict[str, Meta]], Iterator[Problem]]


def check_doctypes(definitions: Iterable[dict[str, Any]]) -> Iterator[Problem]:
    """The faults of a set of descriptions, each DocType they refer to being among them."""
    known = {definition["name"]: Meta(definition) for definition in definitions}
    for meta in known.values():
        for check in _CHECKS:
            yield from check(meta, known)


def _field_types(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    for df in meta.fields:
        if df.fieldtype not in (*KINDS, *TABLE_TYPES, *LAYOUT_TYPES):
            yield _problem(
                meta, "E001", df, f"has the unknown type {df.fieldtype!r}", "Correct it."
            )


def _field_names(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    seen: set[str] = set()
    for df in meta.fields:
        if df.fieldname in seen:
            yield _problem(meta, "E002", df, "is there twice", "Remove or rename one.")
        seen.add(df.fieldname)
        taken = df.fieldname in RESERVED or (meta.istable and df.fieldname in CHILD_FIELDS)
        if taken or not re.fullmatch(r"[a-z][a-z0-9_]*", df.fieldname or ""):
            hint = "Use lower-case letters, digits and _, and no name of the framework."
            yield _problem(meta, "E003", df, "is no name for a field", hint)


def _field_order(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    if meta.field_order and set(meta.field_order) != {df.fieldname for df in meta.fields}:
        odd = sorted(set(meta.field_order) ^ {df.fieldname for df in meta.fields})
        yield _problem(
            meta, "E004", None, f"orders other fields than it has: {odd}", "Correct field_order."
        )


def _links(meta: Meta, known: dict[str, Meta]) -> Iterator[Problem]:
    for df in meta.fields:
        if df.fieldtype == "Link" and df.options not in known and df.options != "[Select]":
            hint = "Correct `options` or install the app that owns it."
            yield _problem(meta, "E012", df, f"links to {df.options!r}, which no app defines", hint)
        if df.fieldtype == "Dynamic Link" and not meta.has_field(df.options or ""):
            hint = "Name the field that holds the DocType in `options`."
            yield _problem(meta, "E013", df, f"takes its DocType from {df.options!r}", hint)


def _tables(meta: Meta, known: dict[str, Meta]) -> Iterator[Problem]:
    for df in meta.table_fields:
        child = known.get(df.options or "")
        if child is None or not child.istable:
            hint = "Name a DocType with `istable` in `options`."
            yield _problem(meta, "E011", df, f"has rows of {df.options!r}", hint)


def _fetches(meta: Meta, known: dict[str, Meta]) -> Iterator[Problem]:
    for df in meta.fields:
        link, _dot, source = (df.fetch_from or "").partition(".")
        if not link:
            continue
        target = known.get(meta.get_options(link) or "")
        if target is None or target.fieldtype(source) is None:
            hint = "Write `link_field.field` with a field the linked DocType has."
            yield _problem(meta, "E014", df, f"copies {df.fetch_from!r}", hint)


def _naming(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    autoname = meta.autoname or ""
    if autoname.startswith("field:") and not (meta.get_field(autoname[6:]) or Field()).unique:
        hint = "Add the field, with `unique`: the framework does not do it for files."
        yield _problem(meta, "E022", None, f"is named by {autoname[6:]!r}", hint)
    if autoname.startswith("naming_series:") and not meta.has_field("naming_series"):
        hint = "Add a Select `naming_series` with the series as options."
        yield _problem(meta, "E021", None, "is named by a series it does not have", hint)


def _needed_fields(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    needed = ["amended_from"] if meta.is_submittable else []
    needed += ["lft", "rgt", "is_group", "old_parent", meta.parent_field] if meta.is_tree else []
    for fieldname in needed:
        if not meta.has_field(fieldname):
            hint = "Add it: for files the framework does not."
            yield _problem(meta, "E020", None, f"needs the field {fieldname!r}", hint)


def _named_fields(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    named = [meta.title_field, meta.image_field, meta.is_published_field]
    named += (meta.search_fields or "").split(",")
    named += [part.split()[0] for part in (meta.sort_field or "").split(",") if part.split()]
    for fieldname in filter(None, (str(name or "").strip() for name in named)):
        if meta.fieldtype(fieldname) is None:
            yield _problem(meta, "E030", None, f"names the field {fieldname!r}", "It has none.")


def _permissions(meta: Meta, _known: dict[str, Meta]) -> Iterator[Problem]:
    levels = {int(df.permlevel or 0) for df in meta.fields}
    for rule in meta.permissions:
        if not rule.role:
            yield _problem(meta, "E031", None, "has a permission for no role", "Name the role.")
        if int(rule.permlevel or 0) not in levels | {0}:
            hint = "Give a field this level or remove the rule."
            yield _problem(meta, "E032", None, f"has no field of level {rule.permlevel}", hint)


def _problem(meta: Meta, code: str, df: Field | None, fault: str, hint: str) -> Problem:
    where = f"{meta.name}.{df.fieldname}" if df is not None else meta.name
    return Problem(f"meta.{code}", f"{where} ({scrub(meta.name)}.json) {fault}.", hint=hint)


_CHECKS: tuple[Check, ...] = (
    _field_types, _field_names, _field_order, _links, _tables, _fetches, _naming, _needed_fields,
    _named_fields, _permissions,
)  # fmt: skip
