"""The shop window but for its goods: settings, pages and categories."""

from collections.abc import Iterator
from datetime import date

from klantkluis.catalogue.queries import HOME, rate_tables
from klantkluis.catalogue.showing.categories import category_tree
from klantkluis.core.rates import DatedRate, RateTable
from klantkluis.core.treatment import EU
from klantkluis.customers.wordings import Wording, newsletter_wording
from klantkluis.foundation.company import company, taxed_how
from klantkluis.foundation.models import Company
from klantkluis.messages import published
from klantkluis.messages.published import Texts
from klantkluis.sales.vat import limit_is_passed
from klantkluis.shop.models import SiteLink
from klantkluis.shop.pages import pages, shown_page
from klantkluis.shop.selling import ShippingFields, ShopFields, shipping_methods

SHOP = "shop"


def texts(dutch: str, english: str, *, in_english: bool = True) -> Texts:
    """Give a text in the languages that it is there in; nothing at all without any words."""
    found = {"nl": dutch, "en": english if in_english else ""}
    return {language: text for language, text in found.items() if text}


def settings(shop: ShopFields, today: date) -> published.ShopSettings:
    """Give how the shop sells."""
    ours, how = company(), taxed_how()
    methods = [row for row in shipping_methods() if row.fields.active]
    destination = how.oss_since is not None and today >= how.oss_since
    wording = newsletter_wording(today=today) if shop.newsletter else Wording()
    return published.ShopSettings(
        identity=identity(ours),
        name=shop.name,
        tagline=texts(shop.tagline_nl, shop.tagline_en),
        welcome=texts(shop.welcome_nl, shop.welcome_en),
        languages=("nl", "en") if shop.in_english else ("nl",),
        accent=shop.accent,
        show_prices=shop.show_prices,
        stock=shop.stock,
        payments=shop.payments,
        shipping=tuple(_method(row.code, row.fields) for row in methods),
        small_business=how.small_business,
        destination=destination or limit_is_passed(day=today, sale_cents=0),
        rates=tuple(_rates({c for row in methods for c in row.fields.countries}, today)),
        payment_term_days=ours.payment_term_days,
        newsletter_wording=wording.version,
        newsletter_text=wording.texts,
        maintenance=shop.closed or SiteLink.objects.exclude(broken="").exists(),
    )


def identity(ours: Company) -> published.Identity:
    """Give who sells; the account number is our own."""
    return published.Identity(
        name=ours.name, street=ours.street, house_number=ours.house_number,
        postcode=ours.postcode, town=ours.town, country=ours.country, phone=ours.phone,
        email=ours.email, coc_number=ours.coc_number, vat_number=ours.vat_number, iban=ours.iban,
        bic=ours.bic, account_holder=ours.name,
    )  # fmt: skip


def _method(code: str, fields: ShippingFields) -> published.ShippingMethod:
    return published.ShippingMethod(
        code=code,
        name=texts(fields.name_nl, fields.name_en),
        countries=fields.countries,
        steps=tuple(
            published.ShippingStep(up_to_grams=grams, cents=cents) for grams, cents in fields.steps
        ),
        free_from_cents=fields.free_from_cents,
        days=texts(fields.days_nl, fields.days_en),
        pick_up=fields.pick_up,
    )


def _rates(countries: set[str], today: date) -> Iterator[published.Rate]:
    """Give the rates of home and of where we send that hold, and those that are planned."""
    tables = rate_tables(countries={HOME, *(countries & EU)})
    for country in sorted(tables):
        for rate in sorted(_from(tables[country], today), key=lambda r: (r.category, r.valid_from)):
            yield published.Rate(
                country=country, category=rate.category.value, rate_bp=rate.rate_bp,
                valid_from=rate.valid_from,
            )  # fmt: skip


def _from(table: RateTable, today: date) -> Iterator[DatedRate]:
    for rate in table.rates:
        followed = any(
            rate.category is other.category and rate.valid_from < other.valid_from <= today
            for other in table.rates
        )
        if not followed:
            yield rate


def shown_pages(shop: ShopFields) -> Iterator[published.Page]:
    """Give the pages of text, filled in."""
    ours = company()
    for row in pages():
        yield shown_page(row, ours, shop.name, in_english=shop.in_english)


def categories() -> Iterator[published.Category]:
    """Give the categories that are in use, with all above them."""
    for row in category_tree():
        if row.shown:
            yield published.Category(
                slug=row.slug, name=texts(row.name_nl, row.name_en),
                description=texts(row.description_nl, row.description_en), parent=row.parent_slug,
                position=row.position,
            )  # fmt: skip
