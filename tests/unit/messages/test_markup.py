"""A page of the shop is words with a few marks: nothing in it is ever markup by itself."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.messages.markup import to_html, to_text

ALLOWED = {"p", "br", "h2", "h3", "h4", "ul", "li", "strong", "a"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Een.\nTwee.\n\nDrie.", "<p>Een.<br>Twee.</p>\n<p>Drie.</p>"),
        ("## Kop\nTekst", "<h2>Kop</h2>\n<p>Tekst</p>"),
        ("- een\n- **twee**", "<ul><li>een</li><li><strong>twee</strong></li></ul>"),
        ("[wij](https://a.example/?b=1&c=2)",
         '<p><a href="https://a.example/?b=1&amp;c=2">wij</a></p>'),
        ("[wij](/page/contact)", '<p><a href="/page/contact">wij</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("# Kop", "<h2>Kop</h2>"),
        ("### Kop", "<h3>Kop</h3>"),
        ("- een\n  gaat verder", "<ul><li>een gaat verder</li></ul>"),
        ("[bel](tel:+31301234567)", '<p><a href="tel:+31301234567">bel</a></p>'),
        ("[x](javascript:x)", "<p>x</p>"),
        ("[x](//a.example)", "<p>x</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_marks_become_html_and_the_rest_stays_words(text, html):
    assert to_html(text) == html


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


marks = st.text(st.sampled_from("ab<>\"'&[]()*#- \n/:jh") | st.characters(), max_size=60)


@given(st.lists(st.sampled_from(["<a href='x'>", "[a](https://b\" onclick=x)", "**", "## ", "- "])
                | marks, max_size=6).map("".join))  # fmt: skip
def test_no_text_whatever_brings_a_tag_or_attribute_of_its_own(text):
    reader = Tags()
    reader.feed(to_html(text))
    for tag, attributes in reader.seen:
        assert tag in ALLOWED
        assert set(attributes) <= {"href"}
        assert (
            str(attributes.get("href", "/"))
            .lower()
            .startswith(("http://", "https://", "mailto:", "tel:", "/", "#"))
        )


def test_a_mail_shows_the_words_without_the_marks():
    assert (
        to_text("## Kop\n**Lees** [dit](https://a.example)") == "Kop\nLees dit (https://a.example)"
    )
