"""Whatever anybody sends to whatever page, the site answers, and never with a fault of its own."""

import os
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")
NAMES = re.compile(r'name="([^"]+)"')
METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
nasty = st.sampled_from(
    [
        "", " ", "0", "-1", "1e9", "9" * 400, "NaN", "x" * 5000, "\x00", "../../etc/passwd",
        "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "%00", "\u202e", "😀" * 30,
        "NL91ABNA0417164300", "a@b", "a@b\r\nBcc: c@d", "=cmd()", "W-", str(uuid4()),
    ]
)  # fmt: skip
values = st.one_of(nasty, texts)
cookie_texts = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=200)
"""A header has no other signs."""
parts = {
    "int": st.integers(0, 2**70).map(str),
    "slug": st.from_regex(r"[-a-zA-Z0-9_]{1,60}", fullmatch=True),
    "uuid": st.uuids().map(str),
    "path": st.from_regex(r"[a-z0-9/._-]{1,60}", fullmatch=True),
    "str": st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="/?#"), min_size=1, max_size=60
    ),
}


def routes() -> Iterator[str]:
    """Give the route of every page, with its converters."""

    def below(resolver: URLResolver, before: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            route = before + str(each.pattern).lstrip("^").rstrip("$")
            if isinstance(each, URLPattern):
                yield route
            else:
                yield from below(each, route)

    yield from dict.fromkeys(below(get_resolver(), "/"))


ROUTES = list(routes())


def paths(route: str) -> st.SearchStrategy[str]:
    """Give paths of a route, with anything in its converted parts."""
    pieces = CONVERTED.split(route)
    literals, kinds = pieces[::3], pieces[1::3]
    chosen = st.tuples(*(parts.get(kind or "str", parts["str"]) for kind in kinds))
    return chosen.map(
        lambda found: "".join(
            text + part for text, part in zip(literals, [*found, ""], strict=True)
        )
    )


def field_names(client: Client) -> list[str]:
    """Gather the names of all fields of all forms that a visitor can see."""
    found = {"csrfmiddlewaretoken", "List-Unsubscribe", "id", "q"}
    for route in ROUTES:
        if "<" not in route:
            answer = client.get(route)
            content = b"" if answer.streaming else answer.content
            found.update(NAMES.findall(content.decode("utf-8", "replace")))
    return sorted(found)


@pytest.fixture
def visitor(office) -> Client:
    return Client(raise_request_exception=False)


def test_there_are_pages_to_try():
    assert len(ROUTES) >= 1


@pytest.mark.parametrize("route", ROUTES)
def test_no_page_breaks(route, visitor):
    names = st.sampled_from(field_names(visitor))
    cookies = st.sampled_from(["cart", "prices", "account", "form", "__Host-cart", "x"])

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        paths(route), st.sampled_from(METHODS), st.dictionaries(names, values, max_size=12),
        st.dictionaries(cookies, cookie_texts, max_size=3), st.booleans(),
    )  # fmt: skip
    def try_it(path, method, fields, kept, is_form):
        visitor.cookies.clear()
        for name, value in kept.items():
            visitor.cookies[name] = value
        if method == "POST":
            answer = visitor.post(path, fields) if is_form else visitor.generic(
                "POST", path, repr(fields).encode(), content_type="multipart/form-data; boundary=x"
            )  # fmt: skip
        else:
            answer = visitor.generic(method, path, QUERY_STRING="&".join(fields))
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        assert answer.status_code < 500, (method, path, answer.status_code)

    try_it()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\nfile\r\n--x--\r\n",
         "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Dispo", "multipart/form-data; boundary=x"),
        (b"\xff\xfe%zz=%", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"{", "application/json"),
    ],
    ids=["too long", "too many fields", "a file", "cut short", "no text", "json"],
)  # fmt: skip
def test_a_post_that_nobody_means_gets_an_answer(route, body, kind, visitor):
    path = CONVERTED.sub("x", route)
    answer = visitor.generic("POST", path, body, content_type=kind)
    assert answer.status_code < 500, (path, answer.status_code)
