"""What search engines read: schema.org as JSON-LD, a block of data that no browser runs."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from klantkluis.core.money import from_cents
from klantkluis.core.vat import PriceBasis
from klantkluis.messages.markup import to_text
from klantkluis.messages.published import Category, ShownProduct
from klantkluis.site.shop.goods import image_of, most_of
from klantkluis.site.shop.prices import price_of
from klantkluis.site.shop.visit import Visit

_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}
type Thing = dict[str, Any]


def as_block(things: Iterable[Thing]) -> SafeString:
    """Write things as a block of data; no text in them can end the block."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def organization(visit: Visit) -> Thing:
    """Say who sells."""
    us = visit.settings.identity
    said = {
        "@type": "Organization",
        "@id": f"{visit.origin}/#us",
        "name": us.name,
        "url": f"{visit.origin}{visit.root}",
        "telephone": us.phone,
        "email": us.email,
        "vatID": us.vat_number,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": f"{us.street} {us.house_number}".strip(),
            "postalCode": us.postcode,
            "addressLocality": us.town,
            "addressCountry": us.country,
        },
    }
    return {name: value for name, value in said.items() if value}


def website(visit: Visit) -> Thing:
    """Say what this site is, and how it is searched."""
    return {
        "@type": "WebSite",
        "name": visit.settings.name,
        "url": f"{visit.origin}{visit.root}",
        "inLanguage": visit.language,
        "publisher": {"@id": f"{visit.origin}/#us"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{visit.origin}{visit.root}search/?q={{q}}",
            "query-input": "required name=q",
        },
    }


def breadcrumbs(visit: Visit, way: Iterable[Category], last: str = "") -> Thing:
    """Say where a page stands."""
    steps = [(visit.say(each.name), f"categories/{each.slug}/") for each in way]
    listed: list[Thing] = [
        {
            "@type": "ListItem",
            "position": number,
            "name": name,
            "item": f"{visit.origin}{visit.root}{path}",
        }
        for number, (name, path) in enumerate([(visit.settings.name, ""), *steps], start=1)
    ]
    if last:
        listed.append({"@type": "ListItem", "position": len(listed) + 1, "name": last})
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def product_data(product: ShownProduct, visit: Visit) -> Thing:
    """Say what is for sale, and for how much including VAT: what a consumer pays."""
    images = [image_of(picture, visit) for picture in product.pictures]
    said = {
        "@type": "Product",
        "name": visit.say(product.name),
        "sku": product.sku,
        "gtin": product.barcode if product.barcode.isdecimal() else "",
        "description": visit.say(product.summary) or to_text(visit.say(product.description)),
        "image": [f"{visit.origin}{image.src}" for image in images if image],
        "brand": (
            {"@type": "Brand", "name": product.maker.name}
            if product.maker and product.maker.name
            else None
        ),
        "offers": _offer(product, visit),
    }
    return {name: value for name, value in said.items() if value}


def _offer(product: ShownProduct, visit: Visit) -> Thing:
    price = price_of(product, visit.settings, visit.today, PriceBasis.GROSS)
    if most_of(product, visit.settings) == 0:
        availability = "OutOfStock"
    else:
        availability = "BackOrder" if product.stock == 0 else "InStock"
    return {
        "@type": "Offer",
        "url": f"{visit.origin}{visit.root}products/{product.slug}/",
        "price": str(from_cents(price.cents)),
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{availability}",
        "itemCondition": "https://schema.org/NewCondition",
        "seller": {"@id": f"{visit.origin}/#us"},
    }
