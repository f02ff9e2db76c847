"""Ctrl-K: find any customer, document, product or page. The terms never come in an address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkluis.billing.queries import InvoiceNarrowing, invoice_rows
from klantkluis.catalogue.queries import product_rows
from klantkluis.core.roles import Role
from klantkluis.customers.queries import CustomerRow, customer_by_number, customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.office.access.permissions import allow
from klantkluis.office.context import BILLS, NAVIGATION, OWNS, SELLS, STOCKS
from klantkluis.office.forms.base import Label
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.queries import request_numbered
from klantkluis.sales.numbered import delivery_numbered, order_numbered, return_numbered
from klantkluis.sales.quotes.lists import quote_numbered
from klantkluis.shop.queries import orders_with_reference
from klantkluis.vault.client import LockedVault

MOST = 6
LONGEST_TERMS = 200
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what was found. `post` is for an act: it changes something, so no link."""

    label: str
    url: str
    icon: str
    aside: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found, under its title."""

    title: str
    lines: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done from anywhere."""

    label: Label
    url: str
    icon: str
    roles: frozenset[Role] = frozenset()
    post: bool = False
    when_open: bool | None = None


Source = Callable[[str, Actor], Iterable[Found]]


def _may(actor: Actor, roles: frozenset[Role]) -> bool:
    return not roles or actor.may(*roles)


def _number(terms: str) -> int | None:
    """Read a number as people write it: 12, #12, 0012."""
    digits = terms.removeprefix("#")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None


def customers(terms: str, actor: Actor) -> Iterable[Found]:
    """Find customers by name when the vault is open, and always by number."""
    number = _number(terms)
    numbered = customer_by_number(number=number, vault=actor.vault) if number else None
    if numbered is not None:
        yield _customer(numbered, numbered.name, numbered.town)
    if not actor.vault.is_open or len(terms) < LEAST_LETTERS:
        return
    hits = actor.vault.search(terms, limit=MOST).hits
    rows = customer_rows(vault=LockedVault(), uids=[card.uid for card in hits]) if hits else {}
    by_uid = {row.uid: row for row in rows.values()}
    for card in hits:
        row = by_uid.get(card.uid)
        if row is not None and (numbered is None or row.id != numbered.id):
            yield _customer(row, card.name, card.town)


def _customer(row: CustomerRow, name: str, town: str) -> Found:
    label = name or _("Customer %(n)d") % {"n": row.number}
    mark = _("Restricted") if row.restricted else ""
    aside = " · ".join(part for part in (mark, town, str(row.number)) if part)
    return Found(label, reverse("customers:customer", args=[row.id]), icon="user", aside=aside)


def documents(terms: str, actor: Actor) -> Iterable[Found]:
    """Find quotes, orders, delivery notes, returns and invoices by their number."""
    number = _number(terms)
    if number is not None:
        quote = quote_numbered(number=number) if _may(actor, SELLS) else None
        if quote is not None:
            url = reverse("sales:quote", args=[quote])
            yield Found(_("Quote %(n)d") % {"n": number}, url, icon="list-details")
        order, delivery = order_numbered(number=number), delivery_numbered(number=number)
        if order is not None:
            url = reverse("sales:order", args=[order])
            yield Found(_("Order %(n)d") % {"n": number}, url, icon="shopping-cart")
        if delivery is not None:
            url = reverse("sales:delivery", args=[delivery])
            yield Found(_("Delivery note %(n)d") % {"n": number}, url, icon="truck-delivery")
        returned = return_numbered(number=number)
        if returned is not None:
            url = reverse("sales:return", args=[returned])
            yield Found(_("Return %(n)d") % {"n": number}, url, icon="login-2")
        asked = request_numbered(number=number) if _may(actor, SELLS) else None
        if asked is not None:
            url = reverse("privacy:request", args=[asked])
            yield Found(_("Request %(n)d") % {"n": number}, url, icon="file-text-shield")
    for pk in orders_with_reference(terms):
        url = reverse("sales:order", args=[pk])
        yield Found(_("Order %(n)s") % {"n": terms.upper()}, url, icon="shopping-cart")
    label = terms.removeprefix("#")
    if label.replace("-", "").isdecimal() and _may(actor, BILLS):
        narrowing = InvoiceNarrowing(label=label)
        for row in invoice_rows(today=timezone.localdate(), narrowing=narrowing, limit=MOST):
            url = reverse("billing:invoice", args=[row.id])
            yield Found(_("Invoice %(n)s") % {"n": row.label}, url, icon="file-invoice")


