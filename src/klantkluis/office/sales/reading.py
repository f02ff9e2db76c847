"""What a page may show of orders and deliveries, for the work of the reader."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows
from klantkluis.office.customers.reading import names_of
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.tables import Filter, ListState, number_cursor
from klantkluis.sales.queries import (
    DeliveryCard,
    DeliveryRow,
    OrderCard,
    OrderRow,
    delivery_card,
    order_card,
)
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose

PAGE = 50
READERS = (Role.SALES, Role.WAREHOUSE, Role.BOOKKEEPER)
MOST_CUSTOMERS = 200


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


def narrowed(request: OfficeRequest, state: ListState) -> "Narrowed":
    """Work out what a list of documents is asked for: a number, names, or a customer.

    Only while the vault is open is anybody found by name.
    """
    if chosen := state.filters.get("customer"):
        ids: Sequence[int] | None = [int(chosen)]
    elif state.terms and number_cursor(state.terms) is None:
        ids = _customers_like(request, state.terms)
    else:
        ids = None
    return Narrowed(number_cursor(state.terms), ids, number_cursor(state.after))


class Narrowed:
    """What a list of documents is narrowed to, and the number below which the page begins."""

    def __init__(
        self, number: int | None, customer_ids: Sequence[int] | None, after: int | None
    ) -> None:
        self.number, self.customer_ids = number, customer_ids
        self.below = number + 1 if number is not None else after
        self.limit = 1 if number is not None else PAGE + 1

    def kept[Row: (OrderRow, DeliveryRow)](self, rows: list[Row]) -> list[Row]:
        """Leave out what a search for one number did not mean."""
        return [row for row in rows if self.number is None or row.number == self.number]


def _customers_like(request: OfficeRequest, terms: str) -> list[int]:
    vault = request.actor.vault
    if not vault.is_open:
        return []
    cards = vault.search(terms, limit=MOST_CUSTOMERS).hits
    return list(customer_rows(vault=LockedVault(), uids=[card.uid for card in cards]))
