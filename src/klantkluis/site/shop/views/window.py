"""The shop window: home, categories, products, reductions, search and pages of text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klantkluis.core.vat import PriceBasis
from klantkluis.messages.markup import to_html, to_text
from klantkluis.messages.published import ShownProduct
from klantkluis.site.models import ProductEntry
from klantkluis.site.shop.entries import REDUCED
from klantkluis.site.shop.goods import card_of, card_texts, cards_of, image_of, most_of
from klantkluis.site.shop.listing import (
    LONGEST_QUERY,
    Listed,
    Place,
    Sort,
    entries_with,
    listed_in,
    page_of,
    terms_of,
)
from klantkluis.site.shop.parts import Part, made, show
from klantkluis.site.shop.showing import facts_of
from klantkluis.site.shop.structured import breadcrumbs, organization, product_data, website
from klantkluis.site.shop.visit import Visit, in_the_shop, unless_known

SHOWCASE = 8


@require_safe
@in_the_shop
@unless_known
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the shop is about: its categories, a choice of products, and reductions."""
    return show(request, visit, "home", lambda: _home(visit))


@require_safe
@in_the_shop
@unless_known
def category(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Show the products in a category and below it, one page of them."""
    if slug not in visit.shop.categories:
        raise Http404
    sort, place = _asked(request)
    key = ("category", slug, sort, place)
    return show(request, visit, key, lambda: _category(visit, slug, sort, place))


@require_safe
@in_the_shop
@unless_known
def reductions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what costs less than before."""
    sort, place = _asked(request)
    return show(request, visit, ("reductions", sort, place), lambda: _reduced(visit, sort, place))


@require_safe
@in_the_shop
@unless_known
def product_page(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Show a product with everything that a buyer must be able to know of it."""
    sku = ProductEntry.objects.filter(slug=slug).values_list("sku", flat=True).first()
    found = visit.shop.product(sku) if sku is not None else None
    if found is None:
        raise Http404
    return show(request, visit, ("product", sku), lambda: _product(visit, found))


@require_safe
@in_the_shop
@unless_known
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the products in which each of the typed words begins a word."""
    typed = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "").split())
    sort, place = _asked(request)
    key = ("search", typed, sort, place)
    return show(request, visit, key, lambda: _search(visit, typed, sort, place))


