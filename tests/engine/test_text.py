"""Text goes out escaped, comes in cleaned, and becomes names."""

from html.parser import HTMLParser

import pytest

from frappe_embedded import text


def test_escaping_covers_both_quotes():
    assert text.escape_html("<a b='c' d=\"e\">&") == (
        "&lt;a b=&#x27;c&#x27; d=&quot;e&quot;&gt;&amp;"
    )


def test_stripping_leaves_entities():
    assert text.strip_html("<p>1 &lt; <b>2</b></p>") == "1 &lt; 2"


@pytest.mark.parametrize(
    "untouched", ["plain", "1 < 2 > 0", '{"a":"<script>"}', "<b>bold</b>", "a & b"]
)
def test_harmless_text_comes_back_as_it_is(untouched):
    assert text.sanitize_html(untouched) == untouched


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<img src="x.png" onerror="alert(1)">', '<img src="x.png">'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<p style="color: red; position: fixed">x</p>', '<p style="color:red">x</p>'),
        ("<IFRAME src=x></IFRAME>y", "&lt;IFRAME src=x&gt;&lt;/IFRAME&gt;y"),
    ],
)
def test_what_could_run_does_not_get_through(given, kept):
    assert text.sanitize_html(given) == kept


@pytest.mark.parametrize(
    "attack",
    [
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<svg/onload=alert(1)>",
        "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
        "<style><img src='</style><img src=x onerror=alert(1)//'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<!--<img src='--><img src=x onerror=alert(1)//'>",
    ],
)
def test_nested_and_broken_markup_is_harmless_too(attack):
    found = Markup(text.sanitize_html(attack))
    assert not found.tags - {"img", "p", "a", "b"}
    assert not {name for name in found.attributes if name.startswith("on")}


class Markup(HTMLParser):
    """The tags and attributes a browser would see."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)


def test_addresses_of_pages_keep_accents():
    assert text.slug("Árbol Niño 1") == "árbol-niño-1"
    assert text.scrub("Árbol Niño-1") == "árbol_niño_1"
    assert text.unscrub("plan_node") == "Plan Node"


@pytest.mark.parametrize(
    ("address", "good"), [("a@b", False), ("ana@example.org", True), ("a..b@example.org", False)]
)
def test_an_email_address_has_a_domain(address, good):
    assert text.is_email(address) is good


def test_a_web_address_has_scheme_and_host():
    assert text.is_url("https://example.org/x")
    assert not text.is_url("example.org")
    assert not text.is_url("javascript:alert(1)")
    assert text.is_url("ftp://example.org", ("ftp",))


def test_random_texts_have_the_length_asked_for():
    assert len(text.generate_hash(length=9)) == 9
    assert text.generate_hash() != text.generate_hash()
    assert text.random_string(12).isalpha()
