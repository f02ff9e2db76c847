"""A look at the shop: what is published, in which language and price basis, and what is wanted."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from klantkluis import __version__
from klantkluis.core.vat import HOME, PriceBasis
from klantkluis.messages.published import ShopSettings, Texts, said_in
from klantkluis.site.errors import sorry
from klantkluis.site.place import here
from klantkluis.site.shop import clock
from klantkluis.site.shop.cart import Cart, cart_of
from klantkluis.site.shop.prices import rate_tables
from klantkluis.site.window import Shop, shop

BASIS_DAYS: Final = 365
_LOOKED: Final = "klantkluis.visit"


def basis_cookie() -> str:
    """Give the name of the cookie that keeps the choice of prices with or without VAT."""
    return "prices" if here().plays else "__Host-prices"


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page of the shop needs to know of a request; nothing of the person."""

    shop: Shop
    settings: ShopSettings
    language: str
    basis: PriceBasis
    cart: Cart
    today: date
    origin: str

    @property
    def root(self) -> str:
        """Where the pages of this language begin."""
        return root_of(self.language)

    @property
    def key(self) -> tuple[object, ...]:
        """On what a part of a page depends, apart from what it is about."""
        return (self.language, self.basis, self.today, self.origin)

    def say(self, texts: Texts) -> str:
        """Give a published text in the language of the page."""
        return said_in(texts, self.language)


def root_of(language: str) -> str:
    """Give where the pages of a language begin."""
    return "/en/" if language == "en" else "/"


def language_of(request: HttpRequest) -> str:
    """Give the language of a page, as its path says."""
    return "en" if request.path_info.startswith("/en/") else "nl"


def visit_of(request: HttpRequest) -> Visit | None:
    """Look at the shop; None as long as there is none, or nobody knows its rates of VAT.

    A request looks once: its page and what stands around it are of one edition.
    """
    if _LOOKED not in request.META:
        request.META[_LOOKED] = _look(request)
    looked: Visit | None = request.META[_LOOKED]
    return looked


def _look(request: HttpRequest) -> Visit | None:
    now = shop()
    if now.settings is None:
        return None
    if not now.settings.small_business and HOME not in rate_tables(now.settings.rates):
        return None
    chosen = request.COOKIES.get(basis_cookie(), now.settings.show_prices)
    return Visit(
        shop=now,
        settings=now.settings,
        language=language_of(request),
        basis=PriceBasis(chosen) if chosen in set(PriceBasis) else PriceBasis.GROSS,
        cart=cart_of(request),
        today=clock.today(),
        origin=f"{request.scheme}://{request.get_host()}",
    )


type ShopView[**P] = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def in_the_shop[**P](view: ShopView[P]) -> View[P]:
    """Give a view what is published; say so as long as there is no shop."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = visit_of(request)
        if visit is None:
            return not_open(request)
        return view(request, visit, *args, **kwargs)

    return answer


def not_open(request: HttpRequest) -> HttpResponse:
    """Say that there is no shop yet."""
    text = _("The shop is being set up. Please come back later.")
    return sorry(request, _("Not open yet"), text, 503)


def unless_known[**P](view: ShopView[P]) -> ShopView[P]:
    """Spare a browser a page that it has already: same edition, day, cart and choices.

    The page may be kept by this one browser, which asks each time whether it still holds.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        said = (request.get_full_path(), visit.shop.edition, visit.cart.count, *visit.key)
        digest = hashlib.sha256(repr((__version__, *said)).encode()).hexdigest()[:24]
        etag = f'W/"{digest}"'
        known = request.headers.get("If-None-Match") == etag
        response: HttpResponseBase = HttpResponseNotModified()
        if not known:
            response = view(request, visit, *args, **kwargs)
        if response.status_code in {200, 304}:
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return answer