@require_safe
@in_the_shop
@unless_known
def page(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Show a page of text that the business wrote."""
    if name not in visit.shop.pages:
        raise Http404
    return show(request, visit, ("page", name), lambda: _page(visit, name))


@require_safe
@in_the_shop
@unless_known
def withdrawal_right(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the right of withdrawal with the model form (BW 6:230m(1)(h), annex I B)."""
    title = _("Right of withdrawal")
    return show(request, visit, "withdrawal-right", lambda: made(
        visit, "site/shop/withdrawal_right.html", {}, title=title, path="withdrawal-right/",
    ))  # fmt: skip


@require_safe
@in_the_shop
@unless_known
def guarantee(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the notice of the legal guarantee of conformity (Directive (EU) 2024/825)."""
    title = _("Legal guarantee")
    return show(request, visit, "guarantee", lambda: made(
        visit, "site/shop/guarantee.html", {}, title=title, path="guarantee/",
    ))  # fmt: skip


def _html(text: str, *, below: int = 1) -> SafeString:
    # Escaped there; only the marks of the small Markdown become tags.
    return mark_safe(to_html(text, below=below))  # noqa: S308


def _asked(request: HttpRequest) -> tuple[Sort, Place]:
    asked = request.GET.get("sort", "")
    sort = Sort(asked) if asked in set(Sort) else Sort.ORDER
    return sort, Place.read(request.GET.get("after", ""), request.GET.get("before", ""))


def _home(visit: Visit) -> Part:
    chosen = page_of(ProductEntry.objects.all(), Sort.ORDER, Place(), visit.language, size=SHOWCASE)
    reduced = listed_in([REDUCED], Sort.ORDER, Place(), visit.language)
    less = _still_less(reduced.skus, visit)[:SHOWCASE]
    others = tuple(sku for sku in chosen.skus if sku not in less)[:SHOWCASE]
    context = {
        "welcome": _html(visit.say(visit.settings.welcome)),
        "tagline": visit.say(visit.settings.tagline),
        "tops": _tops(visit),
        "cards": card_texts(others, visit),
        "reduced": card_texts(less, visit),
    }
    description = visit.say(visit.settings.tagline) or to_text(visit.say(visit.settings.welcome))
    return made(
        visit, "site/shop/home.html", context, title=visit.settings.name, path="",
        description=description, things=[organization(visit), website(visit)],
    )  # fmt: skip


def _tops(visit: Visit) -> list[tuple[str, str, str]]:
    return [
        (each.slug, visit.say(each.name), to_text(visit.say(each.description)))
        for each in visit.shop.below("")
    ]


def _still_less(skus: tuple[str, ...], visit: Visit) -> tuple[str, ...]:
    """Leave out what has no reduction today."""
    return tuple(card.sku for card in cards_of(skus, visit) if card.prior)


def _list(visit: Visit, listed: Listed, sort: Sort, place: Place, path: str) -> dict[str, object]:
    """Give what every list shows: its cards, its order, and the pages before and after."""
    return {
        "cards": card_texts(listed.skus, visit),
        "listed": listed,
        "sort": sort,
        "sorts": [
            (Sort.ORDER, _("Our choice first")),
            (Sort.PRICE, _("Cheapest first")),
            (Sort.PRICE_DOWN, _("Most expensive first")),
            (Sort.NAME, _("By name")),
        ],
        "path": f"{visit.root}{path}",
        "goes_on": bool(place.sku),
    }


def _category(visit: Visit, slug: str, sort: Sort, place: Place) -> Part:
    it = visit.shop.categories[slug]
    listed = listed_in(visit.shop.all_below(slug), sort, place, visit.language)
    way = visit.shop.above(slug)
    path = f"categories/{slug}/"
    context = {
        **_list(visit, listed, sort, place, path),
        "title": visit.say(it.name),
        "description": _html(visit.say(it.description)),
        "way": [(each.slug, visit.say(each.name)) for each in way[:-1]],
        "below": [(each.slug, visit.say(each.name)) for each in visit.shop.below(slug)],
    }
    return made(
        visit, "site/shop/category.html", context, title=visit.say(it.name), path=path,
        description=to_text(visit.say(it.description)), things=[breadcrumbs(visit, way)],
        listed=not place.sku,
    )  # fmt: skip


def _reduced(visit: Visit, sort: Sort, place: Place) -> Part:
    listed = listed_in([REDUCED], sort, place, visit.language)
    context = _list(visit, listed, sort, place, "reductions/")
    context["cards"] = card_texts(_still_less(listed.skus, visit), visit)
    return made(
        visit, "site/shop/reductions.html", context, title=_("Reduced"), path="reductions/",
        listed=not place.sku,
    )  # fmt: skip


def _search(visit: Visit, typed: str, sort: Sort, place: Place) -> Part:
    terms = terms_of(typed)
    found = page_of(entries_with(terms), sort, place, visit.language) if terms else Listed(())
    context = {
        **_list(visit, found, sort, place, "search/"),
        "typed": typed,
        "tops": _tops(visit),
    }
    title = _("Search: %(words)s") % {"words": typed} if typed else _("Search")
    return made(visit, "site/shop/search.html", context, title=title, path="search/", listed=False)


def _product(visit: Visit, it: ShownProduct) -> Part:
    home_of = next((each for each in it.categories if each in visit.shop.categories), "")
    way = visit.shop.above(home_of)
    images = [image for image in (image_of(each, visit) for each in it.pictures) if image]
    context = {
        "product": it,
        "card": card_of(it, visit),
        "images": images,
        "facts": facts_of(it, visit),
        "most": most_of(it, visit.settings),
        "net": visit.basis is PriceBasis.NET,
        "description": _html(visit.say(it.description), below=2),
        "way": [(each.slug, visit.say(each.name)) for each in way],
    }
    name = visit.say(it.name)
    return made(
        visit, "site/shop/product.html", context, title=name, path=f"products/{it.slug}/",
        description=visit.say(it.summary) or to_text(visit.say(it.description)),
        things=[product_data(it, visit), breadcrumbs(visit, way, name), organization(visit)],
        image=images[0].src if images else "",
    )  # fmt: skip


def _page(visit: Visit, name: str) -> Part:
    it = visit.shop.pages[name]
    title = visit.say(it.title)
    context = {"title": title, "body": _html(visit.say(it.body))}
    return made(
        visit, "site/shop/text.html", context, title=title, path=f"pages/{name}/",
        description=to_text(visit.say(it.body)),
    )  # fmt: skip
