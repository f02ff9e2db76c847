"""Every page names who may see it: strangers go to log-in, colleagues without the right stop."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from klantkluis.core.roles import Role

PUBLIC = {
    "access:log-in",
    "access:join",
    "access:language",
    "access:theme",
    "setup:welcome",
}


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from patterns(each, inner)
        else:
            yield f"{space}{each.name}", each


PAGES = dict(patterns(get_resolver()))


def test_every_page_says_who_may_see_it():
    silent = [name for name, page in PAGES.items() if not hasattr(page.callback, "allowed_roles")]
    assert silent == []


def test_only_the_doors_are_open_to_strangers():
    assert {n for n, page in PAGES.items() if page.callback.allowed_roles is None} == PUBLIC


@pytest.mark.parametrize("name", sorted(set(PAGES) - PUBLIC))
def test_a_stranger_is_led_to_log_in(name, as_stranger, rf):
    request = rf.get("/somewhere/")
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    arguments = dict.fromkeys(PAGES[name].pattern.converters, 1)
    answer = PAGES[name].callback(request, **arguments)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/log-in/?next=/somewhere/")


@pytest.mark.parametrize(
    "name", sorted(n for n, p in PAGES.items() if getattr(p.callback, "allowed_roles", None))
)
def test_a_colleague_without_the_right_is_stopped(name, staff, rf):
    from django.core.exceptions import PermissionDenied

    page = PAGES[name].callback
    others = set(Role) - set(page.allowed_roles) - {Role.OWNER}
    request = rf.get("/somewhere/")
    request.user = staff(*sorted(others))
    with pytest.raises(PermissionDenied):
        page(request, **dict.fromkeys(PAGES[name].pattern.converters, 1))


def test_the_page_for_a_colleague_without_the_right_names_nobody(browser_of):
    answer = browser_of(Role.WAREHOUSE).get("/colleagues/")
    assert answer.status_code == 403
    assert "Not for your account" in answer.content.decode()


def test_htmx_of_somebody_who_was_logged_out_takes_the_whole_page_to_log_in(as_stranger):
    answer = as_stranger.get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "/customers/"}
    )
    assert answer["HX-Redirect"] == "/log-in/?next=/customers/"


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(as_owner: Client):
    policy = as_owner.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
