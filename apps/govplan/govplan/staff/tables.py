"""Tables inside a plain form: a field of row 2 of `demands` is sent as `topic__demands.2`."""

import frappe

SPARE_ROWS = 2


def typed_rows(form, table: str, fields: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows the form holds, in order; rows left blank are none."""
    rows = []
    place = 1
    while f"{fields[0]}__{table}.{place}" in form:
        row = {field: (form.get(f"{field}__{table}.{place}") or "").strip() for field in fields}
        if any(row.values()):
            row["name"] = form.get(f"name__{table}.{place}") or ""
            rows.append(row)
        place += 1
    return rows


def shown_rows(stored: list, typed: list | None, spare: int = SPARE_ROWS) -> list:
    """The rows to draw: what was typed, else what is stored, then `spare` blank ones."""
    rows = [
        frappe._dict(row if isinstance(row, dict) else row.as_dict()) for row in typed or stored
    ]
    rows += [frappe._dict() for _unused in range(spare)]
    return rows
