"""Source texts are looked up without blanks and markup, by context, in the reader's language."""

import ast
import re
from pathlib import Path

import pytest

from frappe_embedded import translate
from frappe_embedded.cache import forget
from frappe_embedded.context import local
from frappe_embedded.translate import _, _lt

ENGINE = Path(__file__).parents[2] / "apps" / "frappe_embedded" / "frappe_embedded"


@pytest.fixture
def words(db, tmp_path, monkeypatch):
    """A csv of Spanish words."""
    rows = 'Open,Abierto\nOpen,Abrir,Button\n"Row {0}","Fila {0}"\nEmpty,\nSay "x", Diga\n'
    (tmp_path / "es.csv").write_text(rows, "utf-8")
    (tmp_path / "es-EC.csv").write_text("Open,Abierto ya\n", "utf-8")
    monkeypatch.setattr(translate, "files_of", [lambda lang: [tmp_path / f"{lang}.csv"]])
    local.lang = "es"
    return tmp_path


@pytest.mark.usefixtures("words")
class TestLookingUp:
    def test_blanks_and_markup_do_not_count(self):
        assert _("Open") == _(" Open\n") == _("<b>Open</b>") == "Abierto"

    def test_what_nobody_translated_stays(self):
        assert (_("Closed"), _("Empty"), _(" <i>Closed</i>")) == (
            "Closed",
            "Empty",
            " <i>Closed</i>",
        )

    def test_a_context_comes_first_and_falls_back(self):
        assert _("Open", context="Button") == "Abrir"
        assert _("Open", context="Other") == "Abierto"

    def test_places_are_filled_afterwards(self):
        assert _("Row {0}").format(3) == "Fila 3"

    def test_a_region_takes_its_languages_words(self):
        assert _("Open", "es-EC") == "Abierto ya"
        assert _("Row {0}", "es-EC") == "Fila {0}"

    def test_english_is_the_source(self):
        assert _("Open", "en") == "Open"

    def test_lazy_words_follow_the_reader(self):
        lazy = _lt("Open")
        assert f"{lazy}" == str(lazy) == "Abierto"
        assert _lt("Row {0}").format(1) == "Fila 1"
        local.lang = "en"
        assert str(lazy) == "Open"

    def test_the_first_language_somebody_translates_into_is_taken(self):
        assert translate.best_language([None, "qu", "es", "en"]) == "es"
        assert translate.best_language(["en-GB", "es"]) == "en-GB"
        assert translate.best_language(["qu"]) is None


def test_words_are_read_again_when_asked(words):
    assert _("Closed") == "Closed"
    (words / "es.csv").write_text("Closed,Cerrado\n", "utf-8")
    assert _("Closed") == "Closed"
    forget(translate.MEMORY)
    assert _("Closed") == "Cerrado"


def sources() -> set[str]:
    """Every text the engine gives to `_` or `_lt`, in Python and in its templates."""
    found = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "_lt"):
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.add(text.value.strip())
    for path in ENGINE.rglob("*.html"):
        found.update(
            quoted[1] for quoted in re.findall(r"_\((['\"])(.+?)\1", path.read_text("utf-8"))
        )
    return found


def test_the_engine_speaks_spanish():
    spanish = translate.read_csv(ENGINE / "translations" / "es.csv")
    assert sorted(sources() - set(spanish)) == []


def test_a_translation_has_the_places_of_its_source():
    spanish = translate.read_csv(ENGINE / "translations" / "es.csv")
    places = re.compile(r"\{\w*\}")
    assert [
        source
        for source, text in spanish.items()
        if sorted(places.findall(source)) != sorted(places.findall(text))
    ] == []
