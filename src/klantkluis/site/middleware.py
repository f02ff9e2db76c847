"""Around each page of the site: its language, where a form comes from, and what a browser keeps."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from klantkluis.site.errors import from_elsewhere

type Answer = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MACHINES = ("/office/", "/payments/", "/unsubscribe/", "/en/unsubscribe/")
"""Where no browser page posts from: signed questions of the office, payment providers, and mail
programs that unsubscribe by one click (RFC 8058)."""


def language(get_response: Answer) -> Answer:
    """Let the path decide the language: English under /en/, Dutch elsewhere; no cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        code = "en" if request.path_info.startswith("/en/") else "nl"
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return answer


def same_origin(get_response: Answer) -> Answer:
    """Take a form only from a page of this site, as far as the browser says where it comes from."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not request.path_info.startswith(MACHINES):
            site = request.headers.get("Sec-Fetch-Site", "same-origin")
            origin = request.headers.get("Origin")
            other = origin is not None and urlsplit(origin).netloc != request.get_host()
            if site not in {"same-origin", "none"} or other:
                return from_elsewhere(request)
        return get_response(request)

    return answer


def keep_nothing(get_response: Answer) -> Answer:
    """Let no browser or cache keep a page, unless the page itself says that it may."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
