"""What a page may show of orders and deliveries, for the work of the reader."""

from collections.abc import Sequence

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.core.roles import Role
from klantkluis.office.customers.reading import like, names_of, with_merged
from klantkluis.office.periods import NAME as PERIOD
from klantkluis.office.periods import days_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Filter, ListState, number_cursor
from klantkluis.sales.lists import Narrowing
from klantkluis.sales.queries import DeliveryCard, OrderCard, delivery_card, order_card
from klantkluis.vault.purposes import Purpose

PAGE = 50
READERS = (Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER)


def purpose_of(request: OfficeRequest) -> Purpose:
    """Give why this person looks at an order: to ship it, or to bill it."""
    ships = request.actor.may(Role.SALES, Role.WAREHOUSE)
    return Purpose.SHIP if ships else Purpose.INVOICE


def card_of(request: OfficeRequest, order_id: int) -> OrderCard:
    """Give an order for the work of this person.

    Raises:
        Http404: there is none.
    """
    card = order_card(order_id=order_id, vault=request.actor.vault, purpose=purpose_of(request))
    if card is None:
        raise Http404
    return card


def delivery_of(request: OfficeRequest, delivery_id: int) -> DeliveryCard:
    """Give a delivery note for the work of this person.

    Raises:
        Http404: there is none.
    """
    card = delivery_card(
        delivery_id=delivery_id, vault=request.actor.vault, purpose=purpose_of(request)
    )
    if card is None:
        raise Http404
    return card


def customer_filter(request: OfficeRequest) -> list[Filter]:
    """Give the filter by customer, when the page was asked for one."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = sent.get("customer", "")
    if not typed.isdigit() or len(typed) > 18:
        return []
    names = names_of([int(typed)], request.actor)
    return [Filter("customer", _("Customer"), [(str(pk), name) for pk, name in names.items()])]


def narrowed(request: OfficeRequest, state: ListState) -> Narrowing:
    """Work out what a list of documents is asked for: a number, names, a customer, a period.

    Only while the vault is open is anybody found by name.
    """
    number = number_cursor(state.terms)
    if chosen := state.filters.get("customer"):
        ids: Sequence[int] | None = with_merged([int(chosen)])
    elif state.terms and number is None:
        ids = like(state.terms, request.actor) if request.actor.vault.is_open else ()
    else:
        ids = None
    return Narrowing(
        customer_ids=ids,
        number=number,
        days=days_of(state.filters.get(PERIOD, ""), timezone.localdate()),
        only=state.filters.get("state", ""),
    )