def products(terms: str, actor: Actor) -> Iterable[Found]:
    """Find products by name, article number or barcode."""
    if len(terms) < LEAST_LETTERS:
        return
    language = get_language() or "nl"
    for row in product_rows(today=timezone.localdate(), terms=terms, limit=MOST):
        url = reverse("catalogue:product", args=[row.id])
        yield Found(row.name(language), url, icon="package", aside=row.sku)


def pages(terms: str, actor: Actor) -> Iterable[Found]:
    """Find pages of the office by their name."""
    for _title, entries in NAVIGATION:
        for entry in entries:
            if _may(actor, entry.roles) and _fits(terms, str(entry.label)):
                yield Found(str(entry.label), reverse(entry.view), icon=entry.icon)


def acts(terms: str, actor: Actor) -> Iterable[Found]:
    """Find what can be done from anywhere."""
    for act in ACTS:
        here = act.when_open is None or act.when_open == actor.vault.is_open
        if here and _may(actor, act.roles) and _fits(terms, str(act.label)):
            view, _mark, query = act.url.partition("?")
            url = reverse(view) + (f"?{query}" if query else "")
            yield Found(str(act.label), url, icon=act.icon, post=act.post)


def _fits(terms: str, label: str) -> bool:
    return all(word in label.casefold() for word in terms.casefold().split())


ACTS: tuple[Act, ...] = (
    Act(gettext_lazy("New quote"), "sales:new-quote", icon="plus", roles=SELLS),
    Act(gettext_lazy("New order"), "customers:customers", icon="plus", roles=SELLS),
    Act(gettext_lazy("New customer"), "customers:new", icon="plus", roles=SELLS),
    Act(
        gettext_lazy("New request about personal data"),
        "privacy:new-request",
        icon="plus",
        roles=SELLS,
    ),
    Act(gettext_lazy("New product"), "catalogue:new", icon="plus", roles=SELLS),
    Act(
        gettext_lazy("Record a payment"),
        "billing:invoices?state=open",
        icon="cash",
        roles=BILLS,
    ),
    Act(gettext_lazy("Send drafts"), "billing:invoices?state=draft", icon="send", roles=BILLS),
    Act(
        gettext_lazy("Import customers"),
        "imports:imports?what=customers",
        icon="file-import",
        roles=SELLS,
    ),
    Act(
        gettext_lazy("Import products"),
        "imports:imports?what=products",
        icon="file-import",
        roles=STOCKS,
    ),
    Act(
        gettext_lazy("Nightly housekeeping"),
        "housekeeping:housekeeping",
        icon="checklist",
        roles=OWNS,
    ),
    Act(gettext_lazy("Register a breach"), "breaches:new", icon="shield-exclamation", roles=OWNS),
    Act(gettext_lazy("Limits of the vault"), "vault:settings", icon="pencil", roles=OWNS),
    Act(gettext_lazy("Unlock the vault"), "vault:unlock", icon="lock-open-2", when_open=False),
    Act(gettext_lazy("Lock the vault"), "vault:lock", icon="lock", post=True, when_open=True),
)
SOURCES: tuple[tuple[Label, Source], ...] = (
    (gettext_lazy("Customers"), customers),
    (gettext_lazy("Documents"), documents),
    (gettext_lazy("Products"), products),
    (gettext_lazy("Pages"), pages),
    (gettext_lazy("Do"), acts),
)


@allow()
@require_http_methods(["GET", "POST"])
def search(request: OfficeRequest) -> HttpResponse:
    """Give what every source finds for these terms."""
    terms = request.POST.get("terms", "").strip()[:LONGEST_TERMS]
    groups = [
        Group(str(title), lines)
        for title, source in SOURCES
        if (lines := list(source(terms, request.actor)))
    ]
    context = {
        "groups": groups,
        "terms": terms,
        "count": sum(len(group.lines) for group in groups),
    }
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"office/search.html{part}", context)
