"""Spanish is complete: every string of the app that a person may see has its translation."""

import ast
import csv
import json
import re
from pathlib import Path

APP = Path(__file__).parents[2] / "apps" / "govplan" / "govplan"
# A call of _ in a template; the string may use either quote and hold escaped ones.
IN_TEMPLATE = re.compile(r"""(?<![\w.])_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")

DESK_FILES = [
    path
    for kind in ("workspace", "number_card", "dashboard_chart", "*_dashboard", "print_format")
    for path in APP.glob(f"*/{kind}/*/*.json")
]


def spanish() -> dict[str, str]:
    with (APP / "translations" / "es.csv").open(encoding="utf-8", newline="") as rows:
        return {row[0]: row[1] for row in csv.reader(rows) if row}


def strings_of_python() -> set[str]:
    found = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def strings_of_templates() -> set[str]:
    found = set()
    for path in APP.rglob("*.html"):
        for match in IN_TEMPLATE.finditer(path.read_text(encoding="utf-8")):
            found.add(ast.literal_eval(match[1]))
    return found


def strings_of_records() -> set[str]:
    """Labels, descriptions and Select options; options that are codes of one word stay."""
    found = set()
    for path in APP.rglob("doctype/*/*.json"):
        definition = json.loads(path.read_text(encoding="utf-8"))
        found.add(definition["name"])
        for field in definition["fields"]:
            found.update(filter(None, (field.get("label"), field.get("description"))))
            if field["fieldtype"] == "Select":
                options = field["options"].split("\n")
                found.update(option for option in options if option and not option.isdigit())
    return found - {"es", "en", "EC", "CO", "MX", "VE", "ec_a4", "ec_1_3", "open_data", "URL"}


def strings_of_desk() -> set[str]:
    """Names on the workspace, cards, charts and print formats, and what their templates say."""
    found = set()
    for path in DESK_FILES:
        record = json.loads(path.read_text(encoding="utf-8"))
        found.add(record["name"])
        found.update(row["label"] for row in record.get("links", []))
        found.update(row["label"] for row in record.get("shortcuts", []))
        texts = IN_TEMPLATE.finditer(record.get("html", ""))
        found.update(ast.literal_eval(match[1]) for match in texts)
    for path in APP.rglob("*.js"):
        found.update(re.findall(r'__\("([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def missing(strings: set[str]) -> list[str]:
    known = spanish()
    return sorted(text for text in strings if not known.get(text, "").strip())


def test_every_message_of_the_code_has_its_spanish():
    assert missing(strings_of_python()) == []


def test_every_text_of_the_pages_has_its_spanish():
    assert missing(strings_of_templates()) == []


def test_every_label_of_the_records_has_its_spanish():
    assert missing(strings_of_records()) == []


def test_placeholders_survive_translation():
    holes = re.compile(r"\{\w*\}")
    wrong = {
        source
        for source, target in spanish().items()
        if sorted(holes.findall(source)) != sorted(holes.findall(target))
    }
    assert wrong == set()


def test_no_source_is_translated_in_two_ways():
    with (APP / "translations" / "es.csv").open(encoding="utf-8", newline="") as rows:
        seen: dict[tuple[str, str], set[str]] = {}
        for row in filter(None, csv.reader(rows)):
            seen.setdefault((row[0], row[2] if len(row) > 2 else ""), set()).add(row[1])
    assert {key: found for key, found in seen.items() if len(found) > 1} == {}


def test_every_text_of_desk_has_its_spanish():
    assert len(DESK_FILES) > 5
    assert missing(strings_of_desk()) == []
