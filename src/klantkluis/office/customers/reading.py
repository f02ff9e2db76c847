"""What a page may show of a customer: as much as the work of the reader needs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404

from klantkluis.billing.queries import open_cents
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import CustomerRestricted, may_look, sentence
from klantkluis.customers.queries import (
    CustomerCard,
    customer_card,
    customer_rows,
    is_restricted,
    merged_ids,
    open_customer,
    recent_customers,
)
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.restrictions import reason_to_look
from klantkluis.foundation.actors import Actor
from klantkluis.office.tables import ListState, number_cursor
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from klantkluis.vault.rows import Card

PAGE = 50
MOST_FOUND = 200
PARTS: tuple[tuple[Role, tuple[Purpose, ...]], ...] = (
    (Role.BOOKKEEPER, (Purpose.INVOICE, Purpose.CONTACT)),
    (Role.WAREHOUSE, (Purpose.SHIP,)),
    (Role.MARKETING, (Purpose.MAIL,)),
)
"""What a role sees of a customer whose file it may not open."""


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    """A customer on the list.

    Whose data are restricted is marked (GDPR recital 67): nothing may be done with them.
    """

    id: int
    number: int
    open_cents: int
    name: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    country: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list."""

    rows: Sequence[ListedCustomer]
    next: str = field(repr=False)
    total: int | None
    complete: bool


def customers_page(state: ListState, actor: Actor) -> Page:
    """Give a page: by name through the vault, or by number while it is locked."""
    if not actor.vault.is_open:
        return _by_number(state)
    found = actor.vault.search(
        state.terms,
        sort=state.sort or "name",
        after=state.after,
        limit=PAGE,
        filters=state.filters,
    )
    return Page(_listed(found.hits), found.next, found.total, found.complete)


def _listed(cards: Sequence[Card]) -> list[ListedCustomer]:
    """Join what the vault found with what the database holds in clear, in two queries."""
    plain = customer_rows(vault=LockedVault(), uids=[card.uid for card in cards])
    by_uid = {row.uid: row for row in plain.values()}
    owed = open_cents(customer_ids=list(plain))
    return [
        ListedCustomer(
            id=row.id,
            number=row.number,
            open_cents=owed.get(row.id, 0),
            name=card.name,
            town=card.town,
            country=card.country,
            restricted=row.restricted,
        )
        for card in cards
        if (row := by_uid.get(card.uid))
    ]


def _by_number(state: ListState) -> Page:
    wanted = number_cursor(state.terms)
    below = wanted + 1 if wanted is not None else number_cursor(state.after)
    limit = 1 if wanted is not None else PAGE + 1
    rows = recent_customers(vault=LockedVault(), below=below, limit=limit)
    if wanted is not None:
        rows = [row for row in rows if row.number == wanted]
    page = rows[:PAGE]
    owed = open_cents(customer_ids=[row.id for row in page])
    listed = [
        ListedCustomer(row.id, row.number, owed.get(row.id, 0), restricted=row.restricted)
        for row in page
    ]
    return Page(listed, str(page[-1].number) if len(rows) > PAGE else "", None, complete=True)


def card_for(customer_id: int, actor: Actor) -> CustomerCard | None:
    """Give a customer's card with what this person's work may see of it.

    Of data that may be kept and not used (GDPR art. 18) nobody sees anything but the owner and who
    reads what the law wants kept, and they only for an hour after they typed why.
    """
    if actor.vault.is_open and is_restricted(customer_id=customer_id):
        plain = customer_card(customer_id=customer_id, vault=LockedVault())
        return _with_reason(plain, actor) if plain else None
    if actor.may(Role.SALES) or not actor.vault.is_open:
        return customer_card(customer_id=customer_id, vault=actor.vault)
    card = customer_card(customer_id=customer_id, vault=LockedVault())
    purposes = {p for role, listed in PARTS if role in actor.roles for p in listed}
    fields: dict[str, Any] = {}
    for purpose in sorted(purposes or {Purpose.LIST}) if card else ():
        fields |= open_customer(customer_id=customer_id, purpose=purpose, vault=actor.vault)
    return replace(card, fields=fields) if card else None


def _with_reason(card: CustomerCard, actor: Actor) -> CustomerCard | None:
    """Open a restricted customer to who typed a reason a moment ago."""
    if not actor.may(Role.FISCAL) or not may_look(card.id, actor.staff_id):
        return card
    reason = reason_to_look(customer_id=card.id, staff_id=actor.staff_id, vault=actor.vault)
    if actor.may():
        return customer_card(customer_id=card.id, vault=actor.vault, reason=reason)
    fields = open_customer(
        customer_id=card.id, purpose=Purpose.FISCAL, vault=actor.vault, reason=reason
    )
    return replace(card, fields=fields)


def opened_card(customer_id: int, actor: Actor) -> CustomerCard:
    """Give a customer's card with its fields, for a form that changes them.

    Raises:
        Http404: there is no such customer.
        CustomerRestricted: the data may be kept and not used, and no reason was typed.
        VaultLocked: the vault is not open to the actor.
    """
    card = card_for(customer_id, actor)
    if card is None:
        raise Http404
    if not card.fields:
        if card.restricted and actor.vault.is_open:
            raise CustomerRestricted(sentence(Use.LOOK))
        raise VaultLocked
    return card


def names_of(customer_ids: Sequence[int], actor: Actor) -> dict[int, str]:
    """Give what to call customers in a list of documents: their name, or their number."""
    rows = customer_rows(vault=actor.vault, ids=set(customer_ids)) if customer_ids else {}
    return {pk: row.name or f"#{row.number}" for pk, row in rows.items()}


def like(terms: str, actor: Actor) -> tuple[int, ...]:
    """Find customers by parts of a name; the vault must be open."""
    hits = actor.vault.search(terms, limit=MOST_FOUND).hits
    found = customer_rows(vault=LockedVault(), uids=[card.uid for card in hits]) if hits else {}
    return with_merged(found)


def with_merged(ids: Collection[int]) -> tuple[int, ...]:
    """Add the customers that were merged into these: their documents bear the old row."""
    return (*ids, *merged_ids(ids=list(ids)))
